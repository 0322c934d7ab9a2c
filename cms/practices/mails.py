"""The mails about suggested practices; their texts are the templates `issuance/mail/practice_….txt`."""

from django.utils.translation import gettext_lazy as _

from cms.issuance.mail.texts import Kind, add_kinds
from cms.issuance.models import MailMessage
from cms.practices.models import Suggestion
from cms.practices.suggesting import confirm_link

KINDS = {
    "practice_confirm": Kind(
        _("Asks to confirm a suggested practice"), ("link",), ("link",), confirm_link, _("Confirm my suggestion")
    ),
    "practice_drafted": Kind(_("Says that a suggested practice is made a draft"), ("practice",)),
    "practice_declined": Kind(
        _("Says that a suggested practice is not taken"), ("practice", "message"), ("practice", "message")
    ),
}


def register() -> None:
    """Add the kinds to those that are there."""
    add_kinds(KINDS, {"practice": _("the name of the practice")})


def tell(suggestion: Suggestion, kind: str, message: str = "") -> None:
    """Write a mail about a decision into the outbox."""
    values = {"practice": suggestion.title, "message": message}
    MailMessage.objects.create(kind=kind, to=suggestion.email, language=suggestion.language, values=values)
