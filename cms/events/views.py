"""A claim comes in by the form of the site, and is confirmed by the link in a mail."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from cms.events import claiming
from cms.events.codes import CodeError
from cms.events.forms import ClaimForm
from cms.events.wording import words_of
from cms.issuance.addresses import public_page
from cms.issuance.applications.applying import AlreadyUsedError, Sender
from cms.issuance.endpoint.guards import Fields, allowed_origin, check_origin, check_project, check_size, read_form
from cms.issuance.endpoint.responses import (
    RefusedError,
    SeeOther,
    answers_in_words,
    keeps_its_address,
    known_language,
    page,
    problem,
    speaks_json,
)
from cms.issuance.endpoint.views.intake import (
    closed,
    may_ask,
    minutes_to,
    new_challenge,
    preflight,
    seconds_to,
    without,
)
from cms.issuance.endpoint.views.refusals import allow_get_and_post
from cms.issuance.limits import TooManyError, internet_address
from cms.issuance.mail.links import LinkError, LinkProblem
from cms.issuance.schedule import closed_since
from cms.projects import FIRST, Project, UnknownProjectError, current, find, mean

RECEIVED, CONFIRMED = "claim-received", "claim-confirmed"
_REFUSALS = {
    LinkProblem.UNKNOWN: (
        _("This link is not complete"),
        _("Please copy the whole link from your mail, or press it there once more."),
    ),
    LinkProblem.EXPIRED: (_("This link is out of date"), _("Please fill in the form with your code again.")),
    LinkProblem.USED: (
        _("This link has been used"),
        _("Your address is confirmed already, and the badge comes by mail. There is nothing more for you to do now."),
    ),
}


@csrf_exempt
@answers_in_words
def claim(request: HttpRequest) -> HttpResponse:
    """Take a claim from the page of the site."""
    if request.method == "OPTIONS" and allowed_origin(request):
        return may_ask(request, preflight())
    if request.method != "POST":
        raise RefusedError(
            405,
            _("There is nothing to read here"),
            _("To claim a badge, use the form on our site."),
            allow="POST",
        )
    check_size(request)
    check_origin(request)
    return may_ask(request, _take(request, read_form(request)))


@answers_in_words
def challenge(request: HttpRequest) -> HttpResponse:
    """Return a sum for the browser to do while its reader fills in the form."""
    return new_challenge(request)


@csrf_exempt
@keeps_its_address
@answers_in_words
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button, and confirm the address when it is pressed (programs that scan mails only look)."""
    allow_get_and_post(request)
    try:
        found = claiming.open_claim(secret)
        if request.method == "POST":
            return SeeOther(public_page(claiming.confirm(secret).language, CONFIRMED))
    except LinkError as bad:
        raise RefusedError(410, *_REFUSALS[bad.problem]) from bad
    except CodeError as error:
        with translation.override(found.language):
            words = words_of(error)
        raise RefusedError(410, _("This code does not work"), words, language=found.language) from error
    return page(request, "events/confirm.html", {"claim": found}, language=found.language)


def _take(request: HttpRequest, data: Fields) -> HttpResponse:
    mean(_project_of(data.get("project", "")))
    check_project(request, current())
    language = known_language(data.get("language", ""))
    if language not in current().codes:
        raise RefusedError(
            400,
            _("The form does not say its language"),
            _("Please open the form on our site in your language, and send it from there."),
        )
    if day := closed_since():
        text = _("The project awards no badges since %(date)s. Badges that were awarded stay valid.")
        raise closed(day, language, _("Claims are closed"), text)
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return _received(request, language)
    form = ClaimForm(data)
    if not form.is_valid():
        return _to_correct(request, form, language, 422)
    try:
        claiming.claim(form.claim(language), Sender(internet_address(request)))
    except CodeError as error:
        with translation.override(language):
            form.add_error("code", words_of(error))
        return _to_correct(request, form, language, 422)
    except TooManyError as error:
        form.add_error(None, _wait(minutes_to(error.until), language))
        response = _to_correct(request, form, language, 429)
        response["Retry-After"] = str(seconds_to(error.until))
        return response
    except AlreadyUsedError:
        # The page comes back without the key and the proof, so pressing the button once more sends it as a new one.
        form.data = without(data, "key", "altcha")
        form.add_error(None, _("This form was sent before with other words. Send it once more if it is a new one."))
        return _to_correct(request, form, language, 409)
    return _received(request, language)


def _project_of(key: str) -> Project:
    """Return the project that a form names; the first for one that nobody knows."""
    try:
        return find(key)
    except UnknownProjectError:
        return FIRST


def _received(request: HttpRequest, language: str) -> HttpResponse:
    """Return the one answer to every claim that could be taken."""
    address = public_page(language, RECEIVED)
    if not speaks_json(request):
        return SeeOther(address)
    with translation.override(language):
        text = str(_("We have sent you a mail. The badge comes when you have confirmed your address there."))
    response = JsonResponse({"status": "received", "message": text, "page": address}, status=202)
    response["Content-Language"] = language
    return response


def _to_correct(request: HttpRequest, form: ClaimForm, language: str, status: int) -> HttpResponse:
    """Return the form with all that was typed and what is wrong with it."""
    if speaks_json(request):
        with translation.override(language):
            errors = {name or "form": [str(text) for text in texts] for name, texts in form.errors.items()}
        content = {"title": _("Please correct your form"), "errors": errors}
        return problem(request, content, language=language, status=status)
    context = {"form": form, "form_language": language}
    return page(request, "events/form.html", context, language=language, status=status)


def _wait(minutes: int, language: str) -> str:
    with translation.override(language):
        return ngettext(
            "Too many forms have come from your connection. Wait %(minutes)d minute, then press the button again.",
            "Too many forms have come from your connection. Wait %(minutes)d minutes, then press the button again.",
            minutes,
        ) % {"minutes": minutes}
