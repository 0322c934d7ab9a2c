"""Files in memory -> a directory on disk, beside the old one and switched in one step.

What a killed export leaves: until the switch the old site and a staging folder, after it the new site and the old one
in the staging folder. The next export sweeps the folder away. Where the system cannot exchange two directories there
is a moment between two renames; an export killed just then leaves no site, and the next one puts the old one back.
"""

import ctypes
import errno
import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cms.export.compress import variants
from cms.export.errors import WriteError

CHECKSUMS = "SHA256SUMS"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
# A file that cannot be shared by two directories is written once more instead.
_NO_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES})


@dataclass(frozen=True)
class Written:
    """What became of the files of a site: written anew, kept as they stood, gone since the export before."""

    written: int
    kept: int
    removed: int


def write_site(files: Mapping[str, bytes], output: Path) -> Written:
    """Write the files beside `output`, then put them in its place by one rename; nothing changed, nothing written.

    Text files also get .gz and .br variants, which web servers and WhiteNoise send as they are. SHA256SUMS lists
    every file for `sha256sum -c`. Files that are the same as before keep their time of change. The site before stays
    beside as `.<name>.previous` for readers under way.

    Raises:
        WriteError: the disk is full or the place cannot be written to; what stood at `output` still stands there.
    """
    staging = _beside(output, "staging")
    everything = with_variants(files)
    try:
        kept = {path for path, content in everything.items() if _stands(output / path, content)}
        removed = _files_of(output) - everything.keys()
        if len(kept) == len(everything) and not removed:
            return Written(0, len(kept), 0)
        shutil.rmtree(staging, ignore_errors=True)
        # The site before the one that stands: no reader is left, and on a full disk its room is needed.
        shutil.rmtree(_beside(output, "previous"), ignore_errors=True)
        _fill(staging, everything, output, kept)
        switch(staging, output)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise WriteError(f"cannot write {output}: {error.strerror or error}. The old site is untouched.") from error
    return Written(len(everything) - len(kept), len(kept), len(removed))


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


def with_variants(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with their compressed variants and checksums."""
    everything = {**files, **variants(files)}
    return {**everything, CHECKSUMS: checksums(everything)}


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 of every file, sorted by address, as `sha256sum -c` reads them."""
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    return "".join(lines).encode()


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


def _files_of(folder: Path) -> set[str]:
    return {
        os.path.relpath(f"{parent}/{name}", folder) for parent, _folders, names in os.walk(folder) for name in names
    }


def _fill(folder: Path, files: Mapping[str, bytes], old: Path, kept: set[str]) -> None:
    """Make the folder with the files; those in `kept` are shared with the old site instead of written again."""
    folder.mkdir(mode=0o755)
    for parent in sorted({(folder / path).parent for path in files}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        if path not in kept or not _link(old / path, folder / path):
            (folder / path).write_bytes(content)


def _link(old: Path, new: Path) -> bool:
    """Let `new` be another name of `old`; False where the file system knows no such thing."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        with suppress(FileNotFoundError):
            new.unlink()
        return False
    return True


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
