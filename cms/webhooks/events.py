"""What happens in the CMS -> rows of the outbox, in the same transaction: told if it happened, and only then."""

import json
from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.issuance.credentials.addresses import current_achievement_path
from cms.issuance.models import Award
from cms.issuance.signals import awarded
from cms.learning.models import LearningPage
from cms.learning.projects import HOME_DEPTH, project_of_page
from cms.learning.snapshot import address_of
from cms.projects import project_of
from cms.webhooks.models import Delivery, Event, Webhook


def tell(event: Event, data: dict[str, Any]) -> None:
    """Write what happened into the outbox, once for each address that wants to be told."""
    for webhook in Webhook.objects.filter(is_active=True):
        if event in webhook.events:
            tell_one(webhook, event, data)


def tell_one(webhook: Webhook, event: Event, data: dict[str, Any]) -> None:
    """Write into the outbox what one address is told, in the form that Standard Webhooks recommends."""
    said = {"type": event.value, "timestamp": timezone.now().isoformat(timespec="seconds"), "data": data}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    Delivery.objects.create(webhook=webhook, event=event, body=body)


def is_wanted() -> bool:
    """Tell whether anybody wants to be told of anything."""
    return Webhook.objects.filter(is_active=True).exists()


def page_data(page: LearningPage) -> dict[str, Any]:
    """Return a page as lists of the headless API show it, with its full address."""
    language = page.locale.language_code
    home = Page.objects.ancestor_of(page, inclusive=True).filter(depth=HOME_DEPTH).first()
    address = address_of(language, page.url_path.removeprefix(home.url_path if home else "/").strip("/"))
    return {
        "@id": address,
        "@type": page.document_type,
        "title": page.title,
        "language": language,
        "translation_group": page.translation_key.hex,
        "url": f"{project_of_page(page).public_url}{address}",
    }


def on_published(sender: Any, instance: Any, **facts: Any) -> None:
    """Tell of a page that was published, and of a translation the first time."""
    if not isinstance(instance, LearningPage) or not is_wanted():
        return
    data = page_data(instance)
    tell(Event.PUBLISHED, data)
    is_first = instance.first_published_at == instance.last_published_at
    if is_first and data["language"] != settings.LANGUAGE_CODE:
        tell(Event.TRANSLATED, data)


def on_unpublished(sender: Any, instance: Any, **facts: Any) -> None:
    """Tell of a page that readers no longer see."""
    if isinstance(instance, LearningPage) and is_wanted():
        tell(Event.UNPUBLISHED, page_data(instance))


def on_deleted(sender: Any, instance: Any, **facts: Any) -> None:
    """Tell of a page that was deleted while readers saw it."""
    if isinstance(instance, LearningPage) and instance.live:
        on_unpublished(sender, instance)


def on_awarded(sender: Any, award: Award, **facts: Any) -> None:
    """Tell of a badge that was awarded; never to whom."""
    achievement = award.achievement
    public_url = project_of(achievement.slug).public_url
    data = {
        "badge": achievement.slug,
        "language": achievement.language,
        "achievement": f"{public_url}/{current_achievement_path(achievement.slug)}",
    }
    tell(Event.AWARDED, data)


page_published.connect(on_published, dispatch_uid="webhooks")
page_unpublished.connect(on_unpublished, dispatch_uid="webhooks")
post_delete.connect(on_deleted, dispatch_uid="webhooks")
awarded.connect(on_awarded, dispatch_uid="webhooks")
