"""The mail that asks for an address to be confirmed, for forms beside applications: claims and practices."""

from collections.abc import Mapping
from typing import Any

from cms.issuance.mail.outbox import CONFIRMATIONS_A_DAY, free_for_confirmation
from cms.issuance.models import MailMessage


def ask_to_confirm(row: Any, kind: str, values: Mapping[str, Any]) -> None:
    """Write the mail about a row that waits for it, due when the mailbox may get the next one of this kind.

    Args:
        row: what came in, with `email`, `language`, `state` and `asked_at`.
        kind: the kind of mail.
        values: for its text; nothing that a stranger could have typed.
    """
    rows = type(row).objects
    others = rows.filter(email=row.email, state=row.state).exclude(pk=row.pk).order_by("-asked_at")
    due = free_for_confirmation(list(others.values_list("asked_at")[:CONFIRMATIONS_A_DAY]))
    MailMessage.objects.create(
        kind=kind, to=row.email, language=row.language, values=dict(values), due=due, next_try=due
    )
    rows.filter(pk=row.pk).update(asked_at=due)
