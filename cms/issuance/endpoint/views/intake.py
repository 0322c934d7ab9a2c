"""What every view does that takes a form from a page of the site."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.issuance.addresses import public_page
from cms.issuance.applications.applying import AlreadyUsedError
from cms.issuance.endpoint.guards import Fields, allowed_origin, check_origin, check_size, read_form
from cms.issuance.endpoint.proof import make_challenge
from cms.issuance.endpoint.responses import RefusedError, SeeOther, answers_in_words, page, problem, speaks_json
from cms.issuance.limits import TooManyError
from cms.issuance.wording import day_in_words
from cms.projects import FIRST, Project, UnknownProjectError, current


def may_ask(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let scripts of our own pages read the answer, and nobody else's."""
    origin = allowed_origin(request)
    if origin:
        response["Access-Control-Allow-Origin"] = origin
    response["Vary"] = "Origin"
    return response


def preflight() -> HttpResponse:
    """Return what a script of one of our pages may send (Fetch standard, "CORS-preflight request")."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "POST"
    response["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    response["Access-Control-Max-Age"] = "3600"
    return response


@answers_in_words
def challenge(request: HttpRequest) -> HttpResponse:
    """Return a sum for the browser to do while its reader fills in the form."""
    return may_ask(request, JsonResponse(make_challenge()))


def closed(day: date, language: str, title: str | Promise, text: str | Promise) -> RefusedError:
    """Return the answer to every form once the project takes none; `text` says since when with %(date)s."""
    with translation.override(language):
        words = str(text) % {"date": day_in_words(day)}
    return RefusedError(410, title, words, language=language)


def take_from_page(
    request: HttpRequest, take: Callable[[HttpRequest, Fields], HttpResponse], instead: str | Promise
) -> HttpResponse:
    """Return what `take` answers to a form that a page of ours has sent; `instead` tells a reader what to do.

    Raises:
        RefusedError: 405 for a reader, 403 for a page of somebody else, 413 or 415 for what is no form.
    """
    if request.method == "OPTIONS" and allowed_origin(request):
        return may_ask(request, preflight())
    if request.method != "POST":
        raise RefusedError(405, _("There is nothing to read here"), instead, allow="POST")
    check_size(request)
    check_origin(request)
    return may_ask(request, take(request, read_form(request)))


def language_in(data: Fields) -> str:
    """Return the language of the site that a form is sent from.

    Raises:
        RefusedError: 400, it names none of the project's.
    """
    language = data.get("language", "")
    if language not in current().codes:
        raise RefusedError(
            400,
            _("The form does not say its language"),
            _("Please open the form on our site in your language, and send it from there."),
        )
    return language


def project_or_first(find: Callable[[str], Project], key: str) -> Project:
    """Return the project that `find` knows by what a form names; the first where it knows none."""
    try:
        return find(key)
    except UnknownProjectError:
        return FIRST


def kept_from(
    form: BaseForm,
    data: Fields,
    keep: Callable[[], object],
    show: Callable[[int], HttpResponse],
    wait: Callable[[int], str],
) -> HttpResponse | None:
    """Keep a valid form; return the form again with what hinders that, None where it is kept.

    `show` answers with the form and a status, `wait` says how many minutes to wait.
    """
    try:
        keep()
    except TooManyError as error:
        seconds = max(1, int((error.until - timezone.now()).total_seconds()))
        # Begun minutes count.
        form.add_error(None, wait(-(-seconds // 60)))
        response = show(429)
        response["Retry-After"] = str(seconds)
        return response
    except AlreadyUsedError:
        # The page comes back without the key and the proof, so pressing the button once more sends it as a new one.
        form.data = data.copy()
        for name in ("key", "altcha"):
            form.data.pop(name, None)
        form.add_error(None, _("This form was sent before with other words. Send it once more if it is a new one."))
        return show(409)
    return None


def too_many_forms(minutes: int, language: str) -> str:
    """Return that too many forms have come, and how long to wait."""
    with translation.override(language):
        return ngettext(
            "Too many forms have come from your connection. Wait %(minutes)d minute, then press the button again.",
            "Too many forms have come from your connection. Wait %(minutes)d minutes, then press the button again.",
            minutes,
        ) % {"minutes": minutes}


def received(request: HttpRequest, language: str, page_name: str, text: str | Promise) -> HttpResponse:
    """Return the one answer to every form that could be taken: the page of the site, or the text as JSON."""
    address = public_page(language, page_name)
    if not speaks_json(request):
        return SeeOther(address)
    with translation.override(language):
        response = JsonResponse({"status": "received", "message": str(text), "page": address}, status=202)
    response["Content-Language"] = language
    return response


def to_correct(
    request: HttpRequest, form: BaseForm, language: str, status: int, template: str, **context: Any
) -> HttpResponse:
    """Return the form with all that was typed and what is wrong with it: as a page, or its errors as JSON."""
    if speaks_json(request):
        with translation.override(language):
            errors = {name or "form": [str(text) for text in texts] for name, texts in form.errors.items()}
        content = {"title": _("Please correct your form"), "errors": errors}
        return problem(request, content, language=language, status=status)
    return page(request, template, {"form": form, **context}, language=language, status=status)
