"""The release before the one that stands -> the next release: what both have in common stays where it is.

An export that changes one page would else make and delete a thousand folders, which takes longer than all the rest.
Nobody reads that release any more, and it would be deleted now. Its files are shared with the site that stands (hard
links), so none is ever written to: names are taken away and added, nothing else.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from cms.export.known.stamps import Stamps, inodes_of


def recycle(
    old: Path,
    standing: Path,
    has: Stamps,
    fresh: Path,
    moved: Collection[str],
    files: Collection[str],
    link: Callable[[str, str], None],
) -> None:
    """Make the release in `old` hold exactly `files`: those that lie in `fresh` are moved, the others shared.

    Args:
        old: the release before.
        standing: the site that files are shared with, and `has` the stamps of its files.
        fresh: where the files lie that are `moved`.
        files: what the release is to hold.
        link: shares a file: from a path to a path.

    Raises:
        OSError: the disk is full or may not be written to.
    """
    had = inodes_of(old)
    inodes = {path: stamp[2] for path, stamp in has.items()}
    for path, inode in had.items():
        if not path.endswith("/") and (path not in files or path in moved or inodes.get(path) != inode):
            os.unlink(f"{old}/{path}")  # noqa: PTH108
    folders = _folders_of(files)
    # What lies in a folder sorts after it.
    for folder in sorted((path for path in had if path.endswith("/") and path not in folders), reverse=True):
        os.rmdir(f"{old}/{folder}")  # noqa: PTH106
    for folder in sorted(folders - had.keys()):
        os.mkdir(f"{old}/{folder}")  # noqa: PTH102
    for path in files:
        if path in moved:
            os.rename(f"{fresh}/{path}", f"{old}/{path}")  # noqa: PTH104
        elif path not in had or inodes.get(path) != had[path]:
            link(f"{standing}/{path}", f"{old}/{path}")


def _folders_of(files: Iterable[str]) -> set[str]:
    """Return the folders that files lie in, each with a slash at its end."""
    found: set[str] = set()
    for path in files:
        for folder in _above(path):
            if folder in found:
                break
            found.add(folder)
    return found


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a file, the nearest first."""
    end = path.rfind("/")
    while end > 0:
        yield path[: end + 1]
        end = path.rfind("/", 0, end)
