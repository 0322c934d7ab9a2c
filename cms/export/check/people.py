"""Accounts, applicants, participants and the project's facts -> whose names and addresses the site must not show."""

from django.contrib.auth import get_user_model

from cms.events.record import private_texts as participants
from cms.export.check import People
from cms.issuance.record.privacy import private_texts
from cms.learning.people import public_people
from cms.learning.snapshot import Snapshot


def people_of(snapshot: Snapshot) -> People:
    """Return the people of this installation; what the project publishes itself is public."""
    accounts = get_user_model().objects.values_list("first_name", "last_name", "email")
    names = {f"{first} {last}".strip() for first, last, _email in accounts}
    emails = {email for _first, _last, email in accounts}
    private = names | emails | private_texts() | participants()
    return People(frozenset(filter(None, private)), frozenset(public_people(snapshot.facts)))
