"""An application comes in, as a form or as JSON: the same rules, the same way."""

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.achievements import achievement_in, newest_version
from cms.issuance.addresses import public_page
from cms.issuance.applications import applying
from cms.issuance.applications.applying import AlreadyUsedError, Sender
from cms.issuance.endpoint.forms import ApplicationForm
from cms.issuance.endpoint.guards import Fields, allowed_origin, check_origin, check_project, check_size, read_form
from cms.issuance.endpoint.responses import (
    RefusedError,
    SeeOther,
    answers_in_words,
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
from cms.issuance.limits import TooManyError, internet_address
from cms.issuance.models import Achievement
from cms.issuance.rows import find_all
from cms.issuance.schedule import closing_day_in, past_closing_day
from cms.issuance.wording import is_slug
from cms.projects import FIRST, Project, UnknownProjectError, current, mean, project_of, slug_of

RECEIVED = "application-received"


@csrf_exempt
@answers_in_words
def apply(request: HttpRequest) -> HttpResponse:
    """Take an application from a badge page."""
    if request.method == "OPTIONS" and allowed_origin(request):
        return may_ask(request, preflight())
    if request.method != "POST":
        raise RefusedError(
            405,
            _("There is nothing to read here"),
            _("To apply for a badge, open the page of the badge on our site and use the form there."),
            allow="POST",
        )
    check_size(request)
    check_origin(request)
    return may_ask(request, _take(request, read_form(request)))


@answers_in_words
def challenge(request: HttpRequest) -> HttpResponse:
    """Return a sum for the browser to do while its reader fills in the form."""
    return new_challenge(request)


def _take(request: HttpRequest, data: Fields) -> HttpResponse:
    mean(_project_of(data.get("badge", "")))
    check_project(request, current())
    achievement = _open_achievement(data)
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return _received(request, achievement.language)
    files = request.FILES if settings.EVIDENCE_FILES else MultiValueDict()
    form = ApplicationForm(achievement, data, files)
    if not form.is_valid():
        return _to_correct(request, form, 422)
    try:
        applying.apply(form.submission(), Sender(internet_address(request)))
    except TooManyError as error:
        form.add_error(None, _wait(error.until, achievement.language))
        response = _to_correct(request, form, 429)
        response["Retry-After"] = str(seconds_to(error.until))
        return response
    except AlreadyUsedError:
        # The page comes back without the key and the proof, so pressing the button once more sends it as a new one.
        form.data = without(data, "key", "altcha")
        form.add_error(None, _("This form was sent before with other words. Send it once more if it is a new one."))
        return _to_correct(request, form, 409)
    return _received(request, achievement.language)


def _closed(day: date, language: str) -> RefusedError:
    """Return the answer to every application once they are closed."""
    text = _(
        "The project takes no applications since %(date)s. The modules stay open, and badges that were awarded "
        "stay valid."
    )
    return closed(day, language, _("Applications are closed"), text)


def _received(request: HttpRequest, language: str) -> HttpResponse:
    """Return the one answer to every application that could be taken."""
    address = public_page(language, RECEIVED)
    if not speaks_json(request):
        return SeeOther(address)
    with translation.override(language):
        text = str(_("We have sent you a mail. Your application counts when you have confirmed it there."))
    response = JsonResponse({"status": "received", "message": text, "page": address}, status=202)
    response["Content-Language"] = language
    return response


def _to_correct(request: HttpRequest, form: ApplicationForm, status: int) -> HttpResponse:
    """Return the form with all that was typed and what is wrong with it."""
    language = form.achievement.language
    if speaks_json(request):
        with translation.override(language):
            errors = {name or "form": [str(text) for text in texts] for name, texts in form.errors.items()}
        content = {"title": _("Please correct your form"), "errors": errors}
        return problem(request, content, language=language, status=status)
    context = {"form": form, "achievement": form.achievement, "most_files": settings.EVIDENCE_FILES}
    context["situations"] = [(part, None) for part in form.parts()]
    return page(request, "apply.html", context, language=language, status=status)


def _open_achievement(data: Fields) -> Achievement:
    """Return the badge that the form names, if it can be applied for.

    Raises:
        RefusedError: 400 for a language that we do not have, or a badge that we do not have in it. It is the form
            that is wrong, not the address; and the CMS would turn a 404 into a redirect to a page in a language.
            410 once applications are closed.
    """
    language = known_language(data.get("language", ""))
    if language not in current().codes:
        raise RefusedError(
            400,
            _("The form does not say its language"),
            _("Please open the badge on our site in your language, and use the form there."),
        )
    slug = data.get("badge", "")
    newest, past = find_all(newest_version(slug if is_slug(slug_of(slug)) else "", language), past_closing_day())
    achievement = achievement_in(newest)
    # Nobody applies for a set badge: it is awarded by itself.
    if achievement is None or achievement.skills_needed is not None:
        raise RefusedError(
            400,
            _("We do not know this badge"),
            _("It may have been renamed. Please choose a badge on our site, and use the form there."),
            language=language,
        )
    if day := current().closed_since if current().key else closing_day_in(past):
        raise _closed(day, language)
    return achievement


def _project_of(badge: str) -> Project:
    """Return the project of the badge that a form names; of a badge that nobody knows, the first."""
    try:
        return project_of(badge)
    except UnknownProjectError:
        return FIRST


def _wait(until: datetime, language: str) -> str:
    minutes = minutes_to(until)
    with translation.override(language):
        return ngettext(
            "Too many applications have come from your connection. "
            "Wait %(minutes)d minute, then press the button again.",
            "Too many applications have come from your connection. "
            "Wait %(minutes)d minutes, then press the button again.",
            minutes,
        ) % {"minutes": minutes}
