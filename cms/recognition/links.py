"""The links in mails to organisations: signed, so that nothing need be kept of them and nobody can make one up."""

from enum import Enum

from django.conf import settings
from django.core import signing

from cms.issuance.models import MailMessage
from cms.recognition.models import Invitation

_ANSWER = signing.Signer(sep=".", salt="cms.recognition.answer")
_WITHDRAW = signing.Signer(sep=".", salt="cms.recognition.withdraw")


class Problem(Enum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    REPLACED = "replaced"
    LATE = "late"
    ANSWERED = "answered"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


class InvitationError(Exception):
    """A link that opens nothing (any more); `invitation` is known unless the link is forged or its row deleted."""

    def __init__(self, problem: Problem, invitation: Invitation | None = None) -> None:
        """Keep the reason, and the invitation for its language."""
        super().__init__(problem.value)
        self.problem = problem
        self.invitation = invitation


def answer_link(message: MailMessage) -> dict[str, str]:
    """Return the link that opens the form; the number in it closes it when a newer mail goes out."""
    secret = _ANSWER.sign(f"{message.values.get('invitation', '')}-{message.values.get('number', 0)}")
    return {"link": f"{settings.ENDPOINT_URL}/apply/endorse/{secret}/"}


def withdraw_link(message: MailMessage) -> dict[str, str]:
    """Return the link by which an organisation takes its endorsement back."""
    secret = _WITHDRAW.sign(str(message.values.get("invitation", "")))
    return {"link": f"{settings.ENDPOINT_URL}/apply/endorse/withdraw/{secret}/"}


def read_answer_link(secret: str) -> tuple[str, str]:
    """Return the invitation and the number of the mail that a link names.

    Raises:
        InvitationError: it was not made here.
    """
    key, _hyphen, number = _unsigned(_ANSWER, secret).partition("-")
    return key, number


def read_withdraw_link(secret: str) -> str:
    """Return the invitation that a link names.

    Raises:
        InvitationError: it was not made here.
    """
    return _unsigned(_WITHDRAW, secret)


def _unsigned(signer: signing.Signer, secret: str) -> str:
    try:
        return signer.unsign(secret)
    except signing.BadSignature as error:
        raise InvitationError(Problem.UNKNOWN) from error
