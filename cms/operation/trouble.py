"""Faults of the machine, told apart from faults of the program: the database is away, a disk is full or read-only.

Whoever sent something is told that nothing of it was kept and that it is worth another try; the operator reads in the
log what to mend.
"""

import errno
import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.responses import RefusedError, answers_in_words

RETRY_SECONDS = 120
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
BROKEN = frozenset({errno.EROFS, errno.EIO})
# Django raises them without a number as well.
UNWRITABLE = (PermissionError, FileExistsError, NotADirectoryError)
# SQLite says so in words (sqlite3.c, sqlite3ErrStr); what it cannot write to a full disk may be an error of input.
SQLITE = {
    "database or disk is full": "The disk with the database is full. Make room below {database}.",
    "disk i/o error": "The disk with the database is full or broken. Look at {database}, and at the kernel's log.",
    "readonly database": "The database cannot be written. Look at the owner and the mount of {database}.",
    "database is locked": "The database was locked for too long. Does a backup or another program hold {database}?",
}

logger = logging.getLogger("perennial.trouble")


def words_for_operator(error: BaseException | None) -> str:
    """Return what an operator should know and do, or "" where the error is none of the machine's."""
    if isinstance(error, (OperationalError, InterfaceError)):
        database = settings.DATABASES["default"].get("NAME")
        for said, words in SQLITE.items():
            if said in str(error).lower():
                return words.format(database=database)
        return "The database is away. Does its server run, and is DATABASE_URL right?"
    if isinstance(error, OSError) and error.errno in FULL:
        return f"The disk is full. Make room below {error.filename or settings.VAR_DIR}."
    if isinstance(error, UNWRITABLE) or (isinstance(error, OSError) and error.errno in BROKEN):
        return f"A file or folder cannot be written: {error}. Look at its owner, its place and its mount."
    return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer where nothing else could: 503 for a fault of the machine, 500 for one of ours, in words for both."""
    words = words_for_operator(sys.exc_info()[1])
    if words:
        logger.error(words)
    response = _refusal(request, is_passing=bool(words))
    if words:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


@answers_in_words
def _refusal(request: HttpRequest, *, is_passing: bool) -> HttpResponse:
    if is_passing:
        raise RefusedError(
            503,
            _("This does not work just now"),
            _("Nothing of what you have sent was kept. Please go back, and send it once more in some minutes."),
        )
    raise RefusedError(
        500,
        _("Something has gone wrong here"),
        _("It is our fault, and we have a note of it. Please go back, and try it once more."),
    )
