"""Sizes and times of change of all files in a folder: what tells that nobody touched it."""

import os
from collections.abc import Iterator
from pathlib import Path

Stamps = dict[str, tuple[int, int]]


def stamps_of(folder: Path) -> Stamps:
    """Return size and time of change of every file in a folder; nothing where there is no folder."""
    stamps: Stamps = {}
    for path, entry in _entries(folder):
        status = entry.stat(follow_symlinks=False)
        stamps[path] = (status.st_size, status.st_mtime_ns)
    return stamps


def inodes_of(folder: Path) -> dict[str, int]:
    """Return the numbers by which the file system knows the files of a folder: equal numbers are one file."""
    return {path: entry.inode() for path, entry in _entries(folder)}


def _entries(folder: Path) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    left = [("", str(folder))]
    while left:
        prefix, place = left.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        left.append((f"{prefix}{entry.name}/", entry.path))
                    else:
                        yield f"{prefix}{entry.name}", entry
        except FileNotFoundError:
            continue
