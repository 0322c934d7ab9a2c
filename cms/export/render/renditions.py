"""Sizes of pictures that were never made: made before the pages that show them, on all cores."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import connections
from wagtail.images.models import AbstractImage, Filter

from cms.export.plan import Output
from cms.export.render.renderer import Renderer
from cms.export.render.workers import in_parallel
from cms.learning.context import page_values
from cms.learning.snapshot import read_images


class MissingRenditionError(Exception):
    """A page shows a picture in a size that was not made yet."""


def make_none(images: Iterable[Any]) -> None:
    """Let these pictures make no sizes, which takes time and queries; a page that needs one says so instead.

    The sizes that are there are looked up once: Wagtail would read the words of a filter anew each time.
    """
    for image in images:
        image.create_rendition = image.create_renditions = _refuse
        known: dict[str, Any] = {}
        image.get_rendition = partial(_size, image, known)
        image.get_renditions = partial(_sizes, image, known)


def _size(image: Any, known: dict[str, Any], wanted: Filter | str) -> Any:
    spec = wanted if isinstance(wanted, str) else wanted.spec
    if spec not in known:
        known[spec] = type(image).get_rendition(image, _filter(spec))
    return known[spec]


def _sizes(image: Any, known: dict[str, Any], *wanted: Filter | str) -> dict[str, Any]:
    key = " ".join(item if isinstance(item, str) else item.spec for item in wanted)
    if key not in known:
        known[key] = type(image).get_renditions(image, *map(_filter, key.split(" ")))
    return dict(known[key])


@lru_cache(maxsize=256)
def _filter(spec: str) -> Filter:
    """Return the one filter of these words; it finds out once what they mean."""
    return Filter(spec=spec)


def _refuse(*filters: Any) -> dict[Any, Any]:
    """Stand for what makes sizes; a function of the module, because Wagtail pickles pictures for its cache."""
    if filters:
        raise MissingRenditionError
    return {}


def make_renditions(renderer: Renderer, items: Sequence[Output], workers: int) -> None:
    """Make the sizes that the outputs lack, by rendering them once without keeping the result.

    Outputs that share a picture are given to one worker: made by two at a time, one would get another file name.
    """
    if any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
        workers = 1
    snapshot = renderer.snapshot
    snapshot.take_images(read_images())

    def make(group: list[Output]) -> None:
        for item in group:
            if item.path.endswith(".html"):
                renderer.fill(item, renderer.context(item))
            else:
                renderer.data(item)

    for _nothing in in_parallel(_groups(renderer, items), make, workers):
        pass
    snapshot.take_images(read_images())
    make_none(snapshot.images.values())


def _groups(renderer: Renderer, items: Iterable[Output]) -> list[list[Output]]:
    """Return the outputs in groups that have no picture in common."""
    groups: list[tuple[set[int], list[Output]]] = []
    for item in items:
        values = page_values(renderer.snapshot, item.page_node, item.language) if item.node else {}
        keys, members = {image.pk for image in _images(values)}, [item]
        apart = []
        for group in groups:
            if keys.isdisjoint(group[0]):
                apart.append(group)
            else:
                keys |= group[0]
                members = group[1] + members
        groups = [*apart, (keys, members)]
    return [members for _keys, members in groups]


def _images(value: Any) -> Iterator[AbstractImage]:
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _images(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _images(inner)
