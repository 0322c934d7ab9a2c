"""What is published -> an export some seconds later, where the setting asks for it."""

import time
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
from cms.publishing.queue import ask_later

# Beside pages: what the site shows. A revoked badge must be told to those who check it.
SHOWN = (Award, Endorsement, Image, ProjectSettings, Recording, Redirect)
# Loading content publishes hundreds of pages in a second.
ONCE_SECONDS = 0.5
_asked_at = -ONCE_SECONDS


def _ask() -> None:
    global _asked_at
    if time.monotonic() - _asked_at >= ONCE_SECONDS:
        _asked_at = time.monotonic()
        ask_later(settings.EXPORT_AFTER_SECONDS)


def on_change(sender: Any, **facts: Any) -> None:
    """Ask for an export once the change is committed."""
    if settings.EXPORT_AFTER_SECONDS and not facts.get("raw"):
        transaction.on_commit(_ask)


def on_delete(sender: Any, instance: Any, **facts: Any) -> None:
    """Ask for an export once a page that readers saw is deleted."""
    if isinstance(instance, Page) and instance.live:
        on_change(sender)


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(on_change, dispatch_uid="publishing")
for model in SHOWN:
    post_save.connect(on_change, sender=model, dispatch_uid=f"publishing {model.__name__}")
    post_delete.connect(on_change, sender=model, dispatch_uid=f"publishing {model.__name__}")
post_delete.connect(on_delete, dispatch_uid="publishing page")
