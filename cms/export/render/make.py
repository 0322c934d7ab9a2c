"""One output -> its files, or the word that those of the last release are still right. Runs in the workers."""

import sys
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from cms.export.check import PrivateTexts, read_file
from cms.export.files import shown_files
from cms.export.known.fingerprint import digest_of
from cms.export.known.release import Known, Release
from cms.export.plan import TAKEN_ALONG, Output
from cms.export.render.feed import feed, publication_dates
from cms.export.render.guard import no_queries
from cms.export.render.renderer import Renderer, speaking, template_of
from cms.export.render.renditions import MissingRenditionError
from cms.export.takeaway.copies import keep_copy
from cms.export.write.compress import variants
from cms.export.write.staging import Placed, Staging, file_of
from cms.learning.snapshot import Key

NOTHING = Known(b"")
# What the contexts of a language's pages have in common, as the same objects.
SHARED = ("site", "languages", "header", "footer")


@dataclass(frozen=True)
class Made:
    """What became of an output.

    Attributes:
        path: the output.
        files: what was placed by address: the output and its variants. None where the old ones are still right.
        known: what the next export needs to know.
        lacks_pictures: nothing was made, because a picture is not there in the size that the output shows.
    """

    path: str
    files: dict[str, Placed] | None
    known: Known
    lacks_pictures: bool = False


class Maker:
    """Makes the outputs of one export, as far as the last release does not have them."""

    def __init__(
        self, renderer: Renderer, release: Release, staging: Staging, code: bytes, private: PrivateTexts
    ) -> None:
        """Keep what all outputs need. Where `has_copies` is set, pages are kept for the downloads as well."""
        self.renderer = renderer
        self.snapshot = renderer.snapshot
        self.release = release
        self.staging = staging
        self.code = code.hex()
        self.private = private
        self.has_copies = False
        self._artist: Any = None
        self._digests: dict[int, tuple[Any, str]] = {}

    def make(self, item: Output, **more: Any) -> Made:
        """Return what becomes of an output; `more` is added to the context of its template.

        Raises:
            QueryWhileRenderingError: something queried the database meanwhile.
        """
        with self.snapshot.watch() as looked_at, no_queries(lambda: item.path):
            if item.node:
                self.snapshot.look_at([(item.node.language, item.node.path)])
            try:
                with speaking(self.renderer.language_of(item)):
                    made = self._make(item, more)
            except MissingRenditionError:
                return Made(item.path, None, Known(b""), lacks_pictures=True)
        return replace(made, known=replace(made.known, looked_at=shared(looked_at)))

    def fingerprint(self, item: Output, context: dict[str, Any]) -> bytes:
        """Return the digest of all that a page shows, and of what it is shown by."""
        shared = [self._digest_of_shared(context[name]) for name in SHARED]
        own = {name: value for name, value in context.items() if name not in SHARED}
        return digest_of([self.code, template_of(item), shared, own])

    def _digest_of_shared(self, value: Any) -> str:
        """Return the digest of what many pages show; it is found by the object, which is kept as long as the digest."""
        if id(value) not in self._digests:
            self._digests[id(value)] = value, digest_of(value).hex()
        return self._digests[id(value)][1]

    def made(self, path: str, content: bytes, known: Known = NOTHING) -> Made:
        """Place a file with its variants, where the last release has another one or none."""
        file, old = file_of(content), self.release.outputs.get(path)
        if old and self.release.files.get(path) == file:
            return Made(path, None, replace(known, facts=old.facts))
        files = {path: self.staging.place(path, content, file)}
        if self.renderer.options.compressed:
            for name, data in variants(path, content).items():
                files[name] = self.staging.place(name, data, file_of(data))
        return Made(path, files, replace(known, facts=read_file(path, content, self.private)))

    def _make(self, item: Output, more: dict[str, Any]) -> Made:
        if item.path.endswith(".html"):
            return self._page(item, more)
        if item.kind == "image":
            return self._image(item)
        if item.kind == "feed":
            dates = publication_dates(self.snapshot, item.language)
            return self.made(item.path, feed(self.snapshot, self.renderer.options, item.language, dates))
        content = self.renderer.data(item)
        shown = shown_files(content.decode()) if item.kind == "page_json" else frozenset()
        return self.made(item.path, content, Known(b"", shown=tuple(sorted(shown))))

    def _page(self, item: Output, more: dict[str, Any]) -> Made:
        context = self.renderer.context(item, **more)
        fingerprint = self.fingerprint(item, context)
        known = self.release.outputs.get(item.path)
        if known and known.fingerprint == fingerprint:
            return Made(item.path, None, known)
        html, folder_aware = self.renderer.fill(item, context)
        if self.has_copies and item.kind in TAKEN_ALONG and not more:
            keep_copy(self.renderer, item, fingerprint, html, folder_aware)
        placed = self.renderer.placed(item, html).encode()
        return self.made(item.path, placed, Known(fingerprint, shown=tuple(sorted(shown_files(html)))))

    def _image(self, item: Output) -> Made:
        # Loading fonts and Pillow takes time that most exports need not spend.
        from cms.export.render.opengraph import Artist, card_of

        self._artist = self._artist or Artist()
        return self.made(item.path, self._artist.draw(card_of(self.snapshot, item)))


_tuples: dict[tuple[Key, ...], tuple[Key, ...]] = {}
_keys: dict[Key, Key] = {}


def shared(keys: Collection[Key]) -> tuple[Key, ...]:
    """Return pages in order; equal tuples are one object, and equal pages too, since many outputs look at the same."""
    ordered = tuple(sorted(_keys.setdefault(key, key) for key in keys))
    return _tuples.setdefault(ordered, ordered)


def spare(known: Known) -> Known:
    """Return what came from a worker with equal words as one object: six thousand pages show the same menu."""
    return replace(
        known,
        looked_at=shared(known.looked_at),
        shown=tuple(map(sys.intern, known.shown)),
        facts=known.facts and known.facts.interned(),
    )
