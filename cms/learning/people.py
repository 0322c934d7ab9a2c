"""Whose names and addresses the project publishes itself."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings


def public_people(facts: Mapping[str, Any]) -> list[str]:
    """Return the names and e-mail addresses that may stand on the site, sorted.

    Those are the contact and `public_people` of project.yaml; where badges are hosted as Open Badges 2.0 too, whose
    issuer must have an address (Open Badges 2.0, "Profile"), also the sender of our mails.
    """
    people = {facts.get("contact", ""), *facts.get("public_people", [])}
    if settings.HOSTED_BADGES:
        people.add(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return sorted(filter(None, people))
