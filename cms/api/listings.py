"""Answers that hold lists: a page with what is below it, what a search finds, types, vocabularies, badges."""

from dataclasses import replace
from typing import Any

from cms.api.problems import not_found
from cms.api.shapes.badges import badge, badge_list
from cms.api.shapes.content import below, content
from cms.api.shapes.place import Place, children, summary
from cms.api.shapes.search import found_item, search
from cms.api.shapes.types import schema_of, type_list
from cms.api.shapes.vocabularies import NAMES, vocabulary
from cms.api.wanted import Batch, WantedPage, WantedResults, WantedTerms


def batched(address: str, items: list[Any], batch: Batch, query: str = "") -> dict[str, Any]:
    """Return a part of a list with the number of all items and links to the other parts."""
    return {
        "@id": address,
        "items": items[batch.start : batch.start + batch.size],
        "items_total": len(items),
        **_links(address, query, batch, len(items)),
    }


def _links(address: str, query: str, batch: Batch, total: int) -> dict[str, Any]:
    """Return `batching` where not all items fit: addresses of the first, previous, next and last part."""
    if total <= batch.size and not batch.start:
        return {}

    def link(start: int) -> str:
        own = f"b_start={start}&b_size={batch.size}"
        return f"{address}?{query}&{own}" if query else f"{address}?{own}"

    last = max(0, (total - 1) // batch.size * batch.size)
    links = {"@id": link(batch.start), "first": link(0), "last": link(last)}
    if batch.start + batch.size < total:
        links["next"] = link(batch.start + batch.size)
    if batch.start > 0:
        links["prev"] = link(max(0, batch.start - batch.size))
    return {"batching": links}


def page_answer(place: Place, wanted: WantedPage, query: str = "") -> dict[str, Any]:
    """Return a page with the pages below it; `query` are the other parameters, for the links to other batches."""
    answer = content(place, wanted.expand, wanted.depths)
    if not wanted.has_items:
        return answer
    part = batched(place.address, below(place), wanted.batch, query)
    places = [at for at in part["items"] if at.node is not None]
    items = [content(at) if wanted.has_whole_items else summary(at, at.node) for at in places]
    return {**answer, **part, "items": items}


def search_answer(place: Place, wanted: WantedResults, query: str = "") -> dict[str, Any]:
    """Return what a search finds at a page and below it.

    Raises:
        ApiProblem: 404 where the path of the query is not below the page.
    """
    asked = wanted.query
    inside = place.address.strip("/")
    if inside and not f"{asked.path.strip('/')}/".startswith(f"{inside}/"):
        if asked.path:
            raise not_found(f"path.query: “{asked.path}” is not below {place.address}.")
        asked = replace(asked, path=inside)
    part = batched(place.service("search"), search(place, asked), wanted.batch, query)
    items = []
    for entry in part["items"]:
        item = found_item(place, entry, wanted.metadata)
        if wanted.has_whole_items:
            item = {**item, **content(place.at(entry.node, entry.language))}
        items.append(item)
    return {**part, "items": items}


def types_answer(place: Place) -> list[dict[str, Any]]:
    """Return the page types."""
    return type_list(place)


def type_answer(place: Place, name: str) -> dict[str, Any]:
    """Return the JSON Schema of a page type or block.

    Raises:
        ApiProblem: 404 where there is none.
    """
    found = schema_of(name)
    if found is None:
        raise not_found(f"There is no type “{name[:100]}”.")
    return {**found, "$id": f"{place.home}@types/{name}"}


def vocabularies_answer(place: Place) -> list[dict[str, str]]:
    """Return the vocabularies by name."""
    return [{"@id": f"{place.home}@vocabularies/{name}", "title": name} for name in NAMES]


def vocabulary_answer(place: Place, wanted: WantedTerms, name: str, query: str = "") -> dict[str, Any]:
    """Return the terms of a vocabulary.

    Raises:
        ApiProblem: 404 where there is none.
    """
    terms = vocabulary(place, name)
    if terms is None:
        raise not_found(f"There is no vocabulary “{name[:100]}”. There are: {', '.join(NAMES)}.")
    words = wanted.title.casefold()
    chosen = [
        term
        for term in terms
        if words in term["title"].casefold() and (not wanted.tokens or term["token"] in wanted.tokens)
    ]
    return batched(f"{place.home}@vocabularies/{name}", chosen, wanted.batch, query)


def badges_answer(place: Place) -> dict[str, Any]:
    """Return every badge with its criteria."""
    items = badge_list(place)
    return {"@id": f"{place.home}@badges", "items": items, "items_total": len(items)}


def badge_answer(place: Place, slug: str) -> dict[str, Any]:
    """Return one badge.

    Raises:
        ApiProblem: 404 where there is none.
    """
    for node in children(place, "badges"):
        if node.page.slug == slug and node.page.document_type == "badge":
            return {**badge(place, node), "@id": f"{place.home}@badges/{slug}", "page": summary(place, node)}
    raise not_found(f"There is no badge “{slug[:100]}”.")
