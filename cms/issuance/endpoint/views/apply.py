"""An application comes in, as a form or as JSON: the same rules, the same way."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.applications import applying
from cms.issuance.applications.applying import Sender
from cms.issuance.applications.offer import OfferChangedError, last_offered, offered
from cms.issuance.endpoint.forms import ApplicationForm
from cms.issuance.endpoint.guards import Fields, check_project
from cms.issuance.endpoint.responses import (
    RefusedError,
    answers_in_words,
)
from cms.issuance.endpoint.views.intake import (
    closed,
    kept_from,
    language_in,
    project_or_first,
    received,
    take_from_page,
    to_correct,
)
from cms.issuance.limits import internet_address
from cms.issuance.models import Achievement
from cms.issuance.wording import is_slug
from cms.projects import current, mean, project_of, slug_of

RECEIVED = "application-received"


@csrf_exempt
@answers_in_words
def apply(request: HttpRequest) -> HttpResponse:
    """Take an application from a badge page."""
    instead = _("To apply for a badge, open the page of the badge on our site and use the form there.")
    return take_from_page(request, _take, instead)


def _take(request: HttpRequest, data: Fields) -> HttpResponse:
    mean(project_or_first(project_of, data.get("badge", "")))
    check_project(request, current())
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return _received(request, _open_achievement(data).language)
    files = request.FILES if settings.EVIDENCE_FILES else MultiValueDict()
    # Files are not looked at twice: they are kept out of what may have to be done again.
    last = None if files else last_offered(data.get("badge", ""), data.get("language", ""))
    if last is not None and (kept := _keep(request, data, ApplicationForm(last, data, files))):
        return kept
    while True:
        form = ApplicationForm(_open_achievement(data), data, files)
        if not form.is_valid():
            return _to_correct(request, form, 422)
        if kept := _keep(request, data, form):
            return kept


def _keep(request: HttpRequest, data: Fields, form: ApplicationForm) -> HttpResponse | None:
    """Return the answer to a form that is kept, or hindered; None where it does not fit, or its badge has changed."""
    if not form.is_valid():
        return None
    sender, language = Sender(internet_address(request)), form.achievement.language
    try:
        hindered = kept_from(
            form,
            data,
            lambda: applying.apply(form.submission(), sender),
            lambda status: _to_correct(request, form, status),
            lambda minutes: _wait(minutes, language),
        )
    except OfferChangedError:
        return None
    return hindered or _received(request, language)


def _closed(day: date, language: str) -> RefusedError:
    """Return the answer to every application once they are closed."""
    text = _(
        "The project takes no applications since %(date)s. The modules stay open, and badges that were awarded "
        "stay valid."
    )
    return closed(day, language, _("Applications are closed"), text)


def _received(request: HttpRequest, language: str) -> HttpResponse:
    """Return the one answer to every application that could be taken."""
    text = _("We have sent you a mail. Your application counts when you have confirmed it there.")
    return received(request, language, RECEIVED, text)


def _to_correct(request: HttpRequest, form: ApplicationForm, status: int) -> HttpResponse:
    achievement = form.achievement
    return to_correct(
        request,
        form,
        achievement.language,
        status,
        "apply.html",
        achievement=achievement,
        most_files=settings.EVIDENCE_FILES,
        situations=[(part, None) for part in form.parts()],
    )


def _open_achievement(data: Fields) -> Achievement:
    """Return the badge that the form names, if it can be applied for.

    Raises:
        RefusedError: 400 for a language that we do not have, or a badge that we do not have in it. It is the form
            that is wrong, not the address; and the CMS would turn a 404 into a redirect to a page in a language.
            410 once applications are closed.
    """
    language = language_in(data)
    slug = data.get("badge", "")
    achievement, closed_since = offered(slug if is_slug(slug_of(slug)) else "", language)
    if achievement is None:
        raise RefusedError(
            400,
            _("We do not know this badge"),
            _("It may have been renamed. Please choose a badge on our site, and use the form there."),
            language=language,
        )
    if closed_since:
        raise _closed(closed_since, language)
    return achievement


def _wait(minutes: int, language: str) -> str:
    with translation.override(language):
        return ngettext(
            "Too many applications have come from your connection. "
            "Wait %(minutes)d minute, then press the button again.",
            "Too many applications have come from your connection. "
            "Wait %(minutes)d minutes, then press the button again.",
            minutes,
        ) % {"minutes": minutes}
