"""content/ -> running text of each language: real prose, because invented words compress differently."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

SHORTEST, LONGEST = 8, 140  # words a paragraph
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]|^(?:[-#]+|\d+\.) ", re.MULTILINE)


@dataclass
class Prose:
    """What a language's pages are written of: paragraphs without markup, and the titles of the skills."""

    paragraphs: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def read_prose(content: Path, languages: list[str], source: str) -> dict[str, Prose]:
    """Return the prose of each language, in the order of the files.

    The catalogues hold the source text as well, so the source language is read from those of the first other one.

    Raises:
        ValueError: a language has no text in `content`.
    """
    found: dict[str, Prose] = {}
    others = [code for code in languages if code != source]
    for code in languages:
        catalogue, original = (code, False) if code != source else (others[0], True)
        found[code] = _read(content, catalogue, original)
        if not found[code].paragraphs:
            raise ValueError(f"{content} holds no text in {code}")
    return found


def _read(content: Path, code: str, original: bool) -> Prose:
    prose = Prose()
    for path in sorted(content.glob(f"*/*/{code}.po")):
        for entry in polib.pofile(str(path)):
            text = entry.msgid if original else entry.msgstr
            prose.paragraphs.extend(_paragraphs(text))
            if entry.msgctxt == "title" and path.parent.parent.name == "skills":
                prose.titles.append(text)
    prose.paragraphs = list(dict.fromkeys(prose.paragraphs))
    return prose


def _paragraphs(text: str) -> Iterator[str]:
    for part in text.split("\n\n"):
        words = _MARKS.sub("", _LINK.sub(r"\1", part)).split()
        if SHORTEST <= len(words) <= LONGEST:
            yield " ".join(words)
