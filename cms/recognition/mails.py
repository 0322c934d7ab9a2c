"""The mails about invitations; their texts are the templates `issuance/mail/endorse_….txt`."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.issuance.mail.texts import Kind, add_kinds
from cms.issuance.models import MailMessage
from cms.issuance.wording import day_in_words
from cms.recognition.links import answer_link, withdraw_link
from cms.recognition.models import Invitation
from cms.recognition.things import names_of

_READ = _("Read the criteria and answer")
KINDS = {
    "endorse_invite": Kind(
        _("Invites an organisation to endorse badges"),
        ("organisation", "badges", "note", "deadline", "link"),
        ("link", "deadline"),
        answer_link,
        _READ,
    ),
    "endorse_returned": Kind(
        _("Asks an organisation to change its text"),
        ("organisation", "badges", "message", "deadline", "link"),
        ("link", "message"),
        answer_link,
        _READ,
    ),
    "endorse_refused": Kind(
        _("Says that an endorsement is not published"), ("organisation", "message"), ("organisation", "message")
    ),
    "endorse_published": Kind(
        _("Says that an endorsement is published"),
        ("organisation", "badges", "link"),
        ("link",),
        withdraw_link,
        _("Withdraw the endorsement"),
    ),
    "endorse_ended": Kind(_("Confirms that an endorsement is withdrawn"), ("organisation", "badges")),
    "endorse_news": Kind(
        _("Tells the editor what became of an invitation"), ("organisation", "standing"), ("organisation",)
    ),
}
PLACEHOLDERS = {
    "organisation": _("the name of the organisation"),
    "badges": _("the names of the badges"),
    "note": _("what the editor writes"),
    "deadline": _("the last day on which the link works"),
    "standing": _("where the invitation stands"),
}


def register() -> None:
    """Add the kinds to those that are there."""
    add_kinds(KINDS, PLACEHOLDERS)


def tell(invitation: Invitation, kind: str) -> None:
    """Write a mail to the organisation into the outbox."""
    with translation.override(invitation.language):
        values = {
            "invitation": invitation.pk.hex,
            "project": invitation.project,
            "number": invitation.number,
            "organisation": invitation.name or invitation.organisation,
            "badges": names_of(invitation.chosen or invitation.badges, invitation.language),
            "note": invitation.note,
            "message": invitation.message,
            "deadline": day_in_words(invitation.deadline),
        }
    MailMessage.objects.create(kind=kind, to=invitation.email, language=invitation.language, values=values)


def tell_editor(invitation: Invitation) -> None:
    """Write a mail to the editor who has invited, if there is an address. It repeats nothing of what was typed."""
    if not invitation.answer_to:
        return
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        values = {
            "project": invitation.project,
            "organisation": invitation.organisation,
            "standing": str(invitation.get_state_display()),
        }
    MailMessage.objects.create(kind="endorse_news", to=invitation.answer_to, language=language, values=values)
