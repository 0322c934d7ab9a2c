"""The snapshot that answers are made from: kept in memory, and taken anew when something was written."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Count, Window
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from cms.api.models import Change
from cms.api.shapes.place import ANONYMOUS, Viewer
from cms.api.writing.transitions import progress
from cms.learning.models import LearningPage
from cms.learning.snapshot import Node, Snapshot, take_snapshot
from cms.projects import current as project


@dataclass(frozen=True)
class Current:
    """The snapshot with the mark of the last change that it shows; `token` is "" where nothing was written yet."""

    token: str
    changed_at: datetime | None
    snapshot: Snapshot


_lock = threading.Lock()
# By the key of the project.
_kept: dict[str, Current] = {}


def current() -> Current:
    """Return the snapshot of the project that is meant here as it is now: one query, and all after a change."""
    key = project().key
    token, changed_at = _last_change()
    kept = _kept.get(key)
    if kept and token and kept.token == token:
        return kept
    with _lock:
        kept = _kept.get(key)
        if kept and token and kept.token == token:
            return kept
        # The mark was read before the snapshot: what is written meanwhile makes the next request take another.
        _kept[key] = Current(token, changed_at, take_snapshot())
        return _kept[key]


def _last_change() -> tuple[str, datetime | None]:
    """Return the last mark. The number of marks is part of it: one of a longer transaction may come in before it."""
    last = Change.objects.annotate(total=Window(Count("*"))).order_by("-pk").first()
    return (f"{last.token.hex}-{last.total}", last.at) if last else ("", None)


def for_user(found: Current, user: Any, scopes: frozenset[str]) -> tuple[Snapshot, Viewer]:
    """Return the snapshot with the pages that are not live and that the user may edit or publish, and the viewer.

    The number of queries depends on the page types only.
    """
    if "read" not in scopes:
        return found.snapshot, replace(ANONYMOUS, user=user, scopes=scopes)
    policy = policy_registry.get_by_type(Page)
    allowed = policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    drafts = [page for page in allowed.filter(live=False).specific() if isinstance(page, LearningPage)]
    waiting = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list("object_id", flat=True)
    pending = frozenset(int(pk) for pk in waiting if pk.isdigit())
    viewer = Viewer(user, scopes, pending, partial(progress, user))
    return with_pages(found.snapshot, drafts), viewer


def with_pages(snapshot: Snapshot, pages: list[LearningPage]) -> Snapshot:
    """Return the snapshot with these pages in place of, or beside, its own. Nothing that was made of it is kept."""
    codes = {language.code for language in snapshot.languages}
    nodes = dict(snapshot.nodes)
    for page in pages:
        code = page.locale.language_code
        path = snapshot.paths_by_page_id.get(page.pk)
        if code in codes and path is not None:
            nodes[(code, path)] = Node(path, code, page)
    return snapshot.with_nodes(dict(sorted(nodes.items(), key=lambda item: item[1].tree_path)))
