"""What a request must be like before its form is read. Nothing here looks at the database."""

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from cms.issuance.addresses import origin_of
from cms.issuance.pages import RefusedError

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
# A client that is still sending does not read: take this much of a body that is too long, then answer.
MOST_DISCARDED = 32 * 1024 * 1024
DISCARD_STEP = 64 * 1024


def check_origin(request: HttpRequest) -> None:
    """Refuse a form that was sent from a page of somebody else.

    The browser says where a form comes from (Fetch standard, "Origin"); without that the referrer must say it.
    `null` is what a page without an address of its own sends, such as a copy opened from a disk.

    Raises:
        RefusedError: 403, in words.
    """
    sent = request.headers.get("Origin") or origin_of(request.headers.get("Referer", ""))
    own = {origin_of(settings.ENDPOINT_URL), f"{request.scheme}://{request.get_host()}"}
    if not sent or sent not in own | {origin_of(origin) for origin in settings.ALLOWED_ORIGINS}:
        raise RefusedError(
            403,
            _("This form was sent from an unknown page"),
            _("We only take applications from our own badge pages. Open the badge on our site and send it from there."),
        )


def check_size(request: HttpRequest) -> None:
    """Refuse a body that is too long before any of it is parsed.

    Raises:
        RefusedError: 413, in words.
    """
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        _discard(request)
        raise _too_long()


def read_form(request: HttpRequest) -> QueryDict:
    """Return the fields of the form.

    Raises:
        RefusedError: 413 for too much of anything, 415 for what is no form, 400 for what cannot be read.
    """
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type not in FORM_TYPES or charset not in {"utf-8", "utf8"}:
        raise RefusedError(
            415, _("This is not a form that we can read"), _("Please use the form on the badge page to apply.")
        )
    try:
        return request.POST
    except SuspiciousOperation as error:  # too many fields or files, or more than the length said
        raise _too_long() from error
    except (BadRequest, OSError) as error:
        raise RefusedError(
            400, _("The form did not arrive whole"), _("Please go back, and send your application again.")
        ) from error


def _too_long() -> RefusedError:
    return RefusedError(
        413,
        _("Your application is too long"),
        _("Please go back and shorten your texts. Put long material on the web and send us its link."),
    )


def _discard(request: HttpRequest) -> None:
    for _step in range(MOST_DISCARDED // DISCARD_STEP):
        if not request.read(DISCARD_STEP):
            return
