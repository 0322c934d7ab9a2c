"""Files one after the other -> a directory on disk, beside the old one and switched in one step.

What a killed export leaves: until the switch the old site and a staging folder, after it the new site and the old one
in the staging folder. The next export sweeps the folder away. Where the system cannot exchange two directories there
is a moment between two renames; an export killed just then leaves no site, and the next one puts the old one back.
"""

import ctypes
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.export.errors import WriteError
from cms.export.known.release import File
from cms.export.known.stamps import Stamps, stamp_of, stamps_of
from cms.export.write.checksums import CHECKSUMS, write_sums
from cms.export.write.recycle import recycle

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
# A file that cannot be shared by two directories is written once more instead.
_NO_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES})


@dataclass(frozen=True)
class Written:
    """What became of the files of a site: written anew, kept as they stood, gone since the export before."""

    written: frozenset[str]
    kept: frozenset[str]
    removed: frozenset[str]


@dataclass(frozen=True)
class Placed:
    """A file that lies ready: `stands` where the old site has the very same."""

    file: File
    stands: bool


class Staging:
    """A site while it is made: new files lie beside the old site, the others are shared with it.

    As long as nothing differs from the old site nothing is written at all. `finish` puts the whole in the place of
    the old site by one rename, which stays beside as `.<name>.previous` for readers under way. Used in a `with`
    statement, which clears away what was not finished.

    `standing` are the stamps of the site at `output`: first of the old one, after `finish` of the new one.
    """

    def __init__(self, output: Path) -> None:
        """Prepare to replace the site at `output`."""
        self.output = output
        self.standing: Stamps = stamps_of(output)
        # A name of its own: a worker that outlives a killed export finds its folder gone, and disturbs no other export.
        self.folder = _beside(output, "staging") / secrets.token_hex(4)
        self.files: dict[str, File] = {}
        self._kept: set[str] = set()
        self._copied: set[str] = set()
        self._folders: set[str] = set()

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        shutil.rmtree(self.folder.parent, ignore_errors=True)
        if isinstance(error, OSError):
            raise self._failed(error) from error

    def begin(self) -> None:
        """Make the folder; called before processes are forked that place files in it.

        Raises:
            WriteError: the disk is full or the place cannot be written to.
        """
        if self._folders:
            return
        try:
            # What a worker still writes that has outlived its export goes at the end.
            self.folder.parent.mkdir(mode=0o755, exist_ok=True)
            self.folder.mkdir(mode=0o755)
            self._folders.add("")
        except OSError as error:
            raise self._failed(error) from error

    def put(self, path: str, content: bytes) -> None:
        """Place and take a file.

        Raises:
            WriteError: the disk is full or the place cannot be written to; the old site still stands.
        """
        self.take(path, self.place(path, content, file_of(content)))

    def place(self, path: str, content: bytes, file: File) -> Placed:
        """Write a file where the old site has another one or none; may run in a process of its own.

        Raises:
            WriteError: as `put`.
        """
        if _stands(self.output / path, content):
            return Placed(file, stands=True)
        self.begin()
        try:
            self._make_folder(path)
            _write(f"{self.folder}/{path}", content)
        except OSError as error:
            raise self._failed(error) from error
        return Placed(file, stands=False)

    def take(self, path: str, placed: Placed) -> None:
        """Count a file that was placed as one of the site."""
        if placed.stands:
            self.keep(path, placed.file)
            return
        self._kept.discard(path)
        self.files[path] = placed.file

    def keep(self, path: str, file: File) -> None:
        """Take a file of the old site as it is."""
        if path in self.files and path not in self._kept:
            (self.folder / path).unlink()
        self.files[path] = file
        self._kept.add(path)

    def read(self, path: str) -> bytes:
        """Return the content of a file that was taken."""
        return ((self.output if path in self._kept else self.folder) / path).read_bytes()

    @property
    def fresh(self) -> set[str]:
        """The files that differ from the old site, or are not in it."""
        return self.files.keys() - self._kept

    def finish(self) -> Written:
        """Add the checksums and switch; where nothing changed, leave everything as it is.

        Raises:
            WriteError: as `put`.
        """
        self.put(CHECKSUMS, checksums(self.files))
        try:
            removed = self.standing.keys() - self.files.keys()
            if not self.fresh and not removed:
                return Written(frozenset(), frozenset(self._kept), frozenset())
            self.begin()
            if len(self._kept) <= len(self.fresh) or not self._recycle():
                self._share()
            self.standing = self._stamps()
            switch(self.folder, self.output)
        except OSError as error:
            raise self._failed(error) from error
        return Written(frozenset(self.fresh), frozenset(self._kept), frozenset(removed))

    def _stamps(self) -> Stamps:
        """Return the stamps of the new site; a file that it shares has that of the old site."""
        standing, folder = self.standing, self.folder
        own = self.fresh | self._copied
        return {
            path: standing[path] if path in standing and path not in own else stamp_of(f"{folder}/{path}")
            for path in self.files
        }

    def _recycle(self) -> bool:
        """Make the new site of the release before the one that stands; False where there is none."""
        previous, recycled = _beside(self.output, "previous"), self.folder.parent / "recycled"
        if not previous.is_dir():
            return False
        previous.rename(recycled)
        recycle(recycled, self.output, self.standing, self.folder, self.fresh, self.files.keys(), self._link)
        self.folder = recycled
        return True

    def _share(self) -> None:
        """Share with the site that stands what stays as it is."""
        # The release before it: no reader is left, and on a full disk its room is needed.
        shutil.rmtree(_beside(self.output, "previous"), ignore_errors=True)
        for path in self._kept:
            self._make_folder(path)
            self._link(f"{self.output}/{path}", f"{self.folder}/{path}")

    def _link(self, old: str, new: str) -> None:
        if not _share(old, new):
            self._copied.add(old[len(str(self.output)) + 1 :])

    def _make_folder(self, path: str) -> None:
        """Make the folder of a file, but never the folder of the whole: where that is gone, so is the export."""
        folder = path.rpartition("/")[0]
        if folder in self._folders:
            return
        self._make_folder(folder)
        with suppress(FileExistsError):
            os.mkdir(f"{self.folder}/{folder}")  # noqa: PTH102
        self._folders.add(folder)

    def _failed(self, error: OSError) -> WriteError:
        return WriteError(f"cannot write {self.output}: {error.strerror or error}. The old site is untouched.")


