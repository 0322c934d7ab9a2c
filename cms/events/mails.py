"""The mails about events; their texts are the templates `issuance/mail/claim_….txt`."""

from datetime import date
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from cms.events.claiming import confirm_link
from cms.events.codes import grouped, make_codes
from cms.events.models import CodeKind, Participant, TrainingEvent
from cms.issuance.addresses import public_page
from cms.issuance.mail.texts import Kind, add_kinds
from cms.issuance.models import MailMessage
from cms.issuance.steps import Actor

CLAIM_PAGE = "claim"


def claim_address(event: TrainingEvent, code: str) -> str:
    """Return the address of the page where the code is claimed, in the event's language, with the code filled in.

    The page is on the site of the project that is meant.

    It stands in the fragment, so that no server is told it and no log keeps it.
    """
    return f"{public_page(event.language, CLAIM_PAGE)}#code={quote(grouped(code))}&event={event.short_key}"


def send_code(participant: Participant, days: tuple[date, date], actor: Actor) -> None:
    """Write a mail with a code into the outbox. The code is made when it is sent, and is in no row of ours."""
    event = participant.event
    values = {
        "participant": participant.pk,
        "event": event.title,
        "project": event.project,
        "name": participant.name,
        "days": [day.isoformat() for day in days],
        "actor": [actor.name, actor.id, actor.email],
    }
    MailMessage.objects.create(kind="claim_code", to=participant.email, language=event.language, values=values)


def fresh_code(message: MailMessage) -> dict[str, str]:
    """Make the code of a mail; one of an earlier try that nobody has claimed with is gone. Nothing for who is gone."""
    rows = Participant.objects.select_related("event").filter(pk=message.values["participant"], email=message.to)
    participant = rows.first()
    if participant is None:
        return {}
    first, last = (date.fromisoformat(day) for day in message.values["days"])
    event = participant.event
    event.codes.filter(participant=participant, kind=CodeKind.MAIL, used=0, claims=None).delete()
    [code] = make_codes(event, CodeKind.MAIL, 1, (first, last), Actor(*message.values["actor"]), participant)
    return {"link": claim_address(event, code), "code": grouped(code)}


KINDS = {
    "claim_confirm": Kind(
        _("Asks to confirm a claim"), ("link", "event"), ("link",), confirm_link, _("Confirm my address")
    ),
    "claim_code": Kind(
        _("Brings a claim code after a training event"),
        ("link", "code", "event", "name"),
        ("link",),
        fresh_code,
        _("Claim my badge"),
    ),
}


def register() -> None:
    """Add the kinds to those that are there."""
    add_kinds(KINDS, {"event": _("the title of the training event"), "code": _("the claim code")})
