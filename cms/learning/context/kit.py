"""The communication kit: which files there are of the project and of each badge, where, and what the pages say of them.

The pages are ordinary information pages, known by their paths. The pictures and prints are made beside the export
(`cms.archive.kit`); what is there the exporter gives to the snapshot of the site as sizes by address.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.learning.context.cards import badge_cards
from cms.learning.context.furniture import site_values
from cms.learning.context.values import page_values
from cms.learning.snapshot import Key, Snapshot, address_of

KIT_PATH, TEXTS_PATH = "kit", "kit-texts"
PROJECT = "project"
# Name under which the snapshot of the site keeps the sizes of the files that are made, and what changes with it.
MADE = "kit files"
MADE_KEY: Key = ("", "@kit")

# Width and height of the pictures, and the height of the emblem of the European Union on them, in pixels.
PICTURES = {"landscape": (1200, 630, 72), "square": (1080, 1080, 90), "portrait": (1080, 1920, 120)}
MARGIN = 64
POSTER, LARGE_POSTER, SLIDES = "poster-a4.pdf", "poster-a3.pdf", "slides.pdf"
NAMES = {
    "landscape.png": gettext_lazy("Picture, landscape"),
    "square.png": gettext_lazy("Picture, square"),
    "portrait.png": gettext_lazy("Picture, portrait"),
    POSTER: gettext_lazy("Poster, A4"),
    LARGE_POSTER: gettext_lazy("Poster, A3"),
    SLIDES: gettext_lazy("Slides"),
}
# Sections of the page of texts that are files of their own; those of the slides are one file together.
SLIDE = "slide-"
ENDINGS = ("txt", "md")


def kit_names(subject: str) -> list[str]:
    """Return the formats that there are of the project or of a badge: the ends of the names of the files."""
    pictures = [f"{name}.png" for name in PICTURES]
    return [*pictures, POSTER, LARGE_POSTER, SLIDES] if subject == PROJECT else [*pictures, POSTER]


def kit_path(language: str, subject: str, name: str) -> str:
    """Return where a file of the kit lies in the site."""
    return f"{language}/{KIT_PATH}/{subject}-{name}"


def text_names(snapshot: Snapshot, language: str) -> list[str]:
    """Return the names of the texts to copy, without their endings: one a section, and all slides together."""
    node = snapshot.find(language, TEXTS_PATH)
    keys = [section["key"] for section in page_values(snapshot, node, language)["sections"]] if node else []
    slides = ["slides"] if any(key.startswith(SLIDE) for key in keys) else []
    return [*(key for key in keys if not key.startswith(SLIDE)), *slides]


def kit_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return what the page of the kit shows beyond its own words."""
    made: dict[str, int] = snapshot.once(MADE, "", dict)
    site = site_values(snapshot, language)
    cards = badge_cards(snapshot, language)
    project = {"slug": PROJECT, "title": site["name"], "address": site["home"], "language": site["language"]}
    subjects = [_subject(language, card, made, site["funding"]) for card in (project, *cards)]
    return {
        "kit": {
            "project": subjects[0],
            "badges": subjects[1:],
            "cards": cards,
            "has_files": any(subject["files"] for subject in subjects),
            "embed": f"/{language}/{KIT_PATH}/embed.html",
            "texts": address_of(language, TEXTS_PATH) if snapshot.find(language, TEXTS_PATH) else "",
        }
    }


def texts_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the files that the page of texts offers: by section, and those of the slides."""
    folder = f"/{language}/{KIT_PATH}/texts/"
    files = {name: [f"{folder}{name}.{ending}" for ending in ENDINGS] for name in text_names(snapshot, language)}
    slides = files.pop("slides", [])
    return {"text_files": {"sections": files, "slides": slides, "endings": ENDINGS}}


def _subject(language: str, card: dict[str, Any], made: dict[str, int], funding: str) -> dict[str, Any]:
    names = {"badge": card["title"], "funding": funding}
    alt = _("The name “%(badge)s”, a seal, and the emblem of the European Union: %(funding)s") % names
    files = []
    for name in kit_names(card["slug"]):
        path = kit_path(language, card["slug"], name)
        if path in made:
            files.append({"name": NAMES[name], "address": f"/{path}", "bytes": made[path], **_form(name)})
    return {
        **{key: card[key] for key in ("slug", "title", "address", "language")},
        "family": card.get("family", ""),
        "alt": alt,
        "files": files,
    }


def _form(name: str) -> dict[str, Any]:
    """Return what a file is: its type, and of a picture its size and the place of a partner's logo."""
    stem, _dot, ending = name.partition(".")
    if ending != "png":
        return {"type": ending.upper()}
    width, height, _emblem = PICTURES[stem]
    return {"type": "PNG", "pixels": f"{width} × {height}", "logo": ",".join(map(str, logo_place(stem)))}


def logo_place(name: str) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the place of a partner's logo on a picture.

    It is as large as the emblem, which no logo may exceed (rules of the programme for visibility).
    """
    width, height, emblem = PICTURES[name]
    across = emblem * 3 // 2
    return width - MARGIN - across, height - MARGIN - emblem, across, emblem
