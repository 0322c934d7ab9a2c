"""Files in memory -> a directory on disk, beside the old one and switched in one step."""

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cms.export.compress import variants

CHECKSUMS = "SHA256SUMS"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


class WriteError(Exception):
    """The site could not be written; the message says why. The old site is untouched."""


@contextmanager
def only_one(output: Path) -> Iterator[None]:
    """Hold the lock of an output directory.

    Raises:
        WriteError: another export is writing there, or the folder cannot be written to.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle = (output.parent / f".{output.name}.lock").open("w")
    except OSError as error:
        raise WriteError(f"cannot write beside {output}: {error.strerror}.") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WriteError(f"another export is writing {output}; wait until it has finished.") from error
        yield


def write_site(files: Mapping[str, bytes], output: Path) -> None:
    """Write the files beside `output`, then put them in its place by one rename.

    Text files also get .gz and .br variants, which web servers and WhiteNoise send as they are. SHA256SUMS lists
    every file for `sha256sum -c`. The site before stays beside as `.<name>.previous` for readers under way.

    Raises:
        WriteError: the disk is full or the place cannot be written to; what stood at `output` still stands there.
    """
    staging = output.parent / f".{output.name}.staging"
    try:
        shutil.rmtree(staging, ignore_errors=True)
        _write_files(with_variants(files), staging)
        switch(staging, output)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise WriteError(f"cannot write {output}: {error.strerror or error}. The old site is untouched.") from error


def with_variants(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with their compressed variants and checksums."""
    everything = {**files, **variants(files)}
    return {**everything, CHECKSUMS: checksums(everything)}


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 of every file, sorted by address, as `sha256sum -c` reads them."""
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    return "".join(lines).encode()


def _write_files(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(mode=0o755)
    for parent in sorted({(folder / path).parent for path in files}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


def switch(staging: Path, output: Path) -> None:
    """Put `staging` in the place of `output`; a reader sees the one or the other, never neither."""
    previous = output.parent / f".{output.name}.previous"
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
