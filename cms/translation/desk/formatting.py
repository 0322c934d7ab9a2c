"""Texts of the desk -> HTML that shows them: formatting, links as what they are, terms, and what has changed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from cms.content.markdown import LINK, Attributes, MarkdownError, inline_to_html

_TAG = re.compile(r"(<[^>]*>)")
_TOKEN = re.compile(r"<[^>]*>|&#?\w+;|\s+|\w+|[^\w\s]")
_ESCAPED = re.compile(r"\\([\\*_\[\]()])")


@dataclass(frozen=True)
class Link:
    """A link in a text: its target as authors write it, what it leads to in words, and the words to offer for it."""

    target: str
    leads_to: str
    words: str

    @property
    def kind(self) -> str:
        """Return "page", "term" or "external"."""
        return link_kind(self.target)


def link_kind(target: str) -> str:
    """Return what a link leads to: "page", "term" or "external"."""
    kind = target.partition(":")[0]
    return kind if kind in {"page", "term"} else "external"


def links_in(markdown: str) -> list[tuple[str, str]]:
    """Return the targets of the links of a text with the words that are linked, each target once."""
    found: dict[str, str] = {}
    for words, target in LINK.findall(markdown):
        found.setdefault(target, _ESCAPED.sub(r"\1", words))
    return list(found.items())


def shown(
    text: str, *, rich: bool, terms: Mapping[str, str] | None = None, describe: Callable[[str], str] = str
) -> SafeString:
    """Return a text as HTML to look at; terms of the glossary in it are underlined, with their translation.

    Links lead nowhere; `describe` says where the target of one leads. Faulty markup is shown as it is written.
    """

    def link(target: str) -> Attributes:
        return {"class": f"desk-link desk-link--{link_kind(target)}", "title": describe(target)}

    try:
        html = inline_to_html(text, link) if rich else escape(text).replace("\n", "<br>")
    except MarkdownError:
        html = escape(text)
    if terms:
        html = "".join(part if part.startswith("<") else _underline(part, terms) for part in _TAG.split(html))
    return mark_safe(html)  # noqa: S308  every word of it is escaped above


def _underline(html: str, terms: Mapping[str, str]) -> str:
    """Mark the terms in HTML that has no tags."""
    if not html.strip():
        return html
    pattern = _term_pattern(terms)
    by_lower = {term.lower(): words for term, words in terms.items()}

    def mark(match: re.Match[str]) -> str:
        return f'<span class="desk-term" title="{escape(by_lower[match[0].lower()])}">{match[0]}</span>'

    return pattern.sub(mark, html)


def terms_in(text: str, terms: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the terms that stand in a text, with their translations, in the order of the text."""
    if not terms:
        return []
    by_lower = {term.lower(): (term, words) for term, words in terms.items()}
    found = dict.fromkeys(match[0].lower() for match in _term_pattern(terms).finditer(text))
    return [by_lower[word] for word in found]


def _term_pattern(terms: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)


def difference(before: str, after: str, *, rich: bool = False, describe: Callable[[str], str] = str) -> SafeString:
    """Return `after` as `shown` does, with what was put in and taken out since `before` marked as ins and del."""
    old, new = (shown(text, rich=rich, describe=describe) for text in (before, after))
    changes = _changes(_TOKEN.findall(old), _TOKEN.findall(new))
    return mark_safe("".join(changes))  # noqa: S308  both are safe, and ins and del stand around words only


def _changes(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield HTML; a space alone between two changes belongs to them."""
    out: list[str] = []
    put_in: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" and ("".join(new[c:d]).strip() or not (out or put_in)):
            yield from _marked(out, put_in)
            yield "".join(new[c:d])
            out, put_in = [], []
        else:
            out, put_in = out + old[a:b], put_in + new[c:d]
    yield from _marked(out, put_in)


def _marked(out: list[str], put_in: list[str]) -> Iterator[str]:
    """Yield the words taken out, without their elements, then those put in, each run of words between elements."""
    yield _around("del", "".join(token for token in out if not token.startswith("<")))
    for is_element, tokens in groupby(put_in, lambda token: token.startswith("<")):
        words = "".join(tokens)
        yield words if is_element else _around("ins", words)


def _around(tag: str, words: str) -> str:
    """Return words in an element, the spaces around them outside of it."""
    core = words.strip()
    if not core:
        return words
    before, _core, after = words.partition(core)
    return f"{before}<{tag}>{core}</{tag}>{after}"
