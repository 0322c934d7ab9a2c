"""Markdown of the content files <-> the HTML that Wagtail stores for rich text.

A closed list: paragraphs, one level of lists, strong, emphasis, links. markdown-it-py reads it with everything
else switched off; the writer is ours, because only it can promise that reading what it wrote gives the same text.
"""

import re
from collections.abc import Callable
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

TERM_LINK = "#term-"
Attributes = dict[str, str]

# A link as `to_markdown` writes it: its words, and its target.
LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)\)")
_SPACED = re.compile(r"\A(\s*)(.*?)(\s*)\Z", re.DOTALL)

_markdown = MarkdownIt("zero").enable(["list", "emphasis", "link", "escape", "newline"])
_TAGS = {"strong": "b", "em": "i"}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}


class MarkdownError(ValueError):
    """A text that is outside the closed list, or a link that leads nowhere."""


def to_html(text: str, resolve: Callable[[str], Attributes]) -> str:
    """Return Markdown as stored rich text.

    `resolve` turns a link's target (`page:…`, `term:…`, `https:…`) into the attributes of `<a>`.

    Raises:
        MarkdownError: markup outside the closed list, or written in another way than `to_markdown` writes it.
    """
    return "".join(_block(token, resolve) for token in _markdown.parse(text))


def inline_to_html(text: str, resolve: Callable[[str], Attributes]) -> str:
    """Return one line of Markdown (a message of a .po file) as inline HTML."""
    return "".join(_block(token, resolve) for token in _markdown.parseInline(text))


def _block(token: Token, resolve: Callable[[str], Attributes]) -> str:
    if token.type == "inline":
        return "".join(_inline(child, resolve) for child in token.children or [])
    if token.type in {"paragraph_open", "paragraph_close"} and token.hidden:
        return ""
    tag = {"bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "paragraph": "p"}.get(
        token.type.rsplit("_", 1)[0]
    )
    if tag is None:
        raise MarkdownError(_("%(markup)s is not allowed here.") % {"markup": token.type})
    return f"<{'/' if token.nesting < 0 else ''}{tag}>"


def _inline(token: Token, resolve: Callable[[str], Attributes]) -> str:
    if token.type == "text":
        return escape(token.content, quote=False)
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "<br/>"
    kind = token.type.rsplit("_", 1)[0]
    if kind in _TAGS:
        return f"<{'/' if token.nesting < 0 else ''}{_TAGS[kind]}>"
    if kind == "link":
        if token.nesting < 0:
            return "</a>"
        attributes = resolve(str(token.attrs["href"]))
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<a{written}>"
    raise MarkdownError(_("%(markup)s is not allowed here.") % {"markup": token.type})


def to_markdown(html: str, name: Callable[[Attributes], str]) -> str:
    """Return stored rich text as Markdown. `name` turns the attributes of `<a>` into a link's target."""
    soup = BeautifulSoup(html, "html.parser")
    parts = []
    for element in soup.children:
        if isinstance(element, Tag) and element.name in {"ul", "ol"}:
            parts.append(_list(element, name))
        elif written := _write_inline(element, name).strip():
            parts.append(_guard_start(written))
    return "\n\n".join(parts)


def inline_to_markdown(html: str, name: Callable[[Attributes], str]) -> str:
    """Return inline HTML as one line of Markdown."""
    return "".join(_write_inline(child, name) for child in BeautifulSoup(html, "html.parser").children)


def _list(element: Tag, name: Callable[[Attributes], str]) -> str:
    items = [child for child in element.children if isinstance(child, Tag)]
    lines = []
    for number, item in enumerate(items, start=1):
        bullet = "-" if element.name == "ul" else f"{number}."
        lines.append(f"{bullet} {_guard_start(_write_inline(item, name).strip())}")
    return "\n".join(lines)


def _write_inline(element: object, name: Callable[[Attributes], str]) -> str:
    if isinstance(element, NavigableString):
        return re.sub(r"([\\*_\[])", r"\\\1", str(element))
    if not isinstance(element, Tag):
        return ""
    inner = "".join(_write_inline(child, name) for child in element.children)
    if element.name == "br":
        return "\\\n"
    if element.name in _MARKS and inner.strip():
        mark = _MARKS[element.name]
        return _SPACED.sub(rf"\g<1>{mark}\g<2>{mark}\g<3>", inner)
    if element.name == "a" and element.attrs:
        return f"[{inner}]({name({key: str(value) for key, value in element.attrs.items()})})"
    return inner


def _guard_start(text: str) -> str:
    """Escape what would begin a list item."""
    text = re.sub(r"^([-+])(?=\s)", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", text)
