"""A snapshot of the site -> every word and drawing of the posters and slides, as plain data for the typesetter."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cms.export.kit.texts import blocks
from cms.export.render.opengraph import FAMILY_COLOURS, INK
from cms.issuance.credentials.baking import artwork
from cms.learning.context.cards import badge_cards, families, skill_cards
from cms.learning.context.furniture import site_values
from cms.learning.context.kit import LARGE_POSTER, PROJECT, SLIDE, SLIDES, TEXTS_PATH
from cms.learning.context.values import page_values
from cms.learning.funding import funding_words
from cms.learning.snapshot import Snapshot
from cms.typesetting.codes import qr_drawing


@dataclass(frozen=True)
class Logo:
    """A partner's logo that was looked at: its file name, which tells the format, its bytes, and whose it is."""

    name: str
    content: bytes
    owner: str


def print_words(snapshot: Snapshot, language: str, subject: str, name: str, base_url: str) -> dict[str, Any]:
    """Return the data of a poster or of the slides, in the words of a language.

    Raises:
        ArtworkMissingError: a seal or the emblem is not built.
    """
    with translation.override(language):
        words = _common(snapshot, language, base_url)
        if name == SLIDES:
            return {**words, **_slides(snapshot, language)}
        paper = "a3" if name == LARGE_POSTER else "a4"
        own = _project(snapshot, language) if subject == PROJECT else _badge(snapshot, language, subject, base_url)
        return {**words, "paper": paper, **own}


def _common(snapshot: Snapshot, language: str, base_url: str) -> dict[str, Any]:
    site = site_values(snapshot, language)
    address = f"{base_url}{site['home']}"
    home: Any = snapshot.find(language, "")
    return {
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "content_language": site["language"],
        "title": site["name"],
        "tagline": site["tagline"],
        "kicker": _("Open Badges"),
        "issuer": site["facts"].get("issuer", {}).get("name", ""),
        "contact": site["facts"].get("contact", ""),
        "licence": site["facts"].get("licence", {}).get("code", ""),
        **funding_words(home.page if home else None, snapshot.facts),
        "seal": "",
        "badges": _seals(snapshot, language),
        "colour": INK,
        **_code(address),
    }


def _code(address: str) -> dict[str, str]:
    return {
        "address": address,
        "code": qr_drawing(address),
        "code_alt": _("QR code with the address %(address)s") % {"address": address},
    }


def _project(snapshot: Snapshot, language: str) -> dict[str, Any]:
    node = snapshot.find(language, TEXTS_PATH)
    sections = _sections(snapshot, language)
    steps = next((section for section in sections if section["key"] == "poster"), None)
    return {
        "summary": "",
        "points_title": _("How it works"),
        "points": _lines(steps["body"]) if steps else [],
        "points_language": node.language if node else language,
    }


def _seals(snapshot: Snapshot, language: str) -> list[dict[str, str]]:
    cards = [card for card in badge_cards(snapshot, language) if not card["skills_needed"]]
    return [{"name": card["title"], "seal": artwork(card["slug"], "svg").decode()} for card in cards]


def _badge(snapshot: Snapshot, language: str, slug: str, base_url: str) -> dict[str, Any]:
    card = next(card for card in badge_cards(snapshot, language) if card["slug"] == slug)
    node = snapshot.find(language, card["path"])
    criteria = page_values(snapshot, node, language)["criteria"] if node else []
    return {
        "content_language": card["language"],
        "site": site_values(snapshot, language)["name"],
        "title": card["title"],
        "tagline": "",
        "summary": card["summary"],
        "kicker": _("Open Badge"),
        "points_title": _("What you show"),
        "points": [criterion["title"] for criterion in criteria],
        "points_language": card["language"],
        "badges": [],
        "seal": artwork(slug, "svg").decode(),
        "colour": FAMILY_COLOURS.get(card["family"], INK),
        **_code(f"{base_url}{card['address']}"),
    }


def _slides(snapshot: Snapshot, language: str) -> dict[str, Any]:
    sections = [section for section in _sections(snapshot, language) if section["key"].startswith(SLIDE)]
    node = snapshot.find(language, TEXTS_PATH)
    own = node.language if node else language
    slides: list[dict[str, Any]] = [
        {"title": section["heading"], "language": own, "lists": _lists(section["body"])} for section in sections
    ]
    groups = [
        {
            "name": str(family["name"]),
            "colour": FAMILY_COLOURS[family["key"]],
            "names": [card["title"] for card in cards],
        }
        for family in families(skill_cards(snapshot, language))
        if (cards := family["skills"])
    ]
    skills = {"title": _("The skills"), "language": language, "groups": groups}
    # After what the project is, and before what one does in it.
    return {"slides": [*slides[:1], skills, *slides[1:]]}


def _sections(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    node = snapshot.find(language, TEXTS_PATH)
    return list(page_values(snapshot, node, language)["sections"]) if node else []


def _lines(body: str) -> list[str]:
    return [line for _kind, lines in blocks(body) for line in lines]


def _lists(body: str) -> list[dict[str, Any]]:
    return [{"kind": kind, "lines": lines} for kind, lines in blocks(body)]
