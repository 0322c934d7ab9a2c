"""The zip of the exchange: written, and read from strangers within limits. Nothing in it is ever put onto a disk."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from django.utils.translation import gettext as _

from cms.translation.exchange.formats import can_read

MEGABYTE = 1024 * 1024
# A language of this site is 3 MB, and packed 0.6 MB.
MAX_PACKED = 16 * MEGABYTE
MAX_UNPACKED = 96 * MEGABYTE
MAX_FILE = 8 * MEGABYTE
MAX_FILES = 5000
# Files of translations pack to a tenth; what packs to a thousandth is made to fill a memory.
MAX_RATIO = 100
READ_ME = "READ-ME.txt"
_ENCRYPTED = 0x1


class ArchiveError(ValueError):
    """A file that is not read at all; the message says why, for the person who sent it."""


def write(files: Mapping[str, bytes], written: datetime) -> bytes:
    """Return a zip of files by their name; `written` is the time that each is given."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = ZipInfo(name, written.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, data)
    return content.getvalue()


def read(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are in a zip, or the one file that `content` is, with their names.

    What operating systems and tools leave in archives is passed over.

    Raises:
        ArchiveError: too large, no zip, or a zip that nobody makes in good faith.
    """
    check_size(len(content))
    if can_read(name):
        if len(content) > MAX_FILE:
            raise ArchiveError(_too_large(name, MAX_FILE))
        yield name, content
        return
    try:
        with ZipFile(BytesIO(content)) as archive:
            yield from _members(archive)
    except ArchiveError:
        raise
    # A directory of files that says places before the beginning is a ValueError.
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ArchiveError(_("This is not a zip, a .po or an .xlf file, or it is damaged.")) from error


def check(name: str, content: bytes) -> None:
    """Refuse what `read` would refuse, and an archive in which no file has the ending of a format.

    Raises:
        ArchiveError: it is refused.
    """
    if not any(can_read(member) for member, _data in read(name, content)):
        raise ArchiveError(_("There is no file with translations in the zip."))


def check_size(size: int) -> None:
    """Refuse what is too large before anything of it is looked at.

    Raises:
        ArchiveError: it is.
    """
    if size > MAX_PACKED:
        raise ArchiveError(_("The file is larger than %(limit)d MB.") % {"limit": MAX_PACKED // MEGABYTE})


def _members(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = archive.infolist()
    if len(infos) > MAX_FILES:
        raise ArchiveError(_("There are more than %(limit)d files in the zip.") % {"limit": MAX_FILES})
    for info in infos:
        _check_member(info)
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise ArchiveError(_too_large(_("The unpacked zip"), MAX_UNPACKED))
    for info in infos:
        if not info.is_dir() and not _is_litter(info.filename):
            yield info.filename, _unpack(archive, info)


def _check_member(info: ZipInfo) -> None:
    """Refuse a file that must not be unpacked, going by what the zip says of it."""
    path = PurePosixPath(info.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
        raise ArchiveError(_("“%(name)s” in the zip leads out of it.") % {"name": info.filename})
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveError(_("The zip is encrypted: pack it without a password."))
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise ArchiveError(
            _("“%(name)s” is packed in an unusual way: pack it as a plain zip.") % {"name": info.filename}
        )
    if info.file_size > MAX_FILE:
        raise ArchiveError(_too_large(info.filename, MAX_FILE))
    if info.file_size > MAX_RATIO * max(info.compress_size, 1024):
        raise ArchiveError(_("“%(name)s” is packed so tightly that it cannot be text.") % {"name": info.filename})


def _unpack(archive: ZipFile, info: ZipInfo) -> bytes:
    """Return the bytes of a file: as many as the zip says it has, whatever it would unpack to."""
    with archive.open(info) as file:
        # With a number, so that no more than that is unpacked; zipfile finds out that there would have been more.
        return file.read(info.file_size + 1)


def _is_litter(name: str) -> bool:
    """Tell whether a file came into the zip by itself: notes of an operating system, compiled catalogues, our own."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return hidden or path.name in {READ_ME, "Thumbs.db", "desktop.ini"} or path.suffix == ".mo"


def _too_large(name: str, limit: int) -> str:
    return _("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": limit // MEGABYTE}
