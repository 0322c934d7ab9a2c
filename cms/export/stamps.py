"""Sizes and times of change of all files in a folder: what tells that nobody touched it."""

import os
from pathlib import Path

Stamps = dict[str, tuple[int, int]]


def stamps_of(folder: Path) -> Stamps:
    """Return size and time of change of every file in a folder; nothing where there is no folder."""
    stamps: Stamps = {}
    left = [("", str(folder))]
    while left:
        prefix, place = left.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        left.append((f"{prefix}{entry.name}/", entry.path))
                    else:
                        status = entry.stat(follow_symlinks=False)
                        stamps[f"{prefix}{entry.name}"] = (status.st_size, status.st_mtime_ns)
        except FileNotFoundError:
            continue
    return stamps
