"""What mailed links open beside the applicant's own page: confirm, mend; and the form to have links sent again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.addresses import public_page
from cms.issuance.applications import applying
from cms.issuance.applications.applying import Sender
from cms.issuance.endpoint.answering import MendForm
from cms.issuance.endpoint.forms import ResendForm
from cms.issuance.endpoint.guards import check_origin, check_size, read_form
from cms.issuance.endpoint.responses import (
    RefusedError,
    SeeOther,
    answers_in_words,
    keeps_its_address,
    known_language,
    language_of,
    page,
)
from cms.issuance.endpoint.views.refusals import allow_get_and_post, refusal_of
from cms.issuance.limits import TooManyError, internet_address
from cms.issuance.mail.links import LinkError, LinkProblem, open_link
from cms.issuance.models import Application, Purpose
from cms.issuance.states import State
from cms.projects import mean, project_of

CONFIRMED = "application-confirmed"


@csrf_exempt
@keeps_its_address
@answers_in_words
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button, and confirm the address when it is pressed (programs that scan mails only look)."""
    allow_get_and_post(request)
    try:
        application = open_link(secret, Purpose.CONFIRM).application
        mean(project_of(application.achievement.slug))
        if request.method == "POST":
            application = applying.confirm(secret)
            return SeeOther(public_page(application.language, CONFIRMED))
        if application.state != State.UNCONFIRMED:
            raise LinkError(LinkProblem.USED, application)
    except LinkError as bad:
        raise refusal_of(bad, Purpose.CONFIRM) from bad
    return page(request, "confirm.html", {"application": application}, language=application.language)


@csrf_exempt
@keeps_its_address
@answers_in_words
def mend(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a returned application with the assessor's words, and take the completed answers."""
    allow_get_and_post(request)
    try:
        application = open_link(secret, Purpose.MEND).application
        mean(project_of(application.achievement.slug))
        if application.state != State.RETURNED:
            raise LinkError(LinkProblem.USED, application)
        if request.method != "POST":
            return _mend_page(request, MendForm(application), application)
        check_size(request)
        data = read_form(request)
        form = MendForm(application, data, request.FILES if settings.EVIDENCE_FILES else MultiValueDict())
        if not form.is_valid():
            return _mend_page(request, form, application)
        applying.resubmit(secret, form.answers())
    except LinkError as bad:
        raise refusal_of(bad, Purpose.MEND) from bad
    return SeeOther(public_page(application.language, CONFIRMED))


@csrf_exempt
@answers_in_words
def resend(request: HttpRequest) -> HttpResponse:
    """Have personal links mailed again. The answer is the same whether the address is known or not."""
    allow_get_and_post(request)
    if request.method != "POST":
        language = known_language(request.GET.get("language", ""))
        return page(request, "resend.html", {"form": ResendForm()}, language=language)
    check_size(request)
    check_origin(request)
    data = read_form(request)
    language = language_of(request, known_language(data.get("language", "")))
    form = ResendForm(data)
    if not form.is_valid():
        return page(request, "resend.html", {"form": form}, language=language, status=422)
    if not data.get("website"):
        try:
            applying.ask_for_links(form.cleaned_data["email"], language, Sender(internet_address(request)))
        except TooManyError as error:
            raise RefusedError(
                429,
                _("Too many forms have come from your connection"),
                _("Please wait an hour, and try again."),
                language=language,
            ) from error
    return page(request, "resent.html", {}, language=language)


def _mend_page(request: HttpRequest, form: MendForm, application: Application) -> HttpResponse:
    """Return the form with all that was typed; 422 (RFC 9110) where something is to be corrected."""
    answers = {answer.criterion_key: answer for answer in application.answers.all()}
    context = {
        "form": form,
        "achievement": form.achievement,
        "application": application,
        "situations": [(part, answers.get(part.criterion["key"])) for part in form.parts()],
        "most_files": settings.EVIDENCE_FILES,
    }
    status = 422 if form.is_bound else 200
    return page(request, "mend.html", context, language=application.language, status=status)
