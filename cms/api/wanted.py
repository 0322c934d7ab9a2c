"""What a read wants to know, as plain values: the parameters of a request, or what a frozen file holds."""

import sys
from dataclasses import dataclass, field

from cms.api.shapes.components import Depths
from cms.api.shapes.search import Query

BATCH = 25
MOST_BATCH = 1000


@dataclass(frozen=True)
class Batch:
    """A part of a list: the position of its first item, and how many items at most."""

    start: int = 0
    size: int = BATCH


WHOLE = Batch(size=sys.maxsize)


@dataclass(frozen=True)
class WantedPage:
    """A page: the components to answer whole, and what of the pages below it."""

    expand: tuple[str, ...] = ()
    depths: Depths = field(default_factory=Depths)
    batch: Batch = Batch()
    has_items: bool = True
    has_whole_items: bool = False


@dataclass(frozen=True)
class WantedResults:
    """What a search finds, with `metadata` of each page."""

    query: Query = field(default_factory=Query)
    metadata: tuple[str, ...] = ()
    batch: Batch = Batch()
    has_whole_items: bool = False


@dataclass(frozen=True)
class WantedTerms:
    """Terms of a vocabulary: those whose title holds `title`, and where there are `tokens` only these."""

    title: str = ""
    tokens: frozenset[str] = frozenset()
    batch: Batch = Batch()
