"""What is known of the site that stands: its files, and what each was made of. The next export makes only the rest.

Kept in CACHE_DIR, not in the site: the same content gives the same site, whatever was exported before. Without it, or
where the folder is not as we left it, the next export makes everything anew.
"""

import hashlib
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.export.cache import keep
from cms.export.stamps import Stamps, stamps_of
from cms.learning.picture import Key

# Raise it when the meaning of what is kept changes without a change of code (there is no such case yet).
FORMAT = 1


@dataclass(frozen=True)
class File:
    """A file of the site: its SHA-256 in hexadecimal digits, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Known:
    """What is known of an output.

    Attributes:
        fingerprint: digest of all that it shows.
        looked_at: the pages whose words it may show.
        shown: addresses of the assets and pictures it shows.
        facts: what the check reads of it.
    """

    fingerprint: bytes
    looked_at: frozenset[Key] = frozenset()
    shown: frozenset[str] = frozenset()
    facts: Any = None


@dataclass
class Release:
    """A site as an export left it.

    Attributes:
        site: digest of what concerns every output (fingerprint.whole_site).
        pages: digests of the rows of its pages.
        outputs: what is known of its outputs.
        files: its files.
        stamps: size and time of change (nanoseconds) of its files on the disk.
        sources: the same of files that were copied, by their address in the site.
        made_of: digests of what files were made of that are made of other files or of the database, by a name.
    """

    site: bytes = b""
    pages: dict[Key, bytes] = field(default_factory=dict)
    outputs: dict[str, Known] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    stamps: Stamps = field(default_factory=dict)
    sources: dict[str, tuple[int, int]] = field(default_factory=dict)
    made_of: dict[str, Any] = field(default_factory=dict)

    def changed_pages(self, pages: Mapping[Key, bytes]) -> set[Key]:
        """Return the pages whose rows are other than they were."""
        keys = pages.keys() | self.pages.keys()
        return {key for key in keys if pages.get(key) != self.pages.get(key)}


def load_release(output: Path) -> Release:
    """Return what is known of the site at `output`: nothing where it is not as an export left it."""
    try:
        # Our own file in our own folder, as Django's file cache reads its own.
        version, release = pickle.loads(release_file(output).read_bytes())  # noqa: S301
    except Exception:
        # A file that is broken or of another version says nothing, and is no fault.
        return Release()
    if version != FORMAT or not isinstance(release, Release) or not release.files:
        return Release()
    return release if stamps_of(output) == release.stamps else Release()


def keep_release(output: Path, release: Release) -> None:
    """Keep what is known of the site that stands at `output` now."""
    release.stamps = stamps_of(output)
    keep(release_file(output), pickle.dumps((FORMAT, release), pickle.HIGHEST_PROTOCOL))


def release_file(output: Path) -> Path:
    """Return where it is kept what is known of the site at `output`."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return Path(settings.CACHE_DIR) / "releases" / name
