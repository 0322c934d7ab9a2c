"""The release before the one that stands -> the next release: what both have in common stays where it is.

An export that changes one page would else make and delete a thousand folders, which takes longer than all the rest.
Nobody reads that release any more, and it would be deleted now. Its files are shared with the site that stands (hard
links), so none is ever written to: names are taken away and added, nothing else.
"""

import os
from collections.abc import Callable, Collection
from pathlib import Path

from cms.export.stamps import inodes_of


def recycle(old: Path, standing: Path, fresh: Path, files: Collection[str], link: Callable[[str, str], None]) -> None:
    """Make the release in `old` hold exactly `files`: those that lie in `fresh` are moved, the others shared.

    `standing` is the site that they are shared with, and `link` shares a file: from a path to a path.

    Raises:
        OSError: the disk is full or may not be written to.
    """
    had, has = inodes_of(old), inodes_of(standing)
    moved = inodes_of(fresh).keys()
    for path, inode in had.items():
        if path not in files or path in moved or has.get(path) != inode:
            os.unlink(f"{old}/{path}")  # noqa: PTH108
    folders: set[str] = {""}
    for path in files:
        _make_folder(old, path.rpartition("/")[0], folders)
        if path in moved:
            os.rename(f"{fresh}/{path}", f"{old}/{path}")  # noqa: PTH104
        elif has.get(path) != had.get(path):
            link(f"{standing}/{path}", f"{old}/{path}")
    for parent, _names, _files in os.walk(old, topdown=False):
        if parent[len(str(old)) + 1 :] not in folders:
            os.rmdir(parent)  # noqa: PTH106


def _make_folder(root: Path, folder: str, known: set[str]) -> None:
    if folder in known:
        return
    _make_folder(root, folder.rpartition("/")[0], known)
    os.makedirs(f"{root}/{folder}", exist_ok=True)  # noqa: PTH103
    known.add(folder)
