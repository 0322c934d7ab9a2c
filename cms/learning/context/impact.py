"""What the page of impact shows: figures that were counted for it, as tables with bars and as files."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cms.issuance.wording import month_in_words
from cms.learning.models import ToolPage
from cms.learning.snapshot import Snapshot
from cms.small_numbers import told
from cms.spreadsheet import BYTE_ORDER_MARK, cell

# The name under which the snapshot keeps the figures, and their file in the site.
FIGURES, IMPACT = "impact figures", "impact.json"
# Of a bar with its label above, in pixels.
STEP, LABEL, BAR = 46, 17, 14
TABLES = ("badges", "languages", "months", "events", "translations")
NO_FIGURES: dict[str, Any] = {
    **dict.fromkeys(("badges", "people", "organisations", "events", "attended"), 0),
    **{name: {} for name in ("by_badge", "by_language", "by_month", "events_by_language")},
}


def impact_nodes(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return where the pages of impact are, as (language, path)."""
    return [
        key
        for key, node in snapshot.nodes.items()
        if issubclass(node.page_type, ToolPage) and node.value("tool") == "impact"
    ]


def impact_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the totals and the tables, in the language that is active. A preview has figures of nought."""
    figures = _figures(snapshot)
    totals = [
        {"number": told(figures[key]), "label": label}
        for key, label in (
            ("badges", _("badges awarded")),
            ("people", _("people who hold a badge")),
            ("organisations", _("organisations")),
            ("events", _("training events held")),
            ("attended", _("people at training events")),
        )
    ]
    return {
        "totals": totals,
        "tables": [table | {"shape": _shape(table)} for table in impact_tables(snapshot, language)],
    }


def impact_tables(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Return each table: name of its file, title, headings, rows of a label and numbers, and the row of totals.

    A number is None where it is hidden. The rows are in a fixed order.
    """
    figures = _figures(snapshot)
    names = {code.code: code.name for code in snapshot.languages}
    badges = sorted((_badge_name(snapshot, language, slug), number) for slug, number in figures["by_badge"].items())
    events = figures["events_by_language"]
    return [
        _table("badges", _("Badges by skill"), [_("Badge"), _("Awarded")], badges, [figures["badges"]]),
        _table(
            "languages",
            _("Badges by language"),
            [_("Language"), _("Awarded")],
            [(names.get(code, code), number) for code, number in figures["by_language"].items()],
            [figures["badges"]],
        ),
        _table(
            "months",
            _("Badges by month"),
            [_("Month"), _("Awarded")],
            [(month_in_words(month), number) for month, number in figures["by_month"].items()],
            [figures["badges"]],
        ),
        _table(
            "events",
            _("Training events by language"),
            [_("Language"), _("Events"), _("People who were there")],
            [(names.get(code, code), row["events"], row["attended"]) for code, row in events.items()],
            [figures["events"], figures["attended"]],
        ),
        _translations(snapshot),
    ]


def impact_json(snapshot: Snapshot) -> bytes:
    """Return the figures for programs, as they were counted; null for what is hidden."""
    return json.dumps(_figures(snapshot), ensure_ascii=False, indent=1).encode() + b"\n"


def impact_csv(snapshot: Snapshot, language: str, name: str) -> bytes:
    """Return one table as a file for spreadsheets, with the word for what is hidden."""
    [table] = [table for table in impact_tables(snapshot, language) if table["name"] == name]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(table["headings"])
    for row in [*table["rows"], *([table["total"]] if table["total"] else [])]:
        writer.writerow([cell(row[0]), *map(told, row[1:])])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _figures(snapshot: Snapshot) -> dict[str, Any]:
    found: dict[str, Any] = snapshot.once(FIGURES, "", lambda: NO_FIGURES)
    return found


def _table(
    name: str, title: str, headings: Sequence[str], rows: Iterable[tuple[Any, ...]], total: Sequence[int | None]
) -> dict[str, Any]:
    return {"name": name, "title": title, "headings": headings, "rows": list(rows), "total": [_("Together"), *total]}


def _translations(snapshot: Snapshot) -> dict[str, Any]:
    """Return how many pages each language has of its own, of all that there are."""
    paths = snapshot.paths()
    own = {code.code: sum((code.code, path) in snapshot.nodes for path in paths) for code in snapshot.languages}
    rows = [(code.name, own[code.code], len(paths)) for code in snapshot.languages]
    headings = [_("Language"), _("Pages in this language"), _("Pages of the site")]
    return _table("translations", _("Translations"), headings, rows, []) | {"total": []}


def _badge_name(snapshot: Snapshot, language: str, slug: str) -> str:
    node = snapshot.find(language, f"badges/{slug}")
    return node.title if node else slug


def _hundredths(number: int | None, most: int) -> str:
    """Return a part of the width as SVG writes it, whatever the language; "" for nothing."""
    return f"{100 * number / most:.2f}" if number else ""


def _shape(table: dict[str, Any]) -> dict[str, Any]:
    """Return the drawing: a bar a row, as long as its first number is of the greatest, in hundredths of the width."""
    most = max([row[1] or 0 for row in table["rows"]], default=0) or 1
    bars = [
        {
            "label": row[0],
            "number": told(row[1]),
            "is_hidden": row[1] is None,
            "width": _hundredths(row[1], most),
            "start": f"{100 - float(_hundredths(row[1], most) or 0):.2f}",
            "label_y": place * STEP + LABEL,
            "y": place * STEP + LABEL + 7,
        }
        for place, row in enumerate(table["rows"])
    ]
    return {"bars": bars, "height": len(bars) * STEP, "bar": BAR}
