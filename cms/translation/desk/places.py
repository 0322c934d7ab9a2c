"""Where a text stands on its page, in words: Theory › Silence belongs to the answer › Heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField

from cms.content.segments import Text
from cms.learning.models import LearningPage

# The text of a block that names it, by preference.
TITLES = ("heading", "title", "question", "term")
TITLE_WORDS = 12
# The ids of the site's templates, by the field that stands there; {key} is the readable key of the block.
ANCHORS = {
    "theory": "{key}",
    "sections": "{key}",
    "paths": "{key}",
    "activities": "activity-{key}",
    "terms": "term-{key}",
    "statements": "part-reflect",
    "scenario": "part-decide",
    "podcast": "part-listen",
    "quiz": "part-check",
    "reading": "part-reading",
}


@dataclass(frozen=True)
class Place:
    """Where a text stands.

    Attributes:
        part: the part of the page, for example "Theory".
        block: the heading of the block in that part, "" where the part has no blocks with headings.
        block_id: the id of that block, "" where it has none.
        label: what the text is there, for example "Option 2 › Feedback".
        anchor: the id of the block on the page that readers see, "" where it may have none.
    """

    part: str
    block: str
    block_id: str
    label: str
    anchor: str = ""

    def __str__(self) -> str:
        """Return all of it in one line."""
        return " › ".join(word for word in (self.part, self.block, self.label) if word)


def places_of(page: LearningPage, texts: Sequence[Text]) -> list[Place]:
    """Return the place of each text, in their order. Queries nothing."""
    numbers = _Numbers(texts)
    titles = _titles(texts)
    several = _repeated(texts)
    places = []
    seen: dict[str, int] = {}
    for text in texts:
        place = _place(page, text, numbers, titles)
        if text.path in several:
            seen[text.path] = seen.get(text.path, 0) + 1
            place = replace(place, label=f"{place.label} ({seen[text.path]})")
        places.append(place)
    return places


def _place(page: LearningPage, text: Text, numbers: "_Numbers", titles: dict[str, str]) -> Place:
    name, *rest = text.path.split(".")
    field = page._meta.get_field(name)
    if not isinstance(field, StreamField):
        return Place(_("The page"), "", "", _capital(str(field.verbose_name)))
    part = _capital(str(field.verbose_name))
    words = list(_words(list(field.stream_block.child_blocks.values()), rest[1:], f"{name}.{rest[0]}", numbers))
    keys = text.message.context.removeprefix("reflect.").split(".")
    anchor = ANCHORS.get(name, "").format(key=keys[1] if len(keys) > 1 else "")
    if len(rest) == 1:
        return Place(part, "", "", f"{part} {numbers.of(name, rest[0])}", anchor)
    if field.stream_block.meta.max_num == 1:
        return Place(part, "", "", " › ".join(words), anchor)
    title = titles.get(f"{name}.{rest[0]}") or f"{part} {numbers.of(name, rest[0])}"
    return Place(part, title, rest[0], " › ".join(words), anchor)


def _words(kinds: list[blocks.Block], parts: list[str], prefix: str, numbers: "_Numbers") -> Iterator[str]:
    """Yield the labels on the way down from blocks of one of these kinds."""
    if not parts:
        return
    part, *rest = parts
    below: list[Any] = [kind.child_blocks[part] for kind in kinds if part in getattr(kind, "child_blocks", {})]
    lists = [kind for kind in below if isinstance(kind, blocks.ListBlock)]
    if lists and rest:
        item, *rest = rest
        child = lists[0].child_block
        label = lists[0].label if not isinstance(child, blocks.StructBlock) else child.label
        yield f"{label} {numbers.of(f'{prefix}.{part}', item)}"
        yield from _words([kind.child_block for kind in lists], rest, f"{prefix}.{part}.{item}", numbers)
        return
    yield str(below[0].label) if below else _capital(part.replace("_", " "))
    yield from _words(below, rest, f"{prefix}.{part}", numbers)


class _Numbers:
    """Which place a block has among its neighbours, counted from 1."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.known: dict[str, dict[str, int]] = {}
        for text in texts:
            parts = text.path.split(".")
            for depth in range(1, len(parts)):
                neighbours = self.known.setdefault(".".join(parts[:depth]), {})
                neighbours.setdefault(parts[depth], len(neighbours) + 1)

    def of(self, prefix: str, part: str) -> int:
        return self.known[prefix][part]


def _titles(texts: Sequence[Text]) -> dict[str, str]:
    """Return the words that name each block, by the path of the block."""
    found: dict[str, tuple[int, str]] = {}
    for text in texts:
        path, _dot, name = text.path.rpartition(".")
        if name in TITLES and path.count(".") == 1:
            rank = TITLES.index(name)
            if path not in found or rank < found[path][0]:
                found[path] = (rank, Truncator(text.message.source).words(TITLE_WORDS))
    return {path: words for path, (_rank, words) in found.items()}


def _repeated(texts: Sequence[Text]) -> set[str]:
    paths = [text.path for text in texts]
    return {path for path in paths if paths.count(path) > 1}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
