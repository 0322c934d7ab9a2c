"""A canvas file, from anybody -> a checked canvas, or all of its faults by field."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.issuance.endpoint.fields import MARKUP
from cms.toolkit.canvas import (
    BADGES,
    FIELDS,
    FORMAT,
    LONGEST_BADGE_NAME,
    LONGEST_CRITERION,
    LONGEST_DESCRIPTION,
    MOST_BADGES,
    MOST_BYTES,
    MOST_CRITERIA,
    TEXTS,
    VERSION,
)

MOST_SHOWN = 20
LINE_BREAKS = "\n\r\t"
NOT_THIS_KIND = gettext_lazy("this is not of the kind that belongs here.")
BADGE_TEXTS = {
    "name": (pgettext_lazy("of a badge", "Name"), LONGEST_BADGE_NAME),
    "description": (gettext_lazy("What the holder can do"), LONGEST_DESCRIPTION),
}


@dataclass(frozen=True)
class Badge:
    """A badge of a canvas: plain text, spaces trimmed."""

    name: str
    description: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Canvas:
    """A canvas that holds to the format: texts by field, badges, language; `content` is all of it."""

    texts: dict[str, str]
    badges: tuple[Badge, ...]
    language: str
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what is in the canvas, not of when and with what spaces it was saved."""
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def as_file(self) -> str:
        """Return the text of a file with this canvas."""
        file = {"format": FORMAT, "version": VERSION, "language": self.language, "canvas": self.content}
        return json.dumps(file, ensure_ascii=False)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which field ("" is the file as a whole)."""

    field: str
    words: str

    def __str__(self) -> str:
        """Return both in one line."""
        return f"{self.field}: {self.words}" if self.field else self.words


class CanvasError(ValueError):
    """A file that cannot be used; `faults` says all that is wrong with it, at most MOST_SHOWN."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults."""
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults[:MOST_SHOWN]


def read_canvas(content: bytes) -> Canvas:
    """Return the canvas of a file.

    Raises:
        CanvasError: no canvas of this version, or faults in its fields.
    """
    file = _file(content)
    canvas = file.get("canvas")
    faults = list(_faults(canvas))
    if faults or not isinstance(canvas, dict):
        raise CanvasError(faults)
    texts = {field.key: canvas.get(field.key, "").strip() for field in TEXTS}
    badges = tuple(_badge(badge) for badge in canvas.get(BADGES, []))
    whole = {**texts, BADGES: [{**vars(badge), "criteria": list(badge.criteria)} for badge in badges]}
    language = file.get("language")
    return Canvas(texts, badges, language[:20] if isinstance(language, str) else "", whole)


def _file(content: bytes) -> dict[str, Any]:
    """Return what the file holds, once it says that it is a canvas of the version that is read here."""
    if len(content) > MOST_BYTES:
        raise _refused(
            _("The file is larger than %(most)d bytes. A canvas file is small, so this is another one.")
            % {"most": MOST_BYTES}
        )
    try:
        file = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise _refused(_("The file is not in UTF-8. Save the canvas on its page once more.")) from error
    except CanvasError:
        raise
    except (ValueError, RecursionError) as error:
        raise _refused(_("The file is no JSON that can be read. Take one that the canvas page has saved.")) from error
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise _refused(_("The file is no design canvas. Take one that the canvas page has saved."))
    version = file.get("version")
    if version != VERSION or isinstance(version, bool):
        raise _refused(
            _("The file has version %(version)s of the format, and this site reads version %(own)d.")
            % {"version": str(version)[:20], "own": VERSION}
        )
    return file


def _refused(words: str) -> CanvasError:
    return CanvasError([Fault("", words)])


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of the file. JSON lets a key stand twice, and then readers differ in what they see."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise CanvasError([Fault(f"“{_shown(double)}”", _("stands there twice. Keep one of them."))])
    return found


def _faults(canvas: Any) -> Iterator[Fault]:
    if not isinstance(canvas, dict):
        yield Fault("canvas", str(NOT_THIS_KIND))
        return
    known = {field.key: field for field in FIELDS}
    yield from _unknown(canvas, set(known), "")
    for field in TEXTS:
        yield from _text_faults(canvas.get(field.key, ""), str(field.label), field.longest)
    badges = canvas.get(BADGES, [])
    label = str(known[BADGES].label)
    if not isinstance(badges, list):
        yield Fault(label, str(NOT_THIS_KIND))
    elif len(badges) > MOST_BADGES:
        yield Fault(label, _("more than %(most)d.") % {"most": MOST_BADGES})
    else:
        for number, badge in enumerate(badges, start=1):
            yield from _badge_faults(badge, _("Badge %(number)d") % {"number": number})
        yield from _same_names(badges)


def _badge_faults(badge: Any, where: str) -> Iterator[Fault]:
    if not isinstance(badge, dict):
        yield Fault(where, str(NOT_THIS_KIND))
        return
    yield from _unknown(badge, {*BADGE_TEXTS, "criteria"}, where)
    for key, (label, longest) in BADGE_TEXTS.items():
        yield from _text_faults(badge.get(key, ""), f"{where}, {label}", longest)
    name = badge.get("name", "")
    if isinstance(name, str) and not name.strip():
        yield Fault(f"{where}, {BADGE_TEXTS['name'][0]}", _("it is empty. A draft needs a name."))
    criteria = badge.get("criteria", [])
    place = ", ".join([where, _("Criteria")])
    if not isinstance(criteria, list):
        yield Fault(place, str(NOT_THIS_KIND))
    elif len(criteria) > MOST_CRITERIA:
        yield Fault(place, _("more than %(most)d.") % {"most": MOST_CRITERIA})
    else:
        for number, criterion in enumerate(criteria, start=1):
            line = _("Criterion %(number)d") % {"number": number}
            yield from _text_faults(criterion, f"{where}, {line}", LONGEST_CRITERION)


def _same_names(badges: list[Any]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, badge in enumerate(badges, start=1):
        name = badge.get("name") if isinstance(badge, dict) else None
        if not isinstance(name, str) or not name.strip():
            continue
        first = seen.setdefault(" ".join(name.split()).casefold(), number)
        if first != number:
            where = _("Badge %(number)d") % {"number": number}
            yield Fault(where, _("it has the same name as badge %(first)d. Give it another one.") % {"first": first})


def _text_faults(value: Any, where: str, longest: int) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault(where, str(NOT_THIS_KIND))
    elif len(value) > longest:
        yield Fault(where, _("longer than %(most)d characters.") % {"most": longest})
    elif markup := MARKUP.search(value):
        yield Fault(where, _("plain text is needed, without markup such as “%(found)s”.") % {"found": markup[0][:40]})
    elif any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in LINE_BREAKS for letter in value):
        yield Fault(where, _("it holds characters that are none of a text."))


def _unknown(values: dict[str, Any], known: set[str], where: str) -> Iterator[Fault]:
    for key in values:
        if key not in known:
            field = f"{where}, “{_shown(key)}”" if where else f"“{_shown(key)}”"
            yield Fault(field, _("this version of the format has no such field."))


def _shown(key: str) -> str:
    """Return a key of a stranger's file as it may be shown: short, and without what cannot be written."""
    return key[:40].encode("utf-8", "replace").decode()


def _badge(badge: dict[str, Any]) -> Badge:
    criteria = (" ".join(text.split()) for text in badge.get("criteria", []))
    name, description = (" ".join(badge.get(key, "").split()) for key in ("name", "description"))
    return Badge(name, description, tuple(text for text in criteria if text))
