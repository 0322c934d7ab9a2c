"""A suggestion -> a draft page, or a friendly no: what editors decide."""

import html
import json
import re
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from cms.learning.addresses import free_slug
from cms.learning.models import PracticeIndexPage, PracticePage
from cms.learning.projects import of_project
from cms.practices.mails import tell
from cms.practices.models import State, Suggestion
from cms.practices.vocabulary import PARTS


class DecisionError(Exception):
    """The step is not possible; the message says why."""


@transaction.atomic
def make_draft(pk: UUID, user: Any) -> PracticePage:
    """Make a draft of a suggestion below the list of practices, in the source language, and tell who sent it.

    Asked once more, it returns the draft that is there.

    Raises:
        DecisionError: declined already, no list to put it under, or no right to write there.
    """
    suggestion = _locked(pk)
    if suggestion.state == State.DRAFTED:
        if page := PracticePage.objects.filter(pk=suggestion.page_id).first():
            return page
        raise DecisionError(_("A draft was made of it, and deleted since."))
    _check_waiting(suggestion)
    index = of_project(PracticeIndexPage.objects.all()).filter(locale=Locale.get_default()).first()
    if index is None:
        raise DecisionError(_("There is no list of practices yet: make that page first."))
    if not index.permissions_for_user(user).can_add_subpage():
        raise DecisionError(_("You may not add pages below the list of practices."))
    page = _page_of(suggestion, index)
    page.owner = user
    index.add_child(instance=page)
    page.save_revision(user=user, clean=False)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    _decide(suggestion, State.DRAFTED, user, page_id=page.pk)
    tell(suggestion, "practice_drafted")
    return page


@transaction.atomic
def decline(pk: UUID, user: Any, message: str) -> None:
    """Decline a suggestion, and mail the message to who sent it.

    Raises:
        DecisionError: it does not wait any more.
    """
    suggestion = _locked(pk)
    _check_waiting(suggestion)
    _decide(suggestion, State.DECLINED, user, message=message)
    tell(suggestion, "practice_declined", message)


def _locked(pk: UUID) -> Suggestion:
    return Suggestion.objects.select_for_update().get(pk=pk)


def _check_waiting(suggestion: Suggestion) -> None:
    if suggestion.state != State.WAITING:
        state = suggestion.get_state_display()
        raise DecisionError(_("This suggestion does not wait any more: it is %(state)s.") % {"state": state})


def _decide(suggestion: Suggestion, state: State, user: Any, **more: Any) -> None:
    values = {"state": state, "decided_at": timezone.now(), "decided_by": user.get_username(), **more}
    Suggestion.objects.filter(pk=suggestion.pk).update(**values)


def _page_of(suggestion: Suggestion, index: Page) -> PracticePage:
    """Return the page, not saved yet. What was typed is text: no character of it becomes markup."""
    page = PracticePage(
        title=suggestion.title,
        draft_title=suggestion.title,
        slug=free_slug(suggestion.title, index, "practice"),
        locale=index.locale,
        live=False,
        summary=" ".join(suggestion.summary.split()),
        mapped=timezone.localdate(),
        sector=suggestion.sector,
        organisation=suggestion.organisation,
        website=suggestion.website,
    )
    parts = suggestion.parts
    streams: dict[str, list[tuple[str, Any]]] = {
        "countries": [("country", suggestion.country)],
        "themes": [("theme", theme) for theme in suggestion.themes],
        **{name: [("text", _as_rich(parts[name]))] for name in PARTS if parts.get(name)},
        "lessons": [("lesson", line.strip()) for line in parts.get("lessons", "").split("\n") if line.strip()],
        "evidence": [("proof", _proof(suggestion))] if suggestion.evidence else [],
    }
    for name, items in streams.items():
        blocks = [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in items]
        setattr(page, name, json.dumps(blocks))
    return page


def _proof(suggestion: Suggestion) -> dict[str, str]:
    return {"title": suggestion.organisation, "url": suggestion.evidence}


def _as_rich(text: str) -> str:
    """Return plain text as stored rich text: a paragraph for each block of lines."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs if paragraph)
