"""What a program can tell of a translation: while it is typed, before it is submitted, and in the files of content/.

Texts are as the .po files have them: plain, or Markdown in rich texts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.learning.models import GlossaryPage
from cms.learning.projects import of_project
from cms.translation.style import STYLES

# A translation of more than a few words is rarely shorter or longer than this, measured over the project's languages.
SHORTEST, LONGEST = 0.55, 1.75
COUNTED_FROM = 60
# Letters of a word that its other forms share: enough to recognise an inflected term in the languages of the site.
STEM = 3

_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Finding:
    """One fault of a translation: a code to sort by, words for the translator, and whether it stops a submission."""

    code: str
    message: str
    blocking: bool


def check_text(
    source: str, target: str, language: str, *, rich: bool, terms: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return what is wrong with a translation; nothing where it is right as far as a program can tell.

    `terms` are the words of the glossary that matter: English term -> the term of the language.
    """
    if not target.strip():
        return [_finding("missing", _("This text has no translation yet."))]
    faults = [
        *(_markup(source, target) if rich else ()),
        *_placeholders(source, target),
        *_numbers(source, target),
        *_typography(target, language),
        *_spaces(target),
        *_length(source, target),
        *_terms(source, target, terms or {}),
    ]
    return [_finding(code, message) for code, message in faults]


def _finding(code: str, message: str) -> Finding:
    return Finding(code, message, blocking=code in settings.TRANSLATION_BLOCKING_CHECKS)


Faults = list[tuple[str, str]]


def _markup(source: str, target: str) -> Faults:
    faults = []
    if source.count("**") != target.count("**"):
        faults.append(("markup", _("Bold text (**…**) is not as in the source.")))
    plain_source, plain_target = source.replace("**", ""), target.replace("**", "")
    if _stars(plain_source) != _stars(plain_target):
        faults.append(("italics", _("Italic text (*…*) is not as in the source.")))
    wanted, found = (Counter(address for _words, address in _LINK.findall(text)) for text in (source, target))
    if missing := wanted - found:
        faults.append(("links", _("Links are missing: %(links)s.") % {"links": ", ".join(sorted(missing))}))
    if added := found - wanted:
        faults.append(("links", _("The source has no such links: %(links)s.") % {"links": ", ".join(sorted(added))}))
    return faults


def _stars(text: str) -> int:
    return len(re.findall(r"(?<!\\)\*", text))


def _placeholders(source: str, target: str) -> Faults:
    if Counter(_PLACEHOLDER.findall(source)) == Counter(_PLACEHOLDER.findall(target)):
        return []
    return [("placeholders", _("The places for values ({…}, %…) are not those of the source."))]


def _numbers(source: str, target: str) -> Faults:
    wanted, found = (Counter(_digits(text)) for text in (source, target))
    if not (changed := sorted(wanted - found)):
        return []
    return [("numbers", _("Numbers of the source are missing: %(numbers)s.") % {"numbers": ", ".join(changed)})]


def _digits(text: str) -> list[str]:
    """Return the numbers of a text without their separators, which differ between languages."""
    return [re.sub(r"\D", "", number) for number in _NUMBER.findall(_LINK.sub(r"\1", text))]


def _typography(target: str, language: str) -> Faults:
    style = STYLES.get(language)
    if style is None:
        return []
    faults = []
    words = _LINK.sub(r"\1", target)
    if foreign := sorted(set(words) & style.foreign_marks):
        marks = {"found": " ".join(foreign), "right": style.example}
        faults.append(("quotes", _("Marks of another language: %(found)s. Write %(right)s.") % marks))
    elif any(words.count(opening) != words.count(closing) for opening, closing in style.pairs):
        faults.append(("quotes", _("A quotation mark has no partner.")))
    if letters := sorted(set(words) & style.wrong_letters):
        faults.append(("quotes", _("Letters of another language: %(letters)s.") % {"letters": " ".join(letters)}))
    return faults


def _spaces(target: str) -> Faults:
    if "  " in target or target != target.strip():
        return [("spaces", _("There are spaces too many."))]
    return []


def _length(source: str, target: str) -> Faults:
    if source == target:
        # One word may be the same in both languages, and a name is.
        return [("untranslated", _("The translation is the same as the source."))] if " " in source else []
    if len(source) > COUNTED_FROM and not SHORTEST < len(target) / len(source) < LONGEST:
        return [("length", _("The translation is much shorter or longer than the source."))]
    return []


def _terms(source: str, target: str, terms: Mapping[str, str]) -> Faults:
    said, used = f" {' '.join(_WORD.findall(source.lower()))} ", starts(target)
    return [
        ("terms", _("“%(term)s” is “%(listed)s” in the glossary.") % {"term": term, "listed": listed})
        for term, listed in terms.items()
        if f" {term.lower()} " in said and not starts(listed) & used
    ]


def starts(text: str) -> set[str]:
    """Return how the words of a text begin, without case and accents: enough to recognise a form of a term."""
    folded = unicodedata.normalize("NFD", text.lower())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return {word[:STEM] for word in _WORD.findall(plain) if len(word) >= STEM}


def terms_of(language: str) -> dict[str, str]:
    """Return the glossary: English term -> the term of the language; terms that are not translated are left out."""
    pages = {
        page.locale.language_code: page
        for page in of_project(GlossaryPage.objects.all())
        .filter(locale__in=Locale.objects.filter(language_code__in=[language, Locale.get_default().language_code]))
        .select_related("locale")
    }
    source, target = pages.get(Locale.get_default().language_code), pages.get(language)
    if source is None or target is None:
        return {}
    words = {item["id"]: item["value"]["term"] for item in target.terms.get_prep_value()}
    return {
        item["value"]["term"]: words[item["id"]]
        for item in source.terms.get_prep_value()
        if words.get(item["id"], item["value"]["term"]) != item["value"]["term"]
    }
