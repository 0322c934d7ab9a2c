"""Which pages a search finds: every word must begin a word of the page, whatever its case and accents."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from cms.api.shapes.content import TIMES, times
from cms.api.shapes.place import Place, all_paths, description, review_state, summary, uid
from cms.learning.searchable.documents import documents
from cms.learning.searchable.words import fold, folded, words_of
from cms.learning.snapshot import Node, Snapshot

# A word in the title says more of a page than one in its description, and that more than one in its text.
TITLE, DESCRIPTION, TEXT = 9, 3, 1
MOST_WORDS = 20
# Under this name the snapshot keeps the words of a language.
WORDS = "api.words"


@dataclass(frozen=True)
class Entry:
    """A page as the search knows it: its folded words, each once and in order."""

    node: Node
    language: str
    title: Sequence[str]
    description: Sequence[str]
    words: Sequence[str]


@dataclass(frozen=True)
class Query:
    """What to find. `path` and `depth` choose a part of the tree: 1 is what lies directly below, -1 all of it."""

    text: str = ""
    types: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()
    path: str = ""
    depth: int = -1
    sort_on: str = ""
    descending: bool = False


def _moment(name: str, place: Place, entry: Entry) -> str:
    return times(place, entry.node).get(name) or ""


SORTS: dict[str, Callable[[Place, Entry], str]] = {
    **{name: partial(_moment, name) for name in ("created", "effective", "modified")},
    "id": lambda place, entry: entry.node.value("slug"),
    "path": lambda place, entry: entry.node.path,
    "sortable_title": lambda place, entry: fold(entry.node.title),
}
SORT_NAMES = ("getObjPositionInParent", "relevance", *SORTS)


def entries(place: Place, language: str) -> list[Entry]:
    """Return the pages of a language, fallbacks included, in the order of the site. Made once."""
    name = "api.entries of a user" if place.viewer.user else "api.entries"
    return place.snapshot.once(name, language, lambda: _entries(replace(place, language=language)))


def _entries(place: Place) -> list[Entry]:
    words = words_by_path(place.snapshot, place.language)
    nodes = [node for path in all_paths(place) if (node := place.snapshot.find(place.language, path))]
    return [
        Entry(
            node=node,
            language=place.language,
            title=folded(node.title),
            description=folded(description(node)),
            words=words.get(node.path) or folded(f"{node.title} {description(node)}"),
        )
        for node in nodes
    ]


def words_by_path(snapshot: Snapshot, language: str) -> dict[str, tuple[str, ...]]:
    """Return the folded words of the pages that readers may find, each once and in order. Made once."""
    return snapshot.once(WORDS, language, lambda: {item.path: item.words for item in documents(snapshot, language)})


def search(place: Place, query: Query) -> list[Entry]:
    """Return what is found, the best first; at the root of the site, in all languages and without fallbacks."""
    if place.node:
        candidates = entries(place, place.language)
    else:
        codes = [language.code for language in place.snapshot.languages]
        candidates = [entry for code in codes for entry in entries(place, code) if entry.node.language == code]
    found = [entry for entry in candidates if _matches(place, entry, query)]
    return _sorted(place, found, query)


def _matches(place: Place, entry: Entry, query: Query) -> bool:
    node = entry.node
    return (
        (not query.types or node.page_type.document_type in query.types)
        and (not query.languages or node.language in query.languages)
        and (not query.states or review_state(place, node) in query.states)
        and (not query.uids or uid(node) in query.uids)
        and _is_within(f"{entry.language}/{node.path}".strip("/"), query)
    )


def _is_within(address: str, query: Query) -> bool:
    top = query.path.strip("/")
    if top and address != top and not address.startswith(f"{top}/"):
        return False
    if query.depth < 0:
        return True
    levels = len([part for part in address.removeprefix(top).split("/") if part])
    return levels == 0 if query.depth == 0 else 0 < levels <= query.depth


def _sorted(place: Place, found: list[Entry], query: Query) -> list[Entry]:
    words = list(dict.fromkeys(fold(word) for word in words_of(query.text)))
    if query.text.strip() and not words:
        return []
    if words:
        scored = [(score, entry) for entry in found if (score := _score(entry, words))]
        if query.sort_on in {"", "relevance"}:
            scored.sort(key=lambda pair: -pair[0])
        found = [entry for _score_, entry in scored]
    if query.sort_on in SORTS:
        found = sorted(found, key=partial(SORTS[query.sort_on], place))
    return found[::-1] if query.descending else found


def _score(entry: Entry, words: Sequence[str]) -> int:
    """Return how much a page is about the words, 0 where one of them is missing."""
    total = 0
    for word in words:
        hits = [
            weight for weight, known in ((TITLE, entry.title), (DESCRIPTION, entry.description)) if _has(known, word)
        ]
        if not hits and not _has(entry.words, word):
            return 0
        total += max(hits, default=TEXT)
    return total


def _has(known: Sequence[str], word: str) -> bool:
    position = bisect_left(known, word)
    return position < len(known) and known[position].startswith(word)


# What `metadata_fields` may add to a page that was found; `_all` adds all of it.
METADATA = ("UID", "id", "translation_group", "path", "is_folderish", "words", *TIMES)


def found_item(place: Place, entry: Entry, metadata: Sequence[str]) -> dict[str, Any]:
    """Return a page that was found, with the metadata asked for. `words` are its folded words in one line."""
    node = entry.node
    item = summary(place.at(node, entry.language), node)
    if not metadata:
        return item
    everything: dict[str, Any] = {
        "UID": uid(node),
        "id": node.value("slug") if node.path else entry.language,
        "translation_group": UUID(str(node.value("translation_key"))).hex,
        "path": node.path,
        "is_folderish": bool(node.page_type.allowed_subpage_models()),
        "words": " ".join(entry.words),
        **times(place, node),
    }
    names = METADATA if "_all" in metadata else metadata
    return {**item, **{name: everything[name] for name in names if name in everything}}
