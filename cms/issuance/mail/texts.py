"""The texts of mails: the standard ones in every language, and editors' own ones in their place.

A text has placeholders such as {badge}. The standard texts are the templates `issuance/mail/<kind>.txt`, which give
the subject in their first line; rendered with placeholders they have the same form as what editors write.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.issuance.models import MailMessage, MailText

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*\n")

PLACEHOLDERS: dict[str, Promise] = {
    "name": gettext_lazy("the applicant's name"),
    "badge": gettext_lazy("the name of the badge"),
    "reference": gettext_lazy("the reference number"),
    "link": gettext_lazy("the personal link that the mail is about"),
    "status": gettext_lazy("the personal link to the applicant's own page"),
    "message": gettext_lazy("what the assessor writes"),
    "words": gettext_lazy("what the assessor writes, with a line before it; nothing where nothing was written"),
    "criteria": gettext_lazy("each criterion with its mark and comment"),
    "certificate": gettext_lazy("a line about the certificate; nothing where there is none"),
    "links": gettext_lazy("a personal link for each application"),
    "again": gettext_lazy("a line about applying again; nothing once applications are closed"),
    "until": gettext_lazy("the day until which the site stays available"),
    "count": gettext_lazy("how many badges for skills the holder has"),
    "verify": gettext_lazy("the address of the page that checks badges"),
    "share": gettext_lazy("the address of the page with ideas for showing a badge"),
}


@dataclass(frozen=True)
class Kind:
    """One kind of mail: what editors call it, which placeholders it may have, and which it must have.

    A mail that is about no application has its personal links made by `links`, and `button` is what is written on them.
    """

    title: Promise
    placeholders: tuple[str, ...]
    required: tuple[str, ...] = ()
    links: Callable[[MailMessage], dict[str, str]] | None = None
    button: Promise | str = ""


ALWAYS = ("name", "badge", "reference", "status")

# A mail to an address that nobody has confirmed says nothing that a stranger could have typed: no name.
KINDS: dict[str, Kind] = {
    "confirm": Kind(gettext_lazy("Asks to confirm an application"), ("badge", "link"), ("link",)),
    "received": Kind(gettext_lazy("Says that an application has come in"), ALWAYS),
    "returned": Kind(
        gettext_lazy("Returns an application"), (*ALWAYS, "message", "criteria", "link"), ("message", "link")
    ),
    "declined": Kind(
        gettext_lazy("Says that no badge is awarded"), (*ALWAYS, "message", "criteria", "again"), ("message",)
    ),
    "awarded": Kind(gettext_lazy("Brings a badge"), (*ALWAYS, "words", "certificate", "verify", "share")),
    "set": Kind(gettext_lazy("Brings a badge for a set of badges"), (*ALWAYS, "count", "verify", "share")),
    "reissued": Kind(gettext_lazy("Brings a badge that is signed anew"), (*ALWAYS, "verify", "share")),
    "revoked": Kind(gettext_lazy("Says that a badge is revoked"), (*ALWAYS, "message"), ("message",)),
    "withdrawn": Kind(gettext_lazy("Says that an application is withdrawn"), (*ALWAYS, "again")),
    "erased": Kind(gettext_lazy("Says that data are erased"), ("badge", "reference", "message"), ("message",)),
    "ended": Kind(gettext_lazy("Says that the project ended before a decision"), ALWAYS),
    "closing": Kind(
        gettext_lazy("Brings a badge once more when the project ends"),
        (*ALWAYS, "certificate", "until", "verify"),
        ("verify",),
    ),
    "links": Kind(gettext_lazy("Brings personal links again"), ("links",), ("links",)),
}


def add_kinds(kinds: Mapping[str, Kind], placeholders: Mapping[str, Promise]) -> None:
    """Let the mails of another application go the same way; their standard texts are templates of its own."""
    KINDS.update(kinds)
    PLACEHOLDERS.update(placeholders)


@dataclass(frozen=True)
class Text:
    """A text with placeholders."""

    subject: str
    body: str


def text_for(kind: str, language: str) -> Text:
    """Return the text to use: the editors' one where there is one, else the standard one."""
    own = MailText.objects.filter(kind=kind, language=language).first()
    return Text(own.subject, own.body) if own else standard_text(kind, language)


@lru_cache(maxsize=256)
def standard_text(kind: str, language: str) -> Text:
    """Return the standard text of a kind in a language."""
    with translation.override(language):
        text = render_to_string(f"issuance/mail/{kind}.txt", {name: f"{{{name}}}" for name in PLACEHOLDERS})
    subject, _line, body = text.strip().partition("\n")
    return Text(" ".join(subject.split()), body.strip())


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of placeholders; paragraphs that stay empty close up.

    What a value holds is never read as a placeholder itself.
    """
    filled = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
    return _EMPTY_LINES.sub("\n\n", filled).strip()


def faults_of(kind: str, subject: str, body: str) -> list[str]:
    """Return what is wrong with an editor's text, in words; nothing where it can be sent."""
    known = KINDS[kind]
    used = set(_PLACEHOLDER.findall(subject)), set(_PLACEHOLDER.findall(body))
    faults = [
        _("{%(name)s} is not known in this mail. Take it out, or write one of those listed.") % {"name": name}
        for name in sorted((used[0] | used[1]) - set(known.placeholders))
    ]
    faults += [
        _("{%(name)s} is missing in the text. Without it the mail is of no use.") % {"name": name}
        for name in known.required
        if name not in used[1]
    ]
    if used[0] & {"link", "links", "status", "message", "criteria", "words", "certificate", "again"}:
        faults.append(_("The subject is one line: use {badge}, {name} or {reference} there."))
    return faults
