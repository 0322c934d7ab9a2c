"""Where a translated page stands: in a word, with who was there last and what the reviewer said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail_localize.models import StringTranslation

from cms.learning.models import LearningPage
from cms.translation.roles import name_of


@dataclass(frozen=True)
class Standing:
    """Where a page stands.

    Attributes:
        code: "conflict", "submitted", "returned", "missing", "review", "ready" or "published".
        label: the same for people.
        workflow: Wagtail's state of the workflow under way, None where there is none.
    """

    code: str
    label: str
    workflow: WorkflowState | None

    @property
    def returned(self) -> Any:
        """Return the task that a reviewer returned the page from, with comment and person; else None."""
        return self.workflow.current_task_state if self.workflow and self.code == "returned" else None


def standing_of(target: LearningPage, counts: Mapping[str, int], *, in_conflict: bool) -> Standing:
    """Return where a page stands; `counts` are those of its texts."""
    workflow = target.current_workflow_state
    if in_conflict:
        return Standing("conflict", _("Edited by hand"), workflow)
    if workflow and workflow.status == WorkflowState.STATUS_IN_PROGRESS:
        return Standing("submitted", _("Submitted for review"), workflow)
    if workflow:
        return Standing("returned", _("Returned"), workflow)
    if counts["missing"]:
        label = _("Not begun") if counts["missing"] == counts["all"] else _("In progress")
        return Standing("missing", label, None)
    if counts["review"]:
        return Standing("review", _("To review"), None)
    if counts["waiting"] or not target.live:
        return Standing("ready", _("Ready to submit"), None)
    return Standing("published", _("Published"), None)


def may_withdraw(state: WorkflowState | None, user: Any) -> bool:
    """Tell whether a page waits for its review and this person has submitted it."""
    return bool(state and state.status == WorkflowState.STATUS_IN_PROGRESS and state.requested_by_id == user.pk)


@dataclass(frozen=True)
class LastChange:
    """When a text of the page was stored last, and by whom ("" where a file or a machine did it)."""

    at: datetime
    by: str


def last_change(target: LearningPage) -> LastChange | None:
    """Return the last change of the stored texts, None where there are none."""
    row = (
        StringTranslation.objects.filter(context__object_id=target.translation_key, locale_id=target.locale_id)
        .select_related("last_translated_by")
        .order_by("-updated_at")
        .first()
    )
    if row is None:
        return None
    return LastChange(row.updated_at, name_of(row.last_translated_by))
