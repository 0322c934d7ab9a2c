"""A snapshot of the site -> the read API as files, so that a front end built on it works on the exported folder too.

An `@id` becomes the name of its file in the folder of the site: one that ends in a slash has `index.json` added, any
other `.json`. The files are what the live API answers (docs/api/README.md names the parameters), but for the times of
pages, which belong to a database. Nothing here needs the packages that answer requests: an export starts without them.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils import translation

from cms.api import listings
from cms.api.shapes.components import MOST_DEPTH, Depths, navigation, site
from cms.api.shapes.place import READER_OF_FILES, Place
from cms.api.shapes.types import page_models
from cms.api.shapes.vocabularies import NAMES
from cms.api.wanted import WHOLE, WantedPage, WantedResults, WantedTerms
from cms.learning.snapshot import Node, Snapshot

# What stands around a page is inside its file; the navigation and the types are in one file a language.
EXPANDED = ("actions", "breadcrumbs", "navroot", "translations", "workflow")
NEIGHBOURS = frozenset({"@components", "parent", "previous_item", "next_item", "items", "items_total"})

_PAGE = WantedPage(expand=EXPANDED, batch=WHOLE)
_RESULTS = WantedResults(metadata=("_all",), batch=WHOLE)
_TERMS = WantedTerms(batch=WHOLE)
# Service -> its answer. The first three stand at the root of the site too.
_SERVICES: Mapping[str, Callable[[Place], Any]] = {
    "navigation": lambda place: navigation(place, Depths(navigation=MOST_DEPTH)),
    "site": lambda place: site(place, Depths()),
    "types": listings.types_answer,
    "search": lambda place: listings.search_answer(place, _RESULTS),
    "badges": listings.badges_answer,
    "vocabularies": listings.vocabularies_answer,
}
_OF_THE_SITE = ("navigation", "site", "types")


def service_files(language: str = "") -> Iterator[str]:
    """Yield the addresses of the files of a language that are no pages; without one, those of the site."""
    home = f"{language}/" if language else ""
    names = [*(_SERVICES if language else _OF_THE_SITE), *(f"types/{name}" for name in page_models())]
    names += [f"vocabularies/{name}" for name in NAMES] if language else []
    for name in names:
        yield f"{home}@{name}.json"


def frozen_page(snapshot: Snapshot, language: str, node: Node | None) -> bytes:
    """Return the file of a page; without one, that of the root of the site."""
    place = Place(snapshot, language or snapshot.source_language, node, READER_OF_FILES)
    with translation.override(place.language):
        return _as_bytes(listings.page_answer(place, _PAGE))


def frozen_service(snapshot: Snapshot, language: str, path: str) -> bytes:
    """Return the file at a path that `service_files` named."""
    home = snapshot.find(language, "") if language else None
    place = Place(snapshot, language or snapshot.source_language, home, READER_OF_FILES)
    name, _, detail = path.rpartition("@")[2].removesuffix(".json").partition("/")
    with translation.override(place.language):
        if name == "types" and detail:
            return _as_bytes(listings.type_answer(place, detail))
        if name == "vocabularies" and detail:
            return _as_bytes(listings.vocabulary_answer(place, _TERMS, detail))
        return _as_bytes(_SERVICES[name](place))


def _as_bytes(answer: Any) -> bytes:
    return f"{json.dumps(answer, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def own_words(content: bytes) -> dict[str, Any]:
    """Return what the file of a page says of that page itself, without its neighbours."""
    page: dict[str, Any] = json.loads(content)
    return {name: value for name, value in page.items() if name not in NEIGHBOURS}
