"""The look of a project: colours and headings as data in project.yaml -> a style sheet after the common one.

Each colour has two values, for light and dark pages. What a project does not name is as the common style sheet has it;
every pair that is read together is checked.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from cms.colours import COLOURS

GROUNDS = ("paper", "card")
SCHEMES = ("light", "dark")
# WCAG 2.2: 1.4.3 for text, 1.4.11 for the borders of fields.
LEAST_TEXT, LEAST_LINE = 4.5, 3.0
PLAIN = "var(--text)"


def sheet_of(facts: Mapping[str, Any]) -> str:
    """Return the style sheet of a project, "" where it has no look of its own.

    Readers who ask for more contrast get the common colours.
    """
    look = facts.get("look", {})
    colours = [f"--{name}:light-dark({light},{dark})" for name, (light, dark) in look.get("colours", {}).items()]
    rules = []
    if colours:
        own = ':root:not([data-contrast="more"])'
        rules.append(f"@media not (prefers-contrast: more){{{own}{{{';'.join(colours)}}}}}")
    if look.get("headings") == "plain":
        rules.append(f":root:not([data-font]){{--serif:{PLAIN}}}")
    return f"@layer tokens{{{''.join(rules)}}}\n" if rules else ""


def sheet_path(facts: Mapping[str, Any]) -> str:
    """Return where the style sheet lies in the site, "" where there is none; its name changes with its content."""
    sheet = sheet_of(facts)
    return f"assets/look.{hashlib.sha256(sheet.encode()).hexdigest()[:8]}.css" if sheet else ""


def emblem_of(facts: Mapping[str, Any]) -> str:
    """Return the name of the asset that stands for the project: beside its name, and in the tab of the browser."""
    return f"badges/{facts.get('look', {}).get('emblem', 'favicon')}.svg"


def seal_of(facts: Mapping[str, Any]) -> str:
    """Return the name of the asset that stands for the issuer."""
    return f"badges/{facts.get('look', {}).get('emblem', 'issuer')}.svg"


def unreadable(colours: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the colours of a project that cannot be read, each with what is wrong with it, in words."""
    known = {**COLOURS, **{name: tuple(pair) for name, pair in colours.items()}}
    for place, scheme in enumerate(SCHEMES):
        for ground in GROUNDS:
            for name in known.keys() - {*GROUNDS, "rule"}:
                if not {name, ground} & colours.keys():
                    continue
                least = LEAST_LINE if name == "line" else LEAST_TEXT
                found = contrast(known[name][place], known[ground][place])
                if found < least:
                    pair = f"{known[name][place]} on {ground} {known[ground][place]}"
                    yield (
                        name if name in colours else ground,
                        f"{name} cannot be read in the {scheme} scheme: {pair} has a contrast of {found:.1f}, "
                        f"and {least} is the least.",
                    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, #rrggbb, as WCAG 2.2 defines it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
