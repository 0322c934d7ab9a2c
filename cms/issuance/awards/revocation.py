"""What may stand as the reason of a revocation: everybody reads it who checks the badge."""

import re

from django.utils.translation import gettext as _

from cms.issuance.models import Application

LONGEST_REASON = 500
# Shorter words of a name are words of a language too often.
SHORTEST_NAME = 3


class PublicReasonError(ValueError):
    """The reason cannot be published. The message says what to mend, in the language that is active."""


def check_public_reason(reason: str, application: Application) -> None:
    """Refuse a reason that tells whose badge it is.

    Raises:
        PublicReasonError: it is too long, or has an e-mail address, the holder's name or a control character.
    """
    if len(reason) > LONGEST_REASON:
        raise PublicReasonError(_("Shorten the reason to %(count)s characters.") % {"count": LONGEST_REASON})
    names = [word for word in re.findall(r"\w+", application.name) if len(word) >= SHORTEST_NAME]
    if "@" in reason or set(names) & set(re.findall(r"\w+", reason)):
        raise PublicReasonError(_("The reason is public: leave out the holder’s name and all e-mail addresses."))
    if not reason.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        raise PublicReasonError(_("The reason contains a control character. Write it anew."))
