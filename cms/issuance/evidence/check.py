"""Uploaded files -> files that may be kept, or an error in words."""

import logging
import re
from collections.abc import Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.issuance.applications.submission import CheckedFile
from cms.issuance.evidence.clamav import ScannerAwayError, is_clean
from cms.issuance.evidence.images import UnreadableImageError, redraw
from cms.issuance.evidence.kinds import FileKind, kind_of
from cms.issuance.wording import is_single_line

logger = logging.getLogger(__name__)

LONGEST_TITLE = 120
MEGABYTE = 1_000_000
_UNSAFE = re.compile(r"[\\/:*?\"<>|]+")


class EvidenceError(Exception):
    """A file is not taken; `text` says why, with placeholders for `values`."""

    def __init__(self, text: str | Promise, **values: object) -> None:
        """Keep the words."""
        super().__init__(text)
        self.text = text
        self.values = values


def check_files(uploads: Sequence["UploadedFile[bytes]"], kept: int = 0) -> list[CheckedFile]:
    """Return the files ready to be kept: known by content, pictures drawn anew, scanned where there is a scanner.

    `kept` is how many the application has already.

    Raises:
        EvidenceError: too many, too large, of another kind, not readable, or not clean.
    """
    if len(uploads) + kept > settings.EVIDENCE_FILES:
        raise EvidenceError(_("Please send at most %(most)d files."), most=settings.EVIDENCE_FILES)
    if sum(upload.size or 0 for upload in uploads) > settings.EVIDENCE_TOTAL_MB * MEGABYTE:
        raise EvidenceError(
            _("Together the files are too large: at most %(most)d MB."), most=settings.EVIDENCE_TOTAL_MB
        )
    return [_check(upload) for upload in uploads]


def _check(upload: "UploadedFile[bytes]") -> CheckedFile:
    name = _title(upload.name or "")
    if (upload.size or 0) > settings.EVIDENCE_FILE_MB * MEGABYTE:
        raise EvidenceError(
            _("“%(name)s” is too large: at most %(most)d MB."), name=name, most=settings.EVIDENCE_FILE_MB
        )
    content = upload.read()
    kind = kind_of(content)
    if kind is None:
        raise EvidenceError(
            _("“%(name)s” is a kind of file that we cannot take. Send PDF, JPEG, PNG, WebP, ODT, DOCX or MP3."),
            name=name,
        )
    _scan(name, content)
    if kind.is_image:
        try:
            content = redraw(content, kind)
        except UnreadableImageError as error:
            raise EvidenceError(_("“%(name)s” cannot be read as a picture."), name=name) from error
    return CheckedFile(_with_extension(name, kind), kind.media_type, content)


def _scan(name: str, content: bytes) -> None:
    if not settings.CLAMD:
        return
    try:
        clean = is_clean(content, settings.CLAMD)
    except ScannerAwayError as error:
        # Without a scan nothing is taken; a link can be sent all the same.
        logger.error("the virus scanner does not answer: %s", error)
        raise EvidenceError(_("We cannot take files just now. Please send links, or try again later.")) from error
    if not clean:
        raise EvidenceError(_("Our virus scanner has found something in “%(name)s”, so we do not take it."), name=name)


def _title(name: str) -> str:
    """Return what the applicant called the file, fit to be shown and to be a name on anybody's disk."""
    plain = "".join(character for character in name if is_single_line(character))
    return _UNSAFE.sub("_", plain).strip(" .")[-LONGEST_TITLE:] or "file"


def _with_extension(name: str, kind: FileKind) -> str:
    """Return the name with the end that fits the content, so that a program is never offered as one."""
    stem, dot, _end = name.rpartition(".")
    return f"{stem if dot else name}.{kind.extension}"
