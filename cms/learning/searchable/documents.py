"""A snapshot of the site -> what can be found in it: every page, and every part of a page that has an anchor."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cms.learning.context import page_values
from cms.learning.context.furniture import SEARCH_PATH
from cms.learning.context.tools import UNLISTED
from cms.learning.models.organisation import WHAT, WHY
from cms.learning.searchable.kept import made_of_pages
from cms.learning.searchable.words import folded
from cms.learning.snapshot import Node, Snapshot
from cms.practices.vocabulary import PARTS

# Lists whose items have an anchor each: the field, what stands before the item's key in its id, its heading.
_ITEMS = [
    ("theory", "", "heading"),
    ("activities", "activity-", "title"),
    ("criteria", "criterion-", "title"),
    ("sections", "", "heading"),
]
# Parts of a module that have one anchor for all of it.
_PARTS = [("scenario", "part-decide"), ("podcast", "part-listen")]
_NOT_WORDS = frozenset({"key", "id", "type", "page", "image", "url", "language", "grouping", "relation"})
# What of a page is no text of it, or stands elsewhere.
_NOT_TEXT = frozenset(
    {
        *("title", "menu_title", "path", "slug", "address", "family", "level", "tool", "alignment"),
        *("countries", "sector", "themes", "licence", "track"),
        *("kind", "country", "website", "logo"),
    }
)

_INLINE = re.compile(r"</?(?:a|b|i|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Part:
    """A place that a result leads to; the first part of a page is the page itself, without anchor and heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    """A page as the search sees it: `language` is the one its words are in, `words` are all of them, folded, sorted."""

    path: str
    kind: str
    language: str
    title: str
    parts: tuple[Part, ...]
    words: tuple[str, ...] = ()


def documents(snapshot: Snapshot, language: str) -> list[Document]:
    """Return the pages that readers of a language may find, fallbacks included, in the order of the site."""
    return snapshot.just_now("documents", (language,), lambda: _documents(snapshot, language))


def _documents(snapshot: Snapshot, language: str) -> list[Document]:
    paths = [path for path in snapshot.paths() if path not in {SEARCH_PATH, *UNLISTED}]
    nodes = [node for path in paths if (node := snapshot.find(language, path))]
    return list(made_of_pages(snapshot, language, nodes, lambda node: _document(snapshot, node, language)).values())


def _document(snapshot: Snapshot, node: Node, language: str) -> Document:
    # The words of our own in the headings are in the language of the page's text.
    with translation.override(node.language):
        values = page_values(snapshot, node, language)
        parts = tuple(_parts(values))
    title = values["title"]
    texts = [title, *(text for part in parts for text in (part.heading, part.text))]
    return Document(node.path, values["type"], node.language, title, parts, tuple(folded(" ".join(texts))))


def _parts(values: dict[str, Any]) -> Iterator[Part]:
    """Yield the page itself with all that has no anchor of its own, then its parts."""
    rest = {key: value for key, value in values.items() if key not in _NOT_TEXT}
    found = []
    for field, prefix, heading in _ITEMS:
        found += [_part(f"{prefix}{item['key']}", item, heading) for item in rest.pop(field, [])]
    for field, anchor in _PARTS:
        if item := rest.pop(field, None):
            found.append(_part(anchor, item, "title"))
    found += _named_parts(rest)
    terms = [item for item in rest.pop("terms", []) if "term" in item]  # those of a module are keys, no words
    found += [_part(f"term-{item['key']}", item, "term") for item in terms]
    yield Part("", "", _text(rest))
    yield from found


def _named_parts(rest: dict[str, Any]) -> Iterator[Part]:
    """Yield the parts of a module whose headings are words of the interface, and take them out of the rest."""
    if statements := rest.pop("reflect", {}).get("statements"):
        yield Part("part-reflect", gettext("Reflect"), _text(statements))
    if quiz := rest.pop("quiz", []):
        # The answers are for those who have thought about the questions.
        yield Part("part-check", gettext("Check yourself"), _text([item["question"] for item in quiz]))
    for name, (label, _about) in {**PARTS, "what": WHAT, "why": WHY}.items():
        if part := rest.pop(name, None):
            yield Part(name, str(label), _text(part))
    if reading := rest.pop("reading", []):
        yield Part("part-reading", gettext("Read on"), _text(reading))


def _part(anchor: str, item: dict[str, Any], heading: str) -> Part:
    words = {key: value for key, value in item.items() if key != heading}
    return Part(anchor, _text(item[heading]), _text(words))


def _text(value: Any) -> str:
    """Return all words of a value in one line; rich text loses its tags."""
    return " ".join(" ".join(_strings(value)).split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, SafeString):  # rich text
        yield html.unescape(_TAG.sub(" ", _INLINE.sub("", value)))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "speaker":
                yield f"{inner}:"
            elif key not in _NOT_WORDS:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
