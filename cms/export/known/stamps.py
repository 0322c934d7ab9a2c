"""What the file system says of all files in a folder: enough to tell that nobody touched them, without reading them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# Of a file: size, time of change (nanoseconds), and the number by which the file system knows it.
Stamp = tuple[int, int, int]
Stamps = dict[str, Stamp]


def stamp_of(path: str) -> Stamp:
    """Return the stamp of one file.

    Raises:
        OSError: it is not there.
    """
    status = os.lstat(path)
    return status.st_size, status.st_mtime_ns, status.st_ino


def stamps_of(folder: Path) -> Stamps:
    """Return the stamps of all files in a folder; nothing where there is no folder."""
    stamps: Stamps = {}
    for path, entry in _entries(folder):
        if not path.endswith("/"):
            status = entry.stat(follow_symlinks=False)
            # Whoever keeps stamps keeps other things by the same paths.
            stamps[sys.intern(path)] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return stamps


def inodes_of(folder: Path) -> dict[str, int]:
    """Return the numbers by which the file system knows what is in a folder: equal numbers are one file.

    The paths of folders end in a slash.
    """
    return {path: entry.inode() for path, entry in _entries(folder)}


def _entries(folder: Path) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Yield files and folders; a folder comes after what it lies in."""
    left = [("", str(folder))]
    while left:
        prefix, place = left.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        left.append((f"{prefix}{entry.name}/", entry.path))
                        yield f"{prefix}{entry.name}/", entry
                    else:
                        yield f"{prefix}{entry.name}", entry
        except FileNotFoundError:
            continue
