"""The applicant's own page: where the application stands, and what can be done about it. Opened by a mailed link."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.addresses import origin_of
from cms.issuance.applications import applying
from cms.issuance.awards.files import CERTIFICATE
from cms.issuance.ending import erasure
from cms.issuance.endpoint.forms import EraseForm
from cms.issuance.endpoint.guards import check_size, read_form
from cms.issuance.endpoint.responses import RefusedError, SeeOther, answers_in_words, keeps_its_address, page
from cms.issuance.endpoint.standing import standing_of, steps_of
from cms.issuance.endpoint.views.refusals import allow_get_and_post, refusal_of
from cms.issuance.mail.links import LinkError, LinkProblem, open_link
from cms.issuance.models import Application, Award, AwardFile, Purpose
from cms.issuance.states import OPEN, State, TransitionError
from cms.projects import mean, project_of, slug_of

# The files of an award as their holder understands them, the most useful first.
FORMS = {
    "badge.png": _("Picture with the proof inside (PNG)"),
    CERTIFICATE: _("Certificate to print or to hand in (PDF)"),
    "badge.svg": _("Picture for print and for the web, with the proof inside (SVG)"),
    "badge.json": _("The proof alone, for wallets (JSON)"),
}


@csrf_exempt
@keeps_its_address
@answers_in_words
def status(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the page; the button to complete a returned application leads on to a link for just that."""
    allow_get_and_post(request)
    application = _open(secret)
    if request.method == "POST":
        try:
            address = applying.begin_mending(secret)
        except LinkError as bad:
            raise refusal_of(bad, Purpose.STATUS) from bad
        return SeeOther(address.removeprefix(origin_of(address)))
    award = getattr(application, "award", None)
    context = {
        "application": application,
        "secret": secret,
        "standing": standing_of(application),
        "steps": steps_of(application),
        "answers": _answers(application),
        "further": _evidence(application, ""),
        "award": award,
        "files": _files(award) if award else [],
        "can_mend": application.state == State.RETURNED,
        "can_withdraw": application.state in OPEN,
        "shows_message": application.state in {State.RETURNED, State.AWARDED, State.DECLINED},
    }
    return page(request, "status.html", context, language=application.language)


@csrf_exempt
@keeps_its_address
@answers_in_words
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask once more, then take the application back."""
    allow_get_and_post(request)
    application = _open(secret)
    try:
        if application.state not in OPEN:
            raise LinkError(LinkProblem.USED, application)
        if request.method == "POST":
            applying.withdraw(secret)
            return SeeOther(reverse("issuance-status", args=[secret]))
    except (LinkError, TransitionError) as bad:
        raise refusal_of(LinkError(LinkProblem.USED, application), Purpose.STATUS) from bad
    context = {"application": application, "secret": secret}
    return page(request, "withdraw.html", context, language=application.language)


@csrf_exempt
@keeps_its_address
@answers_in_words
def erase(request: HttpRequest, secret: str) -> HttpResponse:
    """Offer the choices, and erase what is chosen."""
    allow_get_and_post(request)
    application = _open(secret)
    choices = erasure.choices_for(application)
    form = EraseForm(choices)
    context = {"application": application, "secret": secret, "form": form}
    if request.method == "POST":
        check_size(request)
        context["form"] = form = EraseForm(choices, read_form(request))
        if not form.is_valid():
            return page(request, "erase.html", context, language=application.language, status=422)
        try:
            erasure.erase_by_link(secret, form.choice)
        except (LinkError, ValueError) as bad:
            raise refusal_of(LinkError(LinkProblem.USED, application), Purpose.STATUS) from bad
        return page(request, "erased.html", {"choice": form.choice.label}, language=application.language)
    return page(request, "erase.html", context, language=application.language)


@keeps_its_address
@answers_in_words
def badge_file(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """Return the badge in one of its forms, to be kept."""
    application = _open(secret)
    file = AwardFile.objects.filter(award__application=application, name=name).first()
    if file is None:
        raise RefusedError(
            404, _("There is no such file"), _("Please open your own page again."), language=application.language
        )
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    slug = slug_of(application.achievement.slug)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{file.name}"'
    return response


def _open(secret: str) -> Application:
    try:
        application = open_link(secret, Purpose.STATUS).application
    except LinkError as bad:
        raise refusal_of(bad, Purpose.STATUS) from bad
    mean(project_of(application.achievement.slug))
    return application


def _files(award: Award) -> list[tuple[AwardFile, str | Promise]]:
    """Return the files that there are, each with its words."""
    there = {file.name: file for file in award.files.defer("content")}
    return [(there[name], words) for name, words in FORMS.items() if name in there]


def _answers(application: Application) -> list[dict[str, object]]:
    """Return each criterion with what was written for it, and the mark where the assessors have decided."""
    titles = {criterion["key"]: criterion["title"] for criterion in application.achievement.criteria}
    is_decided = application.state in {State.RETURNED, State.AWARDED, State.DECLINED}
    return [
        {
            "title": titles[answer.criterion_key],
            "answer": answer,
            "is_decided": is_decided,
            **_evidence(application, answer.criterion_key),
        }
        for answer in application.answers.all()
        if answer.situation
    ]


def _evidence(application: Application, key: str) -> dict[str, object]:
    """Return what was sent for a criterion; with an empty key for the whole."""
    return {
        "links": application.evidence.filter(criterion_key=key),
        "files": application.files.filter(criterion_key=key),
    }
