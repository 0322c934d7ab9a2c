"""How long a module takes, part by part."""

from cms.learning.models import ModulePage
from cms.learning.plain import PlainWriter

MINUTES_A_QUESTION = 2


def total_minutes(page: ModulePage) -> dict[str, int]:
    """Return the minutes of each part of a module, and their sum as `total`."""
    fields = PlainWriter(keys={}).page_fields(page)
    podcast = fields.get("podcast")
    parts = {
        "reflect": fields["reflect"]["minutes"] or 0,
        "theory": sum(section["minutes"] for section in fields["theory"]),
        "activities": sum(activity["minutes"] for activity in fields["activities"]),
        "scenario": fields["scenario"]["minutes"] if fields["scenario"] else 0,
        "podcast": podcast["minutes"] if podcast else 0,
        "quiz": MINUTES_A_QUESTION * len(fields["quiz"]),
    }
    return {**parts, "total": sum(parts.values())}
