"""Handing a page in, and reviewing it: by Wagtail's workflow, with the changes beside the source."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Task, TaskState, WorkflowState

from cms.translation.approval import NotReadyError, bring_up_to_date, submit
from cms.translation.conflicts import find_conflicts
from cms.translation.desk.access import DeskView, language_of
from cms.translation.desk.rows import Row, counts_of, parts_of, rows_of
from cms.translation.desk.standing import may_withdraw, standing_of
from cms.translation.texts import TextError


def in_the_way(rows: Sequence[Row]) -> list[Row]:
    """Return the texts that keep a page from being submitted."""
    return [
        row
        for row in rows
        if not row.desk_text.coming
        and (row.state in {"missing", "review"} or any(finding.blocking for finding in row.findings))
    ]


def comments_on(state: WorkflowState | None) -> list[TaskState]:
    """Return what reviewers wrote when they returned the page since it was first submitted, the oldest first."""
    if state is None:
        return []
    rows = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_REJECTED).exclude(comment="")
    return list(rows.select_related("finished_by").order_by("finished_at"))


class SubmitView(DeskView):
    """What a page still lacks, each text linked; and handing it in."""

    template_name = "translation/desk/submit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what is in the way, or that nothing is."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the page in, or publish it where no workflow applies."""
        if self.lock:
            raise PermissionDenied
        try:
            state = submit(self.desk_page, request.user)
        except (NotReadyError, TextError) as fault:
            messages.error(request, str(fault))
            return self.render_to_response(self.get_context_data())
        if state is None or state.status == WorkflowState.STATUS_APPROVED:
            messages.success(request, _("“%(title)s” is published.") % {"title": self.target.title})
        else:
            messages.success(request, _("“%(title)s” is submitted for review.") % {"title": self.target.title})
        return redirect(self.address("editor"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is in the way, and what is only worth a look."""
        rows = [row for row in rows_of(self.desk_page) if not row.desk_text.coming]
        obstacles = in_the_way(rows)
        counts = counts_of(rows)
        conflicts = find_conflicts(self.target)
        standing = standing_of(self.target, counts, in_conflict=bool(conflicts))
        workflow = self.target.get_workflow()
        return {
            **super().get_context_data(**kwargs),
            "source": self.desk_page.source,
            "source_language": language_of(self.desk_page.source),
            "counts": counts,
            "obstacles": obstacles,
            "hints": [row for row in rows if row.findings and row not in obstacles],
            "changed": [row for row in rows if row.state == "waiting"],
            "conflicts": len(conflicts),
            "standing": standing,
            "workflow": workflow,
            "may_submit": not obstacles
            and not conflicts
            and not self.lock
            and standing.code != "submitted"
            and (workflow or self.permissions.can_publish()),
        }


class WithdrawView(DeskView):
    """Takes a submitted page back, so that it can be mended before somebody has looked at it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back; the stored texts stay as they are."""
        state = self.target.current_workflow_state
        if not may_withdraw(state, request.user):
            raise PermissionDenied
        state.cancel(user=request.user)
        messages.success(request, _("“%(title)s” is yours again. Submit it when it is ready.") % {"title": self.target})
        return redirect(self.address("editor"))


class ReviewView(DeskView):
    """The changes of a submitted page beside the source; approve it, or return it with a comment."""

    template_name = "translation/desk/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the changes."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide."""
        task, action = self.target.current_workflow_task, request.POST.get("action", "")
        comment = request.POST.get("comment", "").strip()
        if task is None or action not in self._actions(task):
            raise PermissionDenied
        if action == "reject" and not comment:
            messages.error(request, _("Write what to change, so that the translator knows."))
            return self.render_to_response(self.get_context_data(comment=comment))
        try:
            if action == "approve":
                bring_up_to_date(self.desk_page, request.user)
        except NotReadyError as fault:
            messages.error(request, str(fault))
            return self.render_to_response(self.get_context_data(comment=comment))
        task.on_action(self.target.current_workflow_task_state, request.user, action, comment=comment)
        done = _("“%(title)s” is approved.") if action == "approve" else _("“%(title)s” is returned.")
        messages.success(request, done % {"title": self.target.title})
        return redirect("translation:overview")

    def _actions(self, task: Task) -> set[str]:
        return {name for name, _label, _form in task.get_actions(self.target, self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the changed texts, and the others."""
        rows = [row for row in rows_of(self.desk_page) if not row.desk_text.coming]
        task = self.target.current_workflow_task
        actions = self._actions(task) if task else set()
        state = self.target.current_workflow_state
        return {
            **super().get_context_data(**kwargs),
            "source": self.desk_page.source,
            "source_language": language_of(self.desk_page.source),
            "changed": [row for row in rows if row.state != "done"],
            "parts": parts_of([row for row in rows if row.state == "done"]),
            "unchanged": sum(row.state == "done" for row in rows),
            "obstacles": in_the_way(rows),
            "task": task,
            "state": state,
            "comments": comments_on(state),
            "may_approve": "approve" in actions,
            "may_return": "reject" in actions,
            "comment": kwargs.get("comment", ""),
        }
