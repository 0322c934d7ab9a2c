"""The map of badges: each family of skills a constellation, the sets in the middle, badges of others beside ours.

One layout in two widths, made of whole numbers and the order of the site alone, so that the same badges always give the
same drawing. Nothing is measured: labels are broken by the number of their letters. The list beside the drawing says
all of it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cms.learning.context.cards import badge_cards, families, skill_cards
from cms.learning.context.endorsements import LIST_PATH
from cms.learning.context.organisations import related_badges
from cms.learning.snapshot import Snapshot

# In the units of the drawing, one of which is about a pixel on a telephone.
COLUMN, GAP = 348, 56
HEAD, STEP, ABOVE_SETS, BELOW_SETS = 52, 62, 70, 24
# Where the stars of a constellation stand, again from the first after the last; the way past them; badges of others.
ACROSS, PAST, OFF = (34, 74, 46, 88), 10, 122
HEAD_LABEL, LABEL, LETTER, LINE = 64, 24, 8.4, 19
SKILL, SET, OTHER = 11, 24, 9
Point = tuple[int, int]


@dataclass(frozen=True)
class Ends:
    """A constellation for the way from it to the sets: `past` is how one gets around those between."""

    family: str
    column: int
    first: Point
    last: Point
    past: int
    row: int


@dataclass
class Drawing:
    """What is to be drawn: lines below, then stars with their labels, and the names of the families."""

    width: int
    height: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)
    stars: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)

    def line(self, kind: str, family: str, *points: tuple[int, int]) -> None:
        """Add a line through points."""
        self.lines.append({"kind": kind, "family": family, "points": list(points)})

    def values(self, mirrored: bool) -> dict[str, Any]:
        """Return plain values for the template; `mirrored` for languages that are read from the right."""
        for line in self.lines:
            line["d"] = "M" + "L".join(f"{self._x(x, mirrored)} {y}" for x, y in line.pop("points"))
        for item in (*self.stars, *self.heads):
            item["x"] = self._x(item["x"], mirrored)
            item["label_x"] = self._x(item["label_x"], mirrored)
        for star in self.stars:
            x, y, r = star["x"], star["y"], star["radius"]
            star["diamond"] = f"M{x - r} {y}L{x} {y - r}L{x + r} {y}L{x} {y + r}Z"
        return {
            **{"width": self.width, "height": self.height},
            **{"lines": self.lines, "stars": self.stars, "heads": self.heads},
        }

    def _x(self, x: int, mirrored: bool) -> int:
        return self.width - x if mirrored else x


def map_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the groups of badges for the list, and the same as drawings: one column, and two."""
    others = _others(snapshot, language)
    skills = [card for card in skill_cards(snapshot, language) if snapshot.has(language, f"badges/{card['slug']}")]
    groups = [
        {**family, "skills": [{**card, "others": others.get(card["slug"], [])} for card in family["skills"]]}
        for family in families(skills)
    ]
    sets = [
        {**card, "others": others.get(card["slug"], [])}
        for card in badge_cards(snapshot, language)
        if card["skills_needed"]
    ]
    groups = [group for group in groups if group["skills"]]
    mirrored = snapshot.language(language).direction == "rtl"
    return {
        "groups": groups,
        "sets": sets,
        "drawings": [_draw(groups, sets, columns).values(mirrored) for columns in (1, 2)] if groups else [],
    }


def _others(snapshot: Snapshot, language: str) -> dict[str, list[dict[str, Any]]]:
    """Return the badges of other issuers by the slug of the badge of ours that they are related to."""
    found: dict[str, list[dict[str, Any]]] = {}
    for node in snapshot.children(language, LIST_PATH):
        for badge in related_badges(snapshot, node, language):
            found.setdefault(badge["ours"]["slug"], []).append({**badge, "language": node.language})
    return found


