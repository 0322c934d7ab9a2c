"""From a draft to what readers see: Wagtail's workflows and its publish permission, under Plone's word transitions."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext, pgettext
from wagtail.actions import action_registry
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, WorkflowState

from cms.api.problems import ApiProblem, at
from cms.api.shapes.place import Place
from cms.api.writing.by_hand import is_translation
from cms.api.writing.forms import as_problem
from cms.learning.models import LearningPage
from cms.translation.approval import NotReadyError, submit
from cms.translation.texts import TextError, read_desk_page

COMMENTED = "api.comment"


def titles() -> dict[str, str]:
    """Return the transitions in words."""
    return {
        "submit": gettext("Submit for review"),
        "publish": pgettext("transition of a page", "Publish"),
        "retract": gettext("Take off the site"),
        "recall": gettext("Withdraw from review"),
        "approve": pgettext("transition of a page", "Approve"),
        "reject": gettext("Return with a comment"),
    }


def possible(page: LearningPage, user: Any) -> list[str]:
    """Return the transitions that the user may make now."""
    may, state = page.permissions_for_user(user), page.current_workflow_state
    found = []
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        actions = {name for name, *_ in page.current_workflow_task.get_actions(page, user)}
        found = [name for name in ("approve", "reject") if name in actions]
        found += ["recall"] if state.user_can_cancel(user) else []
    elif (page.has_unpublished_changes or not page.live) and may.can_edit():
        may_submit = page.has_workflow or (is_translation(page) and may.can_publish())
        found = ["submit"] if may_submit else []
        # A translation goes live when it is whole, which submitting checks.
        found += ["publish"] if may.can_publish() and not is_translation(page) else []
    return [*found, *(["retract"] if page.live and may.can_unpublish() else [])]


def apply(page: LearningPage, name: str, user: Any, comment: str = "") -> None:
    """Make a transition.

    Raises:
        ApiProblem: 409 with what is possible now; 422 where the page is not ready.
    """
    now = possible(page, user)
    if name not in now:
        words = f"“{name[:60]}” is not possible now. Possible: {', '.join(now) or 'nothing'}."
        raise ApiProblem(409, words)
    try:
        _apply(page, name, user, comment)
    except (NotReadyError, TextError) as error:
        raise ApiProblem(422, str(error), [at("body", msg=str(error))]) from error
    except ValidationError as error:
        raise as_problem(error, type(page)) from error
    if comment and name not in {"approve", "reject"}:
        log(page, COMMENTED, user=user, data={"comment": comment, "transition": name})


def _apply(page: LearningPage, name: str, user: Any, comment: str) -> None:
    state = page.current_workflow_state
    if name == "submit" and is_translation(page):
        submit(read_desk_page(page), user)
    elif name == "submit" and state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        page.get_latest_revision_as_object().full_clean()
        state.resume(user)
    elif name == "submit":
        page.get_latest_revision_as_object().full_clean()
        page.get_workflow().start(page, user)
    elif name in {"approve", "reject"}:
        _decide(page, name, user, comment)
    elif name == "recall" and state:
        state.cancel(user=user)
    elif name == "publish":
        page.get_latest_revision_as_object().full_clean()
        revision = page.get_latest_revision() or page.save_revision(user=user)
        action_registry.get_action_class(type(page), "publish")(revision, user=user).execute()
    else:
        action_registry.get_action_class(type(page), "unpublish")(page, user=user).execute()


def _decide(page: LearningPage, name: str, user: Any, comment: str) -> None:
    if name == "reject" and not comment:
        words = "Write what to change, so that the author knows."
        raise ApiProblem(422, f"comment: {words}", [at("body", "comment", msg=words)])
    try:
        page.current_workflow_task.on_action(page.current_workflow_task_state, user, name, comment=comment)
    except PermissionDenied as error:
        raise ApiProblem(422 if str(error) else 403, str(error) or "You may not decide this.") from error


def progress(user: Any, place: Place) -> dict[str, Any]:
    """Return the history and the possible transitions of a page for who may edit or publish it; else nothing."""
    page = place.node.page if place.node else None
    may = page.permissions_for_user(user) if page else None
    if page is None or may is None or not (may.can_edit() or may.can_publish()):
        return {}
    words, names = titles(), possible(page, user)
    address = place.service("workflow")
    return {
        "history": [entry for entry in history(page, place.service("history")) if entry["type"] == "workflow"],
        "transitions": [{"@id": f"{address}/{name}", "id": name, "title": words[name]} for name in names],
    }


def history(page: LearningPage, address: str) -> list[dict[str, Any]]:
    """Return who did what to a page, the latest first, from Wagtail's log; at most 200 entries."""
    entries = PageLogEntry.objects.filter(page=page.pk).select_related("user", "revision").order_by("-timestamp", "-pk")
    return list(_entries(entries[:200], address))


def _entries(entries: Any, address: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        name = entry.user.get_username() if entry.user else ""
        yield {
            "@id": f"{address}/{entry.revision_id}" if entry.revision_id else address,
            "action": str(entry.message),
            "actor": {"id": name, "username": name, "fullname": entry.user.get_full_name() if entry.user else ""},
            "comments": str((entry.data or {}).get("comment") or entry.comment or ""),
            "may_revert": entry.revision_id is not None,
            "time": entry.timestamp.isoformat(timespec="seconds"),
            "transition_title": str(entry.message),
            "type": "versioning" if entry.revision_id and "workflow" not in entry.action else "workflow",
            "version": entry.revision_id,
        }
