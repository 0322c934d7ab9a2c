"""The order of pages below each other, where it is another one than that of their numbers and names.

A fresh load puts pages in the usual order. An editor may have moved them, or pages were added later; without a note of
it in content/ the site that is made of the files would list them differently.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from wagtail.models import Page

from cms.learning.models import LearningPage
from cms.learning.snapshot import Snapshot, take_snapshot

# How the file names what is above the pages at the top.
HOME = "home"
FIRST = {"skills": 1, "badges": 2}


def unusual_order(snapshot: Snapshot) -> dict[str, list[str]]:
    """Return paths of pages in their order by the path above them, for those that are not in the usual one."""
    groups: dict[str, list[str]] = defaultdict(list)
    for path in snapshot.paths():
        if path:
            groups[path.rpartition("/")[0]].append(path)
    found = {}
    for parent, paths in groups.items():
        pages = {path: snapshot.nodes[(snapshot.source_language, path)].page for path in paths}
        if paths != sorted(paths, key=lambda path: _usual_place(path, pages[path])):
            found[parent or HOME] = paths
    return found


def put_in_order(order: Mapping[str, list[str]]) -> None:
    """Move pages of the source language to their place; the other languages follow it."""
    snapshot = take_snapshot()
    for paths in order.values():
        places = [(snapshot.source_language, path) for path in paths]
        known = [snapshot.nodes[place].page_id for place in places if place in snapshot.nodes]
        for left, right in pairwise(known):
            # Each move gives others a new place in the tree, so both are read anew.
            before, page = Page.objects.get(pk=left), Page.objects.get(pk=right)
            neighbour = before.get_next_sibling()
            if neighbour is None or neighbour.pk != page.pk:
                page.move(before, pos="right")


def _usual_place(path: str, page: LearningPage) -> tuple[int, Any, str]:
    """Return what `PageDocument.order` sorts by, among pages below the same one."""
    number = getattr(page, "number", 0) if "number" in page.document_fields else 0
    return FIRST.get(path, 3), number or 0, path
