"""A claim comes in by the form of the site, and is confirmed by the link in a mail."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cms.events import claiming
from cms.events.codes import CodeError
from cms.events.forms import ClaimForm
from cms.events.wording import words_of
from cms.issuance.addresses import public_page
from cms.issuance.applications.applying import Sender
from cms.issuance.endpoint.guards import Fields, check_project
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
    project_or_first,
    received,
    take_from_page,
    to_correct,
    too_many_forms,
)
from cms.issuance.endpoint.views.refusals import UNKNOWN, allow_get_and_post
from cms.issuance.limits import internet_address
from cms.issuance.mail.links import LinkError, LinkProblem
from cms.issuance.schedule import closed_since
from cms.projects import current, find, mean

RECEIVED, CONFIRMED = "claim-received", "claim-confirmed"
_REFUSALS = {
    LinkProblem.UNKNOWN: UNKNOWN,
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
    return take_from_page(request, _take, _("To claim a badge, use the form on our site."))


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
    mean(project_or_first(find, data.get("project", "")))
    check_project(request, current())
    language = language_in(data)
    if day := closed_since():
        text = _("The project awards no badges since %(date)s. Badges that were awarded stay valid.")
        raise closed(day, language, _("Claims are closed"), text)
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return _received(request, language)
    form = ClaimForm(data)

    def show(status: int) -> HttpResponse:
        return to_correct(request, form, language, status, "events/form.html", form_language=language)

    if not form.is_valid():
        return show(422)
    sender = Sender(internet_address(request))
    try:
        hindered = kept_from(
            form,
            data,
            lambda: claiming.claim(form.claim(language), sender),
            show,
            lambda n: too_many_forms(n, language),
        )
    except CodeError as error:
        with translation.override(language):
            form.add_error("code", words_of(error))
        return show(422)
    return hindered or _received(request, language)


def _received(request: HttpRequest, language: str) -> HttpResponse:
    """Return the one answer to every claim that could be taken."""
    text = _("We have sent you a mail. The badge comes when you have confirmed your address there.")
    return received(request, language, RECEIVED, text)
