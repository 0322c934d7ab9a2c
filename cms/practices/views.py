"""A practice comes in by the form of the site, and is confirmed by the link in a mail."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.addresses import public_page
from cms.issuance.applications.applying import Sender
from cms.issuance.endpoint.guards import Fields
from cms.issuance.endpoint.responses import (
    RefusedError,
    SeeOther,
    answers_in_words,
    keeps_its_address,
    page,
)
from cms.issuance.endpoint.views.intake import (
    closed,
    kept_from,
    language_in,
    received,
    take_from_page,
    to_correct,
    too_many_forms,
)
from cms.issuance.endpoint.views.refusals import UNKNOWN, allow_get_and_post
from cms.issuance.limits import internet_address
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
    return take_from_page(request, _take, _("To suggest a practice, use the form on our site."))


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
    language = language_in(data)
    if day := closed_since():
        text = _("The project takes no suggestions since %(date)s. The practices stay on the site.")
        raise closed(day, language, _("Suggestions are closed"), text)
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return _received(request, language)
    form = SuggestionForm(language, data)

    def show(status: int) -> HttpResponse:
        return to_correct(request, form, language, status, "practices/form.html")

    if not form.is_valid():
        return show(422)
    sender = Sender(internet_address(request))
    hindered = kept_from(
        form, data, lambda: suggesting.suggest(form.suggestion(), sender), show, lambda n: too_many_forms(n, language)
    )
    return hindered or _received(request, language)


def _received(request: HttpRequest, language: str) -> HttpResponse:
    """Return the one answer to every suggestion that could be taken."""
    text = _("We have sent you a mail. Your suggestion counts when you have confirmed it there.")
    return received(request, language, RECEIVED, text)
