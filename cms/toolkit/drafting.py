"""A canvas -> draft pages of its badges, once."""

import json
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.learning.addresses import free_slug
from cms.learning.models import BadgeIndexPage, BadgePage
from cms.learning.projects import of_project
from cms.projects import current
from cms.toolkit.models import CanvasImport
from cms.toolkit.reading import Badge, Canvas

# Of a criterion, until an editor gives it a better name.
WORDS_OF_A_NAME = 6


class ImportRefusedError(Exception):
    """Nothing was made; the message says why. `pages` are the drafts of an earlier import, if that is the reason."""

    def __init__(self, message: str, pages: list[Page] | None = None) -> None:
        """Keep the pages beside the words."""
        super().__init__(message)
        self.pages = pages or []


def badge_list() -> BadgeIndexPage | None:
    """Return the project's list of badges in the source language, where drafts are put."""
    found: BadgeIndexPage | None = of_project(
        BadgeIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    ).first()
    return found


def may_import(user: Any) -> bool:
    """Tell whether somebody may make drafts of a canvas: who may add pages below the list of badges."""
    # The menu asks this on every page: most who may not are known without a look at the list.
    if not PagePermissionPolicy().user_has_permission(user, "add"):
        return False
    index = badge_list()
    return bool(index and index.permissions_for_user(user).can_add_subpage())


def earlier_drafts(canvas: Canvas) -> list[Page]:
    """Return the pages that were made of the same canvas before, in the project, and are still there."""
    found = CanvasImport.objects.filter(project=current().key, digest=canvas.digest).first()
    return list(Page.objects.filter(pk__in=found.pages).order_by("path")) if found else []


def planned(canvas: Canvas) -> list[dict[str, Any]]:
    """Return what will be made: each badge with the address of its draft, and whether another badge has its name."""
    index = badge_list()
    titles = {title.casefold() for title in index.get_children().values_list("title", flat=True)} if index else set()
    rows = []
    for badge in canvas.badges:
        slug = free_slug(badge.name, index, "badge") if index else ""
        rows.append({"badge": badge, "slug": slug, "name_is_taken": badge.name.casefold() in titles})
    return rows


@transaction.atomic
def make_drafts(canvas: Canvas, user: Any) -> list[BadgePage]:
    """Make a draft of each badge of the canvas, in the source language: all of them or none.

    Raises:
        ImportRefusedError: nothing to make, no list to put it under, no right to write there, or made before.
    """
    if not canvas.badges:
        raise ImportRefusedError(_("There is no badge in this canvas, so there is nothing to make."))
    index = badge_list()
    if index is None:
        raise ImportRefusedError(_("There is no list of badges yet: make that page first."))
    if not may_import(user):
        raise ImportRefusedError(_("You may not add pages below the list of badges."))
    # Who comes second waits here until the first has finished, and then finds the drafts.
    key = current().key
    CanvasImport.objects.get_or_create(project=key, digest=canvas.digest)
    record = CanvasImport.objects.select_for_update().get(project=key, digest=canvas.digest)
    if there := earlier_drafts(canvas):
        raise ImportRefusedError(_("This canvas was imported before. Nothing is made again."), there)
    pages = [_draft(badge, index, user) for badge in canvas.badges]
    record.pages = [page.pk for page in pages]
    record.save()
    return pages


def _draft(badge: Badge, index: BadgeIndexPage, user: Any) -> BadgePage:
    """Add the draft. What was typed is text: no character of it becomes markup."""
    page = BadgePage(
        title=badge.name,
        draft_title=badge.name,
        slug=free_slug(badge.name, index, "badge"),
        locale=index.locale,
        owner=user,
        live=False,
        summary=badge.description,
        criteria=json.dumps([_criterion(text) for text in badge.criteria]),
    )
    index.add_child(instance=page)
    page.save_revision(user=user, clean=False)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    return page


def _criterion(text: str) -> dict[str, Any]:
    """Return the stored block. Its example is for an editor to write: without one the page cannot be published."""
    name = Truncator(text).words(WORDS_OF_A_NAME)
    return {"type": "criterion", "value": {"title": name, "description": text, "example": ""}, "id": str(uuid4())}
