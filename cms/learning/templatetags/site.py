"""What the learner's templates need beyond Django's own tags: asset addresses, names of facts, durations, orders."""

import hashlib
import string
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info, ngettext

from cms.assets import built_names
from cms.issuance.wording import day_in_words
from cms.learning.blocks import GROUPINGS
from cms.learning.models.module import LEVELS
from cms.learning.models.skill import FAMILIES
from cms.learning.models.toolkit import TRACKS

register = template.Library()
register.filter(day_in_words)

LABELS = {"family": dict(FAMILIES), "level": dict(LEVELS), "grouping": dict(GROUPINGS), "track": dict(TRACKS)}

# Letters that a language counts as letters of their own; all others sort as their plain form.
ALPHABETS = {
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "fi": "abcdefghijklmnopqrstuvwxyzåäö",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
}


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of an asset: fingerprinted where the build wrote a manifest, else as it is named."""
    return f"/assets/{built_names().get(name, name)}"


@register.filter
def has_asset(name: str) -> bool:
    """Return whether the build made an asset of that name; no asset is known where nothing was built."""
    return name in built_names()


@register.simple_tag
def source_language() -> str:
    """Return the code of the language the site is written in first."""
    return settings.LANGUAGE_CODE


@register.filter
def label(value: str, kind: str) -> str:
    """Return the word for a fact: `{{ page.level|label:"level" }}`."""
    return str(LABELS[kind].get(value, value))


@register.filter
def language_name(code: str) -> str:
    """Return a language's name in the language of the page, or its code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def duration(minutes: int) -> str:
    """Return a duration in hours and minutes, in words."""
    hours, rest = divmod(minutes, 60)
    words = []
    if hours:
        words.append(ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours})
    if rest or not hours:
        words.append(ngettext("%(minutes)d minute", "%(minutes)d minutes", rest) % {"minutes": rest})
    return " ".join(words)


@register.filter
def letter(position: int) -> str:
    """Return the letter that marks the option at a position, counted from one."""
    return string.ascii_lowercase[position - 1]


@register.filter
def shuffled(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items in an order that looks random, never changes, and is never the given one."""
    mixed = sorted(items, key=lambda item: hashlib.sha256(str(item["id"]).encode()).hexdigest())
    if mixed == list(items):
        mixed = mixed[1:] + mixed[:1]
    return mixed


@register.filter
def letter_of(item: dict[str, Any], items: Iterable[dict[str, Any]]) -> str:
    """Return the letter that marks an item in a list."""
    return letter([other["id"] for other in items].index(item["id"]) + 1)


@register.filter
def under(entries: Iterable[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """Return the pages below a path; the pages at the top where the path is empty."""
    return [entry for entry in entries if entry["path"].rpartition("/")[0] == path]


@register.filter
def alphabetical(items: Iterable[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """Return the items in the alphabet of the language of the page."""
    alphabet = ALPHABETS.get(get_language() or "", string.ascii_lowercase)

    def key(item: dict[str, Any]) -> list[tuple[int, str]]:
        text = unicodedata.normalize("NFC", item[field].casefold())
        return [_place(character, alphabet) for character in text]

    return sorted(items, key=key)


def _place(character: str, alphabet: str) -> tuple[int, str]:
    if character not in alphabet:
        character = unicodedata.normalize("NFKD", character)[0]
    return alphabet.find(character), character
