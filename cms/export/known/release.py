"""What is known of the site that stands: its files, and what each was made of. The next export makes only the rest.

Kept in CACHE_DIR, not in the site: the same content gives the same site, whatever was exported before. Without it, or
where the folder is not as we left it, the next export makes everything anew. An export that changes little adds what
it changed to the file, and a process that exports again has the release still in memory.
"""

import hashlib
import io
import os
import pickle
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.cache import keep_object
from cms.export.known.stamps import Stamp, Stamps, stamp_of
from cms.learning.snapshot import Key

# Raise it when the meaning of what is kept changes without a change of code (there is no such case yet).
FORMAT = 3
# So many exports are added to the file before it is written anew: each is one more thing to read.
MOST_ADDED = 20


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: its SHA-256 in hexadecimal digits, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an output.

    Attributes:
        fingerprint: digest of all that it shows.
        looked_at: the pages whose words it may show.
        shown: addresses of the assets and pictures it shows.
        facts: what the check reads of it.
    """

    fingerprint: bytes
    looked_at: tuple[Key, ...] = ()
    shown: tuple[str, ...] = ()
    facts: Any = None


@dataclass
class Release:
    """A site as an export left it.

    Attributes:
        site: digest of what concerns every output (fingerprint.whole_site).
        pages: digests of the rows of its pages.
        outputs: what is known of its outputs.
        files: its files.
        stamps: those of its files on the disk.
        sources: size and time of change (nanoseconds) of files that were copied, by their address in the site.
        made_of: digests of what files were made of that are made of other files or of the database, by a name.
        added: how many exports were added to it since it was written as a whole.
    """

    site: bytes = b""
    pages: dict[Key, bytes] = field(default_factory=dict)
    outputs: dict[str, Known] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    stamps: Stamps = field(default_factory=dict)
    sources: dict[str, tuple[int, int]] = field(default_factory=dict)
    made_of: dict[str, Any] = field(default_factory=dict)
    added: int = 0

    def changed_pages(self, pages: Mapping[Key, bytes]) -> set[Key]:
        """Return the pages whose rows are other than they were."""
        keys = pages.keys() | self.pages.keys()
        return {key for key in keys if pages.get(key) != self.pages.get(key)}


@dataclass(frozen=True)
class News:
    """What one export changed: what is new of the whole, and of each of the `PARTS` what is new and what is gone."""

    site: bytes
    made_of: dict[str, Any]
    parts: tuple[tuple[dict[Any, Any], set[Any]], ...]

    def added_to(self, release: Release) -> Release:
        """Return the release after this export."""
        parts = {}
        for name, (new, gone) in zip(PARTS, self.parts, strict=True):
            parts[name] = {key: value for key, value in getattr(release, name).items() if key not in gone} | new
        return replace(release, site=self.site, made_of=self.made_of, added=release.added + 1, **parts)


# The parts of a release in which most stays from one export to the next.
PARTS = ("pages", "outputs", "files", "stamps", "sources")
# The file of the release that this process had last, its stamp, and the release: no other process wrote since where
# the stamp is the same.
_latest: tuple[Path, Stamp, Release] | None = None


def load_release(output: Path, standing: Stamps) -> Release:
    """Return what is known of the site at `output`: nothing where its files are not as an export left them."""
    place = release_file(output)
    try:
        stamp = stamp_of(str(place))
        if _latest and _latest[:2] == (place, stamp):
            release = _latest[2]
        else:
            release = _read(place)
            _remember(place, stamp, release)
    except Exception:
        # A file that is broken or of another version says nothing, and is no fault.
        return Release()
    return release if release.files and release.stamps == standing else Release()


def keep_release(output: Path, release: Release, before: Release) -> None:
    """Keep what is known of the site that stands at `output` now; `before` is what was loaded of it."""
    place = release_file(output)
    news = _news(before, release)
    if before.files and before.added < MOST_ADDED and len(news.parts[1][0]) < len(release.outputs) / MOST_ADDED:
        release.added = before.added + 1
        with suppress(OSError), place.open("ab") as file:
            file.write(pickle.dumps(news, pickle.HIGHEST_PROTOCOL))
    else:
        keep_object(place, (FORMAT, release))
    with suppress(OSError):
        _remember(place, stamp_of(str(place)), release)


def release_file(output: Path) -> Path:
    """Return where it is kept what is known of the site at `output`."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return Path(settings.CACHE_DIR) / "releases" / name


def _read(place: Path) -> Release:
    """Return what a file says, with what was added to it."""
    content = io.BytesIO(place.read_bytes())
    # Our own file in our own folder, as Django's file cache reads its own.
    version, release = pickle.load(content)  # noqa: S301
    if version != FORMAT or not isinstance(release, Release):
        return Release()
    while content.tell() < content.getbuffer().nbytes:
        release = pickle.load(content).added_to(release)  # noqa: S301
    return release


def _remember(place: Path, stamp: Stamp, release: Release) -> None:
    global _latest
    _latest = (place, stamp, release)


def _news(before: Release, now: Release) -> News:
    parts = []
    for name in PARTS:
        old, new = getattr(before, name), getattr(now, name)
        changed = {key: value for key, value in new.items() if key not in old or old[key] != value}
        parts.append((changed, old.keys() - new.keys()))
    return News(now.site, now.made_of, tuple(parts))