def file_of(content: bytes) -> File:
    """Return what there is to know of a file with this content."""
    return File(hashlib.sha256(content).hexdigest(), len(content))


def recover(output: Path) -> None:
    """Put right what an export left that was killed; call it while holding the lock of `output`.

    Raises:
        WriteError: something stands at `output` that no export has made, so none may replace it.
    """
    previous = _beside(output, "previous")
    try:
        if not output.exists() and (previous / CHECKSUMS).is_file():
            previous.rename(output)
        if output.exists() and not (output / CHECKSUMS).is_file() and not _is_empty(output):
            raise WriteError(f"{output} is no exported site: give a folder that is new, empty, or an earlier export.")
        shutil.rmtree(_beside(output, "staging"), ignore_errors=True)
    except OSError as error:
        raise WriteError(f"cannot write {output}: {error.strerror or error}. Nothing was changed.") from error


def checksums(files: Mapping[str, File]) -> bytes:
    """Return the SHA-256 of every file but the list itself, sorted by address, as `sha256sum -c` reads them."""
    return write_sums({path: file.sha256 for path, file in files.items() if path != CHECKSUMS})


def _beside(output: Path, what: str) -> Path:
    return output.parent / f".{output.name}.{what}"


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and next(folder.iterdir(), None) is None


def _stands(path: Path, content: bytes) -> bool:
    """Tell whether a file has exactly this content; its bytes are read, so that a damaged file is written anew."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _write(path: str, content: bytes) -> None:
    """Write a file without what Python's own files do besides."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _share(old: str, new: str) -> bool:
    """Let `new` be another name of the file `old`; False where the file system knows no such thing: it is a copy."""
    try:
        os.link(old, new, follow_symlinks=False)
        return True
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        with suppress(FileNotFoundError):
            Path(new).unlink()
        shutil.copyfile(old, new)
        return False


def switch(staging: Path, output: Path) -> None:
    """Put `staging` in the place of `output`; a reader sees the one or the other, never neither."""
    previous = _beside(output, "previous")
    shutil.rmtree(previous, ignore_errors=True)
    if not output.exists() and not output.is_symlink():
        staging.rename(output)
        return
    if _exchange(staging, output):
        staging.rename(previous)
        return
    # Without RENAME_EXCHANGE (not Linux, or an old file system) there is a moment between two renames.
    output.rename(previous)
    staging.rename(output)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two directories in one step; False where the system cannot (renameat2, Linux 3.15)."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in {errno.ENOSYS, errno.EINVAL}:
        return False
    raise OSError(number, os.strerror(number), str(second))
