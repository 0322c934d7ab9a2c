"""What an editor should look at twice before an endorsement is published: who is it really?"""

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.issuance.awards.endorsements import host_of, others_of_this_name
from cms.learning.context.endorsements import place_of
from cms.learning.models import OrganisationPage
from cms.learning.projects import of_project
from cms.recognition.models import Invitation

# Where everybody gets an address: it says nothing of who writes.
FOR_EVERYBODY = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me"}
)


def contact_domain(invitation: Invitation) -> str:
    """Return the part of the contact's address after the @."""
    return invitation.email.rpartition("@")[2].lower()


def doubts(invitation: Invitation) -> list[str]:
    """Return what does not fit together, in words; nothing where all of it does."""
    return list(_doubts(invitation))


def _doubts(invitation: Invitation) -> Iterator[str]:
    domain, host = contact_domain(invitation), host_of(invitation.website)
    if domain in FOR_EVERYBODY:
        yield _("The contact’s address is at %(domain)s, where anybody can have one.") % {"domain": domain}
    elif not _related(domain, host):
        yield _("The contact’s address is at %(domain)s, the website at %(host)s.") % {"domain": domain, "host": host}
    if not invitation.name:
        return
    if _folded(invitation.name) != _folded(invitation.organisation):
        yield _("You invited “%(invited)s”; the name to be shown is “%(name)s”.") % {
            "invited": invitation.organisation,
            "name": invitation.name,
        }
    for address in others_of_this_name(invitation.name, invitation.website):
        yield _("Somebody with the website %(address)s has endorsed under this name before.") % {"address": address}
    for page in of_project(OrganisationPage.objects.live(), project=invitation.owner):
        if _folded(page.title) == _folded(invitation.name) and place_of(page.website) != place_of(invitation.website):
            yield _("“%(title)s” in the directory has another website: %(address)s") % {
                "title": page.title,
                "address": page.website or "–",
            }
    if letters := _mixed(invitation.name):
        yield _("The name mixes alphabets (%(letters)s): letters may only look like others.") % {"letters": letters}


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _folded(name: str) -> str:
    """Return a name without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _mixed(name: str) -> str:
    """Return the alphabets that a name mixes, if it does."""
    found = {unicodedata.name(sign, "").partition(" ")[0] for sign in name if sign.isalpha()}
    alphabets = found & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
    return ", ".join(sorted(alphabets)).title() if len(alphabets) > 1 else ""
