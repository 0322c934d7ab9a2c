"""The public endpoint: apply, confirm, mend. No accounts, no cookies; the same answer for everybody."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cms.issuance import workflow
from cms.issuance.achievements import current_achievement
from cms.issuance.addresses import public_page
from cms.issuance.forms import AnswersForm, ApplicationForm, MendForm
from cms.issuance.guards import check_origin, check_size, read_form
from cms.issuance.links import LinkError, LinkProblem, open_link
from cms.issuance.models import Achievement, Application, Purpose
from cms.issuance.pages import RefusedError, SeeOther, answers_in_words, known_language, page
from cms.issuance.states import State
from cms.issuance.wording import is_slug

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


# No cookie speaks for anybody here, so there is nothing that a foreign page could abuse; the origin is checked.
@csrf_exempt
@answers_in_words
def apply(request: HttpRequest) -> HttpResponse:
    """Take an application from a badge page."""
    if request.method != "POST":
        raise RefusedError(
            405,
            _("There is nothing to read here"),
            _("To apply for a badge, open the page of the badge on our site and use the form there."),
            allow="POST",
        )
    check_size(request)
    check_origin(request)
    data = read_form(request)
    achievement = _achievement(data)
    if data.get("website"):
        # People do not see this field; a program that fills in everything learns nothing from the answer.
        return SeeOther(public_page(achievement.language, "application-received"))
    form = ApplicationForm(achievement, data)
    if not form.is_valid():
        return _form_page(request, "apply.html", form)
    workflow.apply(form.submission())
    return SeeOther(public_page(achievement.language, "application-received"))


# The secret in the address is the permission; it is in no cookie.
@csrf_exempt
@answers_in_words
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button, and confirm the address when it is pressed (programs that scan mails only look)."""
    _allow_get_and_post(request)
    try:
        application = open_link(secret, Purpose.CONFIRM).application
        if request.method == "POST":
            application = workflow.confirm(secret)
            return SeeOther(public_page(application.language, "application-confirmed"))
        if application.state != State.UNCONFIRMED:
            raise LinkError(LinkProblem.USED, application)
    except LinkError as bad:
        raise _refusal_of(bad, Purpose.CONFIRM) from bad
    return page(request, "confirm.html", {"application": application}, language=application.language)


@csrf_exempt
@answers_in_words
def mend(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a returned application with the assessor's words, and take the completed answers."""
    _allow_get_and_post(request)
    try:
        application = open_link(secret, Purpose.MEND).application
        if application.state != State.RETURNED:
            raise LinkError(LinkProblem.USED, application)
        if request.method != "POST":
            form = MendForm(application.achievement, initial=MendForm.initial_of(application))
            return _form_page(request, "mend.html", form, application)
        check_size(request)
        form = MendForm(application.achievement, read_form(request))
        if not form.is_valid():
            return _form_page(request, "mend.html", form, application)
        workflow.resubmit(secret, form.answers())
    except LinkError as bad:
        raise _refusal_of(bad, Purpose.MEND) from bad
    return SeeOther(public_page(application.language, "application-confirmed"))


def style(request: HttpRequest) -> HttpResponse:
    """Return the style sheet of these pages, so that the endpoint needs no static files beside it."""
    response = HttpResponse(STYLE, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@answers_in_words
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that does not exist, where the endpoint runs alone."""
    raise RefusedError(404, _("There is no such page"), _("Please open our site and find the badge that you look for."))


@answers_in_words
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that makes no sense, where the endpoint runs alone."""
    raise RefusedError(400, _("We could not read this"), _("Please open our site and try again from there."))


def _achievement(data: QueryDict) -> Achievement:
    """Return the badge that the form names.

    Raises:
        RefusedError: 400 for a language that we do not have, or a badge that we do not have in it. It is the form
            that is wrong, not the address; and the CMS would turn a 404 into a redirect to a page in a language.
    """
    language = known_language(data.get("language", ""))
    if not language:
        raise RefusedError(
            400,
            _("The form does not say its language"),
            _("Please open the badge on our site in your language, and use the form there."),
        )
    slug = data.get("badge", "")
    achievement = current_achievement(slug, language) if is_slug(slug) else None
    if achievement is None or achievement.skills_needed is not None:
        raise RefusedError(
            400,
            _("We do not know this badge"),
            _("It may have been renamed. Please choose a badge on our site, and use the form there."),
            language=language,
        )
    return achievement


def _form_page(
    request: HttpRequest, template: str, form: AnswersForm, application: Application | None = None
) -> HttpResponse:
    """Return the form with all that was typed; 422 (RFC 9110) where something is to be corrected."""
    context: dict[str, object] = {"form": form, "achievement": form.achievement, "application": application}
    if application is not None:
        answers = {answer.criterion_key: answer for answer in application.answers.all()}
        context["situations"] = [(c, field, answers.get(c["key"])) for c, field in form.situations()]
    else:
        context["situations"] = [(c, field, None) for c, field in form.situations()]
    status = 422 if form.is_bound else 200
    return page(request, template, context, language=form.achievement.language, status=status)


def _allow_get_and_post(request: HttpRequest) -> None:
    if request.method not in {"GET", "HEAD", "POST"}:
        raise RefusedError(
            405, _("This cannot be done here"), _("Please open the link from your mail again."), allow="GET, HEAD, POST"
        )


def _refusal_of(bad: LinkError, purpose: Purpose) -> RefusedError:
    """Return what to tell the person whose link opens nothing: 410 for all, so that guessing teaches nothing."""
    language = bad.application.language if bad.application else ""
    if bad.problem is LinkProblem.UNKNOWN:
        return RefusedError(
            410,
            _("This link is not complete"),
            _("Please copy the whole link from your mail, or press it there once more."),
        )
    if bad.problem is LinkProblem.EXPIRED:
        text = {
            Purpose.CONFIRM: _("Please fill in the form on the badge page again. We will send you a new link."),
            Purpose.MEND: _("Please answer our mail if you would like to go on. We will send you a new link."),
        }[purpose]
        return RefusedError(410, _("This link is out of date"), text, language=language)
    text = {
        Purpose.CONFIRM: _("Your application is confirmed already. There is nothing more for you to do now."),
        Purpose.MEND: _("Your changes have reached us already. There is nothing more for you to do now."),
    }[purpose]
    return RefusedError(410, _("This link has been used"), text, language=language)
