"""A practice comes in by the form of the site, and is confirmed by the link in a mail."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.addresses import public_page
from cms.issuance.applications.applying import AlreadyUsedError, Sender
from cms.issuance.endpoint.guards import Fields, allowed_origin, check_origin, check_size, read_form
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
from cms.issuance.endpoint.views.refusals import UNKNOWN, allow_get_and_post
from cms.issuance.limits import TooManyError, internet_address
from cms.issuance.mail.links import LinkError, LinkProblem
from cms.issuance.schedule import closed_since
from cms.practices import suggesting
from cms.practices.forms import SuggestionForm

RECEIVED, CONFIRMED = "practice-received", "practice-confirmed"
_REFUSALS = {
    LinkProblem.UNKNOWN: UNKNOWN,
    LinkProblem.EXPIRED: (_("This link is out of date"), _("Please fill in the form for practices again.")),
    LinkProblem.USED: (
        _("This link has been used"),
        _("Your suggestion is confirmed already. There is nothing more for you to do now."),
    ),
}


@csrf_exempt
@answers_in_words
def suggest(request: HttpRequest) -> HttpResponse:
    """Take a practice from the page of the site."""
    if request.method == "OPTIONS" and allowed_origin(request):
        return may_ask(request, preflight())
    if request.method != "POST":
        raise RefusedError(
            405,
            _("There is nothing to read here"),
            _("To suggest a practice, use the form on our site."),
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
        if request.method == "POST":
            return SeeOther(public_page(suggesting.confirm(secret).language, CONFIRMED))
        suggestion = suggesting.open_suggestion(secret)
    except LinkError as bad:
        raise RefusedError(410, *_REFUSALS[bad.problem]) from bad
    return page(request, "practices/confirm.html", {"suggestion": suggestion}, language=suggestion.language)


def _take(request: HttpRequest, data: Fields) -> HttpResponse:
    language = known_language(data.get("language", ""))
    if not language:
        raise RefusedError(
            400,
            _("The form does not say its language"),
            _("Please open the form on our site in your language, and send it from there."),
        )
    if day := closed_since():
        text = _("The project takes no suggestions since %(date)s. The practices stay on the site.")
        raise closed(day, language, _("Suggestions are closed"), text)
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return _received(request, language)
    form = SuggestionForm(language, data)
    if not form.is_valid():
        return _to_correct(request, form, 422)
    try:
        suggesting.suggest(form.suggestion(), Sender(internet_address(request)))
    except TooManyError as error:
        form.add_error(None, _wait(minutes_to(error.until), language))
        response = _to_correct(request, form, 429)
        response["Retry-After"] = str(seconds_to(error.until))
        return response
    except AlreadyUsedError:
        # The page comes back without the key and the proof, so pressing the button once more sends it as a new one.
        form.data = without(data, "key", "altcha")
        form.add_error(None, _("This form was sent before with other words. Send it once more if it is a new one."))
        return _to_correct(request, form, 409)
    return _received(request, language)


def _received(request: HttpRequest, language: str) -> HttpResponse:
    """Return the one answer to every suggestion that could be taken."""
    address = public_page(language, RECEIVED)
    if not speaks_json(request):
        return SeeOther(address)
    with translation.override(language):
        text = str(_("We have sent you a mail. Your suggestion counts when you have confirmed it there."))
    response = JsonResponse({"status": "received", "message": text, "page": address}, status=202)
    response["Content-Language"] = language
    return response


def _to_correct(request: HttpRequest, form: SuggestionForm, status: int) -> HttpResponse:
    """Return the form with all that was typed and what is wrong with it."""
    language = form.language
    if speaks_json(request):
        with translation.override(language):
            errors = {name or "form": [str(text) for text in texts] for name, texts in form.errors.items()}
        content = {"title": _("Please correct your form"), "errors": errors}
        return problem(request, content, language=language, status=status)
    return page(request, "practices/form.html", {"form": form}, language=language, status=status)


def _wait(minutes: int, language: str) -> str:
    with translation.override(language):
        return ngettext(
            "Too many forms have come from your connection. Wait %(minutes)d minute, then press the button again.",
            "Too many forms have come from your connection. Wait %(minutes)d minutes, then press the button again.",
            minutes,
        ) % {"minutes": minutes}
