"""The figures of the page of impact: taken once an export, from the database or from an earlier site, as plain values.

They stand in `impact.json` at the root of the site, so that an export with the record of an earlier one (whose database
may know nothing) shows the same, and so that whoever reads the site with a program has them.
"""

import json
from pathlib import Path
from typing import Any

from cms.events.record import held_events, outcomes
from cms.export.known.fingerprint import digest_of
from cms.export.plan import Options
from cms.issuance.record.figures import award_figures
from cms.learning.context.impact import FIGURES, IMPACT, impact_nodes
from cms.learning.snapshot import Snapshot
from cms.small_numbers import hide_small_in


def take_figures(snapshot: Snapshot, options: Options, record: Path | None) -> dict[tuple[str, str], bytes]:
    """Give the snapshot its figures; return what its pages of impact are made of beside their rows, as digests.

    An archived site counts until the day on which it was archived, and so does not change any more.
    """
    nodes = impact_nodes(snapshot)
    if not nodes:
        return {}
    figures = _kept(record) or _counted(snapshot, options)
    snapshot.give(FIGURES, "", figures, ())
    digest = digest_of(figures)
    return {key: snapshot.nodes[key].digest + digest for key in nodes}


def _kept(record: Path | None) -> dict[str, Any] | None:
    """Return the figures of an earlier export; None where there is none, or it has no such page."""
    path = record / IMPACT if record else None
    if path is None or not path.is_file():
        return None
    figures: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return figures


def _counted(snapshot: Snapshot, options: Options) -> dict[str, Any]:
    until = options.archived_on if options.phase == "archived" else None
    awards = award_figures(until)
    events = outcomes(held_events(until))
    languages = sorted({outcome.event.language for outcome in events})
    there = hide_small_in([sum(o.attended for o in events if o.event.language == code) for code in languages])
    partners = {str(name).strip().casefold() for name in snapshot.facts.get("partners", [])}
    organisers = {outcome.event.organiser.strip().casefold() for outcome in events}
    return {
        "badges": awards.total,
        "people": awards.people,
        "organisations": len((partners | organisers) - {""}),
        "events": len(events),
        "attended": there[-1],
        "by_badge": awards.by_badge,
        "by_language": awards.by_language,
        "by_month": awards.by_month,
        "events_by_language": {
            code: {"events": sum(o.event.language == code for o in events), "attended": there[place]}
            for place, code in enumerate(languages)
        },
    }
