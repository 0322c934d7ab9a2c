"""What was made of single pages of a language, kept in CACHE_DIR for the next export: most pages stay as they are."""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cms.cache import keep_object
from cms.learning.snapshot import Key, Node, Snapshot

Made = TypeVar("Made")
# Under this name a snapshot has the shelf of its export, if it has one.
SHELF = "shelf"


@dataclass(frozen=True)
class Kept(Generic[Made]):
    """What was made of a page, and the digests of the rows of all pages that it was made of."""

    made: Made
    rows: dict[Key, bytes]


@dataclass(frozen=True)
class Shelf:
    """The files of one exported site: one a language, whose name begins with `place`.

    Their content counts only where `site`, the digest of all but the words of pages, is the same.
    """

    place: Path
    site: bytes

    def read(self, language: str) -> dict[str, Kept[Made]]:
        """Return what is kept by path; nothing where that cannot be read."""
        try:
            # Our own file in our own folder, as Django's file cache reads its own.
            site, kept = pickle.loads(self._file(language).read_bytes())  # noqa: S301
        except Exception:
            # No file, a broken one, or one of other code says nothing, and is no fault.
            return {}
        return kept if site == self.site else {}

    def write(self, language: str, kept: dict[str, Kept[Made]]) -> None:
        """Keep this instead of what was kept."""
        keep_object(self._file(language), (self.site, kept))

    def _file(self, language: str) -> Path:
        return self.place.with_name(f"{self.place.name}.{language}")


def made_of_pages(
    snapshot: Snapshot, language: str, nodes: Iterable[Node], make: Callable[[Node], Made]
) -> dict[str, Made]:
    """Return by path what `make` makes of pages; it is not called where that is kept, and no page it showed changed."""
    shelf: Shelf | None = snapshot.once(SHELF, "", lambda: None)
    before: dict[str, Kept[Made]] = shelf.read(language) if shelf else {}
    now = {}
    for node in nodes:
        kept = before.get(node.path)
        if kept is None or any(_row(snapshot, key) != row for key, row in kept.rows.items()):
            with snapshot.watch() as looked_at:
                snapshot.look_at([(node.language, node.path)])
                made = make(node)
            kept = Kept(made, {key: _row(snapshot, key) for key in looked_at})
        snapshot.look_at(kept.rows)
        now[node.path] = kept
    if shelf and now != before:
        shelf.write(language, now)
    return {path: kept.made for path, kept in now.items()}


def _row(snapshot: Snapshot, key: Key) -> bytes:
    node = snapshot.nodes.get(key)
    return node.digest if node else b""
