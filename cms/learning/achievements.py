"""Published badge pages -> achievements of issuance: what a badge says is frozen for applications and awards."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.learning.models import BadgePage, block_keys
from cms.learning.plain import PlainWriter
from cms.learning.projects import project_of_page

CRITERION_FIELDS = ("key", "title", "description", "example")
ALIGNMENT_FIELDS = ("framework", "name", "code", "url")


def achievement_content(page: BadgePage) -> AchievementContent:
    """Return what the badge says, in the page's language."""
    keys = block_keys(_block_ids(page))
    fields = PlainWriter(keys=keys).page_fields(page)
    return AchievementContent(
        name=page.title,
        description=page.summary,
        criteria=[{name: item[name] for name in CRITERION_FIELDS} for item in fields["criteria"]],
        evidence=[item["value"] for item in fields["evidence"]],
        assessment=page.assessment,
        assessors=page.assessors or 1,
        skills_needed=page.skills_needed,
        valid_months=page.valid_months,
        alignment=[{name: item[name] for name in ALIGNMENT_FIELDS} for item in fields["alignment"]],
    )


def _block_ids(page: BadgePage) -> list[str]:
    return [
        item["id"] for name in ("criteria", "evidence", "alignment") for item in getattr(page, name).get_prep_value()
    ]


@receiver(page_published, sender=BadgePage)
def publish_badge(instance: BadgePage, **kwargs: Any) -> None:
    """Keep what the badge says now as its current version."""
    key = project_of_page(instance).badge_key(instance.slug)
    publish_achievement(key, instance.locale.language_code, achievement_content(instance))
