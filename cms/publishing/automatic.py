"""What is published -> an export some seconds later, where the setting asks for it."""

import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.issuance.models import Award, Endorsement
from cms.learning.models import ProjectSettings, Recording
from cms.learning.projects import project_of_page
from cms.projects import FIRST, Project, every, project_of, use
from cms.publishing.queue import ask_later

# Beside pages: what the site shows. A revoked badge must be told to those who check it.
SHOWN = (Award, Endorsement, Image, ProjectSettings, Recording, Redirect)
# Loading content publishes hundreds of pages in a second.
ONCE_SECONDS = 0.5
_asked_at: dict[str, float] = {}


def _ask(concerned: Sequence[Project]) -> None:
    for project in concerned:
        if time.monotonic() - _asked_at.get(project.key, -ONCE_SECONDS) >= ONCE_SECONDS:
            _asked_at[project.key] = time.monotonic()
            with use(project):
                ask_later(settings.EXPORT_AFTER_SECONDS)


def _concerned(instance: Any) -> list[Project]:
    """Return the projects whose sites show a thing; pictures and redirects may be shown by all."""
    if isinstance(instance, Page):
        return [project_of_page(instance)]
    if isinstance(instance, Award):
        return [project_of(instance.achievement.slug)]
    if isinstance(instance, ProjectSettings):
        return [Project(instance.key, instance.facts) if instance.key else FIRST]
    if isinstance(instance, Recording):
        return [project_of_page(instance.module)]
    return every()


def on_change(sender: Any, **facts: Any) -> None:
    """Ask for an export of the projects concerned once the change is committed."""
    if settings.EXPORT_AFTER_SECONDS and not facts.get("raw"):
        concerned = _concerned(facts.get("instance"))
        transaction.on_commit(lambda: _ask(concerned))


def on_delete(sender: Any, instance: Any, **facts: Any) -> None:
    """Ask for an export once a page that readers saw is deleted."""
    if isinstance(instance, Page) and instance.live:
        on_change(sender, instance=instance)


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(on_change, dispatch_uid="publishing")
for model in SHOWN:
    post_save.connect(on_change, sender=model, dispatch_uid=f"publishing {model.__name__}")
    post_delete.connect(on_change, sender=model, dispatch_uid=f"publishing {model.__name__}")
post_delete.connect(on_delete, dispatch_uid="publishing page")
