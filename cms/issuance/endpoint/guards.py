"""What a request must be like before its form is read.

The database is looked at only for an origin that is none of the first project's.
"""

import json
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cms.issuance.addresses import origin_of
from cms.issuance.endpoint.responses import RefusedError
from cms.projects import FIRST, Project, further

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"
# A client that is still sending does not read: take this much of a body that is too long, then answer.
MOST_DISCARDED = 32 * 1024 * 1024
DISCARD_STEP = 64 * 1024
MEGABYTE = 1_000_000

# The fields of a form by name; of those with one name the last one counts.
Fields = MultiValueDict[str, str]


def allowed_origin(request: HttpRequest) -> str:
    """Return the origin that the browser names, if a page of it may send forms; else an empty text.

    Without an origin the referrer must say where the form comes from. `null` is what a page without an address of
    its own sends, such as a copy opened from a disk; it is in no list.
    """
    sent = request.headers.get("Origin") or origin_of(request.headers.get("Referer", ""))
    if not sent or _is_of(FIRST, sent, request):
        return sent
    return sent if any(_is_of(project, sent, request) for project in further()) else ""


def _is_of(project: Project, origin: str, request: HttpRequest) -> bool:
    """Tell whether an origin is a site of the project, or the endpoint itself, which shows forms again."""
    known = _origins((*project.origins, settings.ENDPOINT_URL))
    return origin in known or origin == f"{request.scheme}://{request.get_host()}"


@lru_cache(maxsize=64)
def _origins(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(origin_of, addresses))


def check_project(request: HttpRequest, project: Project) -> None:
    """Refuse a form about another project than that of the site it was sent from.

    Raises:
        RefusedError: 403, in words.
    """
    if not _is_of(project, allowed_origin(request), request):
        raise _foreign()


def check_origin(request: HttpRequest) -> None:
    """Refuse a form that was sent from a page of somebody else (Fetch standard, "Origin").

    Raises:
        RefusedError: 403, in words.
    """
    if not allowed_origin(request):
        raise _foreign()


def _foreign() -> RefusedError:
    return RefusedError(
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
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if settings.EVIDENCE_FILES and request.content_type == MULTIPART:
        most += settings.EVIDENCE_TOTAL_MB * MEGABYTE
    if length > most:
        _discard(request)
        raise _too_long()


def read_form(request: HttpRequest) -> Fields:
    """Return the fields of the form; a JSON object counts as one (see `cms.issuance.endpoint.openapi`).

    Raises:
        RefusedError: 413 for too much of anything, 415 for what is no form, 400 for what cannot be read.
    """
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type not in {FORM, MULTIPART, JSON} or charset not in {"utf-8", "utf8"}:
        raise RefusedError(
            415, _("This is not a form that we can read"), _("Please use the form on the badge page to apply.")
        )
    try:
        if request.content_type == FORM:
            return _read_fields(request)
        return _read_json(request) if request.content_type == JSON else request.POST
    except SuspiciousOperation as error:  # too many fields or files, or more than the length said
        raise _too_long() from error
    except (BadRequest, OSError) as error:
        raise RefusedError(
            400, _("The form did not arrive whole"), _("Please go back, and send your application again.")
        ) from error


def _read_fields(request: HttpRequest) -> Fields:
    """Return the fields of a plain form, as `request.POST` has them but for half the price.

    Raises:
        TooManyFieldsSent: more than the settings allow.
    """
    pairs = request.body.decode(errors="replace").split("&")
    if len(pairs) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise TooManyFieldsSent
    fields: dict[str, list[str]] = {}
    for pair in filter(None, pairs):
        name, _equals, value = pair.partition("=")
        fields.setdefault(_unquoted(name), []).append(_unquoted(value))
    return MultiValueDict(fields)


def _unquoted(text: str) -> str:
    """Return what was typed. Most names and half of the values have nothing to undo."""
    return unquote_plus(text) if "%" in text or "+" in text else text


def _read_json(request: HttpRequest) -> Fields:
    """Return a JSON object as the fields of the form that it stands for.

    `situations`, `links` and `evidence` become the fields that pages have for them; true is a ticked box.
    """
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise _odd_json("") from error
    if not isinstance(content, dict):
        raise _odd_json("")
    fields: Fields = MultiValueDict()
    key = request.headers.get("Idempotency-Key", "").strip('"')
    if key:
        fields["key"] = key
    for name, value in content.items():
        for field, text in _fields_of(name, value):
            fields[field] = text
    return fields


def _fields_of(name: str, value: Any) -> list[tuple[str, str]]:
    if name == "situations" and isinstance(value, dict):
        pairs = [(f"situation-{key}", text) for key, text in value.items()]
    elif name == "links" and isinstance(value, dict):
        pairs = [(f"link-{key}", text) for key, text in value.items()]
    elif name == "evidence" and isinstance(value, list):
        pairs = [(f"evidence-{number}", text) for number, text in enumerate(value, start=1)]
    elif isinstance(value, bool):
        pairs = [(name, "yes" if value else "")]
    else:
        pairs = [(name, value)]
    for field, text in pairs:
        if not isinstance(text, str):
            raise _odd_json(field)
    return pairs


def _odd_json(field: str) -> RefusedError:
    return RefusedError(
        400,
        _("This is not the JSON that we can read"),
        _("See /apply/openapi.json for what is expected; %(field)s is something else.") % {"field": field or "JSON"},
    )


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
