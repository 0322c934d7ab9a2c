"""The days of the project in the CMS: read, set, and taken back."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.learning.dates import NAMES, Dates, dates_of
from cms.learning.models import ProjectSettings


class ClosingError(Exception):
    """A step cannot be taken; the message says why and what to do. Nothing was changed by it."""


def facts() -> dict[str, Any]:
    """Return the content of project.yaml as the CMS has it."""
    return _row().facts


def dates() -> Dates:
    """Return the days of the project.

    Raises:
        ValidationError: one of them is no day.
    """
    return dates_of(facts())


def set_dates(given: Mapping[str, date | None]) -> Dates:
    """Set days of the project by name; None takes one away.

    Raises:
        ClosingError: a day is in the past, or they are not in their order.
    """
    before = dates()
    wanted = replace(before, **given)
    today = timezone.localdate()
    for name in NAMES:
        day = getattr(wanted, name)
        if day and day < today and day != getattr(before, name) and name != "funding_ends":
            raise ClosingError(_("%(name)s: %(day)s is in the past.") % {"name": name, "day": day})
    _check_order(wanted)
    change({field.name: getattr(wanted, field.name) for field in fields(Dates)})
    return wanted


def change(values: Mapping[str, Any]) -> None:
    """Write facts of project.yaml; None takes one away."""
    row = _row()
    merged = {**row.facts, **{name: str(value) if value else None for name, value in values.items()}}
    row.facts = {name: value for name, value in merged.items() if value is not None}
    row.save()


def _check_order(wanted: Dates) -> None:
    ordered = [name for name in ("applications_close", "decisions_by", "available_until") if getattr(wanted, name)]
    for earlier, later in pairwise(ordered):
        if getattr(wanted, earlier) > getattr(wanted, later):
            raise ClosingError(
                _("%(earlier)s must not be after %(later)s (%(day)s).")
                % {"earlier": earlier, "later": later, "day": getattr(wanted, later)}
            )


def _row() -> ProjectSettings:
    row = ProjectSettings.objects.filter(key="").first()
    if row is None:
        raise ClosingError(_("There is no project here yet: load the content first (manage.py load_content)."))
    return row
