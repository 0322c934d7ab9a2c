"""From stored texts to a page that readers see: draft, submission, approval, by Wagtail's own workflow."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import WorkflowState
from wagtail_localize.models import StringTranslation
from wagtail_localize.segments.extract import extract_segments

from cms.content.pages import remember_written, save_draft, translate_fields
from cms.learning.models import LearningPage
from cms.translation.checks import Finding, check_text
from cms.translation.conflicts import find_conflicts
from cms.translation.texts import DeskPage, TextError


class NotReadyError(ValueError):
    """A page that cannot be submitted; the message says what is left to do."""


def save_page_draft(page: DeskPage, user: Any) -> bool:
    """Save the stored texts as a draft of the translated page; what readers see stays.

    Return whether the draft has a translation of every text that the source page has by now.

    Raises:
        NotReadyError: edits by hand wait for a decision.
    """
    if find_conflicts(page.target):
        raise NotReadyError(_("Decide first which of the texts edited by hand stand."))
    source = page.source
    data = {
        (text.text.path, text.text.data): text.text.from_message(text.target, page.links)
        for text in page.texts
        if text.target and not text.coming
    }
    is_complete = translate_fields(source, page.target, extract_segments(source), data)
    save_draft(page.target, user)
    remember_written(page.target)
    return is_complete


@transaction.atomic
def submit(page: DeskPage, user: Any) -> WorkflowState | None:
    """Submit the page for review, or publish it where no workflow applies; return the workflow's state.

    Raises:
        NotReadyError: texts are missing or marked for review, or edits by hand wait for a decision.
    """
    _require_ready(page)
    _save_whole_draft(page, user)
    target = page.target
    state: WorkflowState | None = target.current_workflow_state
    workflow = target.get_workflow()
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif state is None and workflow is not None:
        state = workflow.start(target, user)
    elif state is None:
        _publish(target, user)
    return state


@transaction.atomic
def bring_up_to_date(page: DeskPage, user: Any) -> None:
    """Make the draft that a reviewer is about to approve equal to the stored texts, which may have changed since.

    Raises:
        NotReadyError: texts are missing or marked for another look by now, or edits by hand wait for a decision.
    """
    _require_ready(page)
    target = page.target
    rows = StringTranslation.objects.filter(context__object_id=target.translation_key, locale_id=target.locale_id)
    changed = rows.aggregate(at=Max("updated_at"))["at"]
    if changed and changed > target.latest_revision_created_at:
        _save_whole_draft(page, user)


def _require_ready(page: DeskPage) -> None:
    missing = sum(text.state == "missing" for text in page.texts if not text.coming)
    to_review = sum(text.state == "review" for text in page.texts if not text.coming)
    left = []
    if missing:
        words = ngettext(
            "%(number)d text has no translation yet.", "%(number)d texts have no translation yet.", missing
        )
        left.append(words % {"number": missing})
    if to_review:
        words = ngettext(
            "%(number)d text is marked for another look.", "%(number)d texts are marked for another look.", to_review
        )
        left.append(words % {"number": to_review})
    left += [f"{context}: {finding.message}" for context, finding in blocking_findings(page)]
    if left:
        raise NotReadyError(" ".join(left))


def _save_whole_draft(page: DeskPage, user: Any) -> None:
    if not save_page_draft(page, user):
        raise NotReadyError(_("The English page was published anew and not synced to this language yet."))


def blocking_findings(page: DeskPage) -> list[tuple[str, Finding]]:
    """Return the faults that stop the page from being submitted, each with the context of its text."""
    language = page.target.locale.language_code
    return [
        (text.text.message.context, finding)
        for text in page.texts
        if not text.coming
        if text.target
        for finding in check_text(text.text.message.source, text.target, language, rich=text.text.rich)
        if finding.blocking
    ]


def _publish(target: LearningPage, user: Any) -> None:
    if not target.permissions_for_user(user).can_publish():
        raise TextError(_("You may not publish this page, and no workflow is set up for its language."))
    target.get_latest_revision().publish(user=user)
