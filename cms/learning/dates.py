"""The days of a project in project.yaml: when applications close, until when they are decided, when funding ends."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cms import projects
from cms.issuance.schedule import keep_closing_day
from cms.learning.models import ProjectSettings


@dataclass(frozen=True)
class Dates:
    """The days that a project names; None for each that it does not.

    Attributes:
        applications_close: from this day on nothing new is taken.
        decisions_by: the last day on which open applications are decided.
        funding_ends: the last day that is paid for.
        available_until: the day until which the site and its checks are promised.
    """

    applications_close: date | None = None
    decisions_by: date | None = None
    funding_ends: date | None = None
    available_until: date | None = None


NAMES = tuple(field.name for field in fields(Dates))


def dates_of(facts: Mapping[str, Any]) -> Dates:
    """Return the days in the content of project.yaml.

    Raises:
        ValidationError: one of them is no day.
    """
    found = {}
    for name in NAMES:
        if value := facts.get(name):
            try:
                found[name] = date.fromisoformat(value)
            except (TypeError, ValueError):
                message = _("%(name)s: “%(value)s” is no day. Write it as 2027-06-30.")
                raise ValidationError(message % {"name": name, "value": value}) from None
    return Dates(**found)


@receiver(post_save, sender=ProjectSettings)
def keep_dates(instance: ProjectSettings, **kwargs: Any) -> None:
    """Tell the endpoint from which day on it takes nothing, and what it must know of a further project."""
    if instance.key:
        projects.keep(instance.key, instance.facts)
    else:
        keep_closing_day(dates_of(instance.facts).applications_close)
