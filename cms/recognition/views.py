"""What links in mails open to an organisation: criteria and form, a look at what is published, no, withdrawal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cms.issuance.endpoint.guards import Fields, check_size, read_form
from cms.issuance.endpoint.responses import RefusedError, SeeOther, answers_in_words, keeps_its_address, page
from cms.issuance.endpoint.views.refusals import UNKNOWN, allow_get_and_post
from cms.issuance.wording import day_in_words
from cms.projects import slug_of
from cms.recognition import inviting
from cms.recognition.forms import AnswerForm, SendForm, first_values
from cms.recognition.links import InvitationError, Problem
from cms.recognition.models import Invitation, State
from cms.recognition.things import achievements, names_of

_REFUSALS = {
    Problem.UNKNOWN: UNKNOWN,
    Problem.REPLACED: (
        _("There is a newer link"),
        _("We have sent you another mail since. Please open the link in the newest one."),
    ),
    Problem.LATE: (
        _("This link is out of date"),
        _("Nothing was sent. If your organisation would still like to, answer the mail, and we send a new link."),
    ),
    Problem.ANSWERED: (
        _("This link has been used"),
        _("Your answer has reached us already. There is nothing more for you to do now."),
    ),
    Problem.CLOSED: (
        _("This link has been used"),
        _("The invitation is answered and settled. There is nothing more for you to do now."),
    ),
    Problem.TAKEN_BACK: (
        _("This invitation was taken back"),
        _("Nothing was sent, and nothing is published. If you think that this is a mistake, answer the mail."),
    ),
    Problem.ENDED: (
        _("There is nothing to withdraw"),
        _("The endorsement is withdrawn already. It is shown no more from the next edition of our site on."),
    ),
}


@csrf_exempt
@keeps_its_address
@answers_in_words
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the badge and the form; take the answer in two steps, the second of which shows what will be published."""
    allow_get_and_post(request)
    try:
        invitation = inviting.open_invitation(secret)
        if request.method == "POST":
            check_size(request)
            return _take(request, invitation, secret, read_form(request))
    except InvitationError as bad:
        raise _refused(bad) from bad
    if invitation.state == State.ANSWERED:
        return _page(request, "sent", invitation, said=invitation)
    return _form(request, AnswerForm(invitation, initial=first_values(invitation)))


@csrf_exempt
@keeps_its_address
@answers_in_words
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what is published and one button (programs that scan mails only look)."""
    allow_get_and_post(request)
    try:
        if request.method == "POST":
            return _page(request, "withdrawn", inviting.withdraw_by_link(secret))
        invitation = inviting.open_withdrawal(secret)
    except InvitationError as bad:
        raise _refused(bad) from bad
    return _page(request, "withdraw", invitation, said=invitation)


def _take(request: HttpRequest, invitation: Invitation, secret: str, data: Fields) -> HttpResponse:
    if invitation.state != State.INVITED:
        raise InvitationError(Problem.ANSWERED, invitation)
    wish = data.get("do", "")
    if wish == "decline":
        return _page(request, "declined", inviting.decline(secret))
    form = SendForm(invitation, data) if wish == "send" else AnswerForm(invitation, data)
    if form.is_valid() and wish == "send":
        inviting.answer(secret, form.said())
        return SeeOther(request.path)
    if form.is_valid() and wish == "look":
        # A form of its own, so that nobody is told that the consent is missing before it was asked for.
        return _look(request, SendForm(invitation, initial=form.data), form.said())
    if set(form.errors) == {"consent"}:
        return _look(request, form, form.said(), status=422)
    return _form(request, AnswerForm(invitation, data), status=200 if wish == "change" else 422)


def _form(request: HttpRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
    invitation = form.invitation
    badges = [(slug_of(badge.slug), badge) for badge in achievements(invitation.badges, invitation.language)]
    of_issuer = not all(map(slug_of, invitation.badges))
    return _page(request, "form", invitation, form=form, badges=badges, of_issuer=of_issuer, status=status)


def _look(request: HttpRequest, form: AnswerForm, said: dict[str, Any], status: int = 200) -> HttpResponse:
    """Show what will be published. What was typed travels along in hidden fields, and is checked again when sent."""
    kept = [(name, form.data.get(name) or form.initial.get(name, "")) for name in form.fields if name != "consent"]
    return _page(request, "look", form.invitation, form=form, said=said, kept=kept, status=status)


def _page(
    request: HttpRequest, name: str, invitation: Invitation, *, said: Any = None, status: int = 200, **context: Any
) -> HttpResponse:
    chosen = said["chosen"] if isinstance(said, dict) else invitation.chosen
    with translation.override(invitation.language):
        words = {
            "chosen": names_of(chosen, invitation.language),
            "deadline": day_in_words(invitation.deadline),
        }
    shown = {"invitation": invitation, "said": said, **words, **context}
    return page(request, f"recognition/{name}.html", shown, language=invitation.language, status=status)


def _refused(bad: InvitationError) -> RefusedError:
    """Return the answer: 410 for all, so that guessing teaches nothing."""
    language = bad.invitation.language if bad.invitation else ""
    return RefusedError(410, *_REFUSALS[bad.problem], language=language)
