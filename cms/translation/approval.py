"""From stored texts to a page that readers see: draft, submission, approval, by Wagtail's own workflow."""

from typing import Any

from django.db import transaction
from wagtail.models import WorkflowState
from wagtail_localize.segments.extract import extract_segments

from cms.content.pages import remember_written, save_draft, translate_fields
from cms.learning.models import LearningPage
from cms.translation.models import Conflict
from cms.translation.texts import DeskPage, TextError


class NotReadyError(ValueError):
    """A page that cannot be submitted; the message says what is left to do."""


def save_page_draft(page: DeskPage, user: Any) -> None:
    """Save the stored texts as a draft of the translated page; what readers see stays.

    Raises:
        NotReadyError: edits by hand wait for a decision.
    """
    if Conflict.objects.filter(page_id=page.target.pk).exists():
        raise NotReadyError("Decide first which of the texts edited by hand stand.")
    source = page.source
    data = {
        (text.text.path, text.text.data): text.text.from_message(text.target, page.links)
        for text in page.texts
        if text.target and not text.coming
    }
    translate_fields(source, page.target, extract_segments(source), data)
    save_draft(page.target, user)
    remember_written(page.target)


@transaction.atomic
def submit(page: DeskPage, user: Any) -> WorkflowState | None:
    """Submit the page for review, or publish it where no workflow applies; return the workflow's state.

    Raises:
        NotReadyError: texts are missing or marked for review, or edits by hand wait for a decision.
    """
    missing = sum(text.state == "missing" for text in page.texts if not text.coming)
    to_review = sum(text.state == "review" for text in page.texts if not text.coming)
    if missing or to_review:
        raise NotReadyError(f"{missing} texts have no translation yet, {to_review} are marked for another look.")
    save_page_draft(page, user)
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


def _publish(target: LearningPage, user: Any) -> None:
    if not target.permissions_for_user(user).can_publish():
        raise TextError("You may not publish this page, and no workflow is set up for its language.")
    target.get_latest_revision().publish(user=user)