def _draw(groups: list[dict[str, Any]], sets: list[dict[str, Any]], columns: int) -> Drawing:
    """Draw half of the constellations above the sets and half below, in so many columns."""
    drawing = Drawing(width=columns * COLUMN + (columns - 1) * GAP)
    half = -(-len(groups) // 2)
    above = _rows(drawing, groups[:half], columns)
    upper = drawing.height
    hubs = _band(drawing, sets)
    lower = drawing.height
    below = _rows(drawing, groups[half:], columns)
    if hubs:
        for ends in above:
            is_next = ends.row == above[-1].row
            elbows = [(ends.last[0], upper)] if is_next else [(ends.past, ends.last[1] + 30), (ends.past, upper)]
            x, y = hubs[0 if ends.column == 0 else -1]
            drawing.line("way", ends.family, ends.last, *elbows, (x, y - SET))
        for ends in below:
            is_next = ends.row == 0
            elbows = (
                [(ends.first[0], lower + 4)] if is_next else [(ends.past, ends.first[1] - 30), (ends.past, lower + 4)]
            )
            drawing.line("way", ends.family, ends.first, *elbows, (hubs[0 if ends.column == 0 else -1][0], lower - 12))
    drawing.height += 12
    return drawing


def _rows(drawing: Drawing, groups: list[dict[str, Any]], columns: int) -> list[Ends]:
    """Draw constellations side by side, row by row; return where they begin and end."""
    found = []
    for start in range(0, len(groups), columns):
        top, deepest = drawing.height, drawing.height
        for column, group in enumerate(groups[start : start + columns]):
            left = column * (COLUMN + GAP)
            places, bottom = _constellation(drawing, group, left, top)
            found.append(Ends(group["key"], column, places[0], places[-1], left + PAST, start // columns))
            deepest = max(deepest, bottom)
        drawing.height = deepest
    return found


def _constellation(drawing: Drawing, group: dict[str, Any], left: int, top: int) -> tuple[list[Point], int]:
    """Draw the skills of a family one below the other; return the places of the stars, and where it ends."""
    head = {"x": left, "label_x": left + HEAD_LABEL, "y": top + 30, "family": group["key"], "name": group["name"]}
    drawing.heads.append(head)
    places, y = [], top + HEAD + STEP // 2
    for number, card in enumerate(group["skills"]):
        x = left + ACROSS[number % len(ACROSS)]
        places.append((x, y))
        badge = {**card, "address": card["badge_address"]}
        _star(drawing, badge, x, y, SKILL, room=left + COLUMN - x, kind="skill", family=group["key"])
        y = _beside(drawing, card["others"], (x, y), left, y + STEP // 2, group["key"]) + STEP // 2
    drawing.line("figure", group["key"], *places)
    return places, y - STEP // 2 + 6


def _band(drawing: Drawing, sets: list[dict[str, Any]]) -> list[Point]:
    """Draw the sets side by side; return their places."""
    if not sets:
        return []
    part, y = drawing.width // len(sets), drawing.height + ABOVE_SETS
    places = [(part * number + part // 2, y + (18 if number % 2 else 0)) for number in range(len(sets))]
    drawing.line("chain", "", *places)
    ends = [
        _star(drawing, card, x, at, SET, room=part, kind="set", family="")
        for card, (x, at) in zip(sets, places, strict=True)
    ]
    drawing.height = max(ends) + BELOW_SETS
    for card, place in zip(sets, places, strict=True):
        drawing.height = _beside(drawing, card["others"], place, 0, drawing.height, "")
    return places


def _beside(drawing: Drawing, badges: Iterable[dict[str, Any]], place: Point, left: int, top: int, family: str) -> int:
    """Draw badges of others below a star, each tied to it by a dotted line; return where the last one ends."""
    x, y = left + OFF, top
    for badge in badges:
        card = {"title": badge["title"], "address": badge["url"], "note": badge["from"], "language": ""}
        half = (len(_labels(card, left + COLUMN - x, "other")) * LINE + 18) // 2
        y += half
        drawing.line("tie", family, place, (place[0] + 16, place[1] + 27), (x, y))
        _star(drawing, card, x, y, OTHER, room=left + COLUMN - x, kind="other", family=family)
        y += half
    return y


def _labels(card: dict[str, Any], room: int, kind: str) -> list[str]:
    """Return the rows of a label that has so much room."""
    letters = int((room - 16 if kind == "set" else room - LABEL - 4) / LETTER)
    return [*_broken(card["title"], letters), *_broken(card.get("note", ""), letters)]


def _star(
    drawing: Drawing, card: dict[str, Any], x: int, y: int, radius: int, *, room: int, kind: str, family: str
) -> int:
    """Add a star, and return where its label ends; that of a set stands below it, of all others beside it."""
    rows = _labels(card, room, kind)
    first = y + radius + 24 if kind == "set" else y + 5 - (len(rows) - 1) * LINE // 2
    notes = len(_labels({"title": "", "note": card.get("note", "")}, room, kind))
    star = {
        **{
            "kind": kind,
            "family": family,
            "radius": radius,
            "rim": radius + 4,
            "address": card["address"],
            "language": card["language"],
        },
        **{"x": x, "y": y, "label_x": x if kind == "set" else x + LABEL, "count": card.get("skills_needed") or ""},
        "rows": [
            {"text": text, "y": first + number * LINE, "is_note": number >= len(rows) - notes}
            for number, text in enumerate(rows)
        ],
    }
    drawing.stars.append(star)
    return first + (len(rows) - 1) * LINE


def _broken(text: str, letters: int) -> list[str]:
    """Return a text in rows of about so many letters; a longer word has a row of its own."""
    rows: list[str] = []
    for word in text.split():
        if rows and len(rows[-1]) + 1 + len(word) <= letters:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows
