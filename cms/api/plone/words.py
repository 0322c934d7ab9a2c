"""The text of a Plone page, Slate blocks or HTML -> sections with a heading each, in the markup that ours may have."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag

from cms.api.plone.read import Item

# A link of Plone -> the attributes of ours, None where it leads nowhere.
Resolve = Callable[[str], dict[str, str] | None]
HEADINGS = frozenset({"h1", "h2"})
INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i"}
LISTS = frozenset({"ul", "ol"})


@dataclass
class Section:
    """A part of a page: `html` holds whole paragraphs and lists."""

    heading: str
    html: str = ""

    @property
    def shape(self) -> tuple[str, ...]:
        """What a translation must have too, to stand in the same place: its paragraphs and items of lists."""
        return tuple(re.findall(r"<(p|li|ul|ol)\b", self.html))


def sections(item: Item, resolve: Resolve) -> tuple[list[Section], list[str]]:
    """Return the sections of a page, and what of it has no place in ours, in words."""
    lost: list[str] = []
    parts: list[tuple[str, str]] = []
    order = (item.data.get("blocks_layout") or {}).get("items") or []
    blocks = item.data.get("blocks") or {}
    for name in order:
        block = blocks.get(name) or {}
        kind = block.get("@type")
        if kind == "slate":
            parts += list(_slate(block.get("value") or [], resolve))
        elif kind in {"text", "html"}:
            parts += list(_html(str(block.get("html") or ""), resolve))
        elif kind != "title":
            lost.append(f"a block of type “{kind}”")
    text = item.data.get("text")
    if isinstance(text, dict):
        parts += list(_html(str(text.get("data") or ""), resolve))
    found: list[Section] = []
    for tag, html in parts:
        if tag in HEADINGS:
            found.append(Section(BeautifulSoup(html, "html.parser").get_text()[:255]))
        elif html:
            if not found:
                found.append(Section(item.title))
            found[-1].html += html
    return [section for section in found if section.html], lost


def _slate(nodes: list[Any], resolve: Resolve) -> Iterator[tuple[str, str]]:
    for node in nodes:
        kind = str(node.get("type") or "p")
        if kind in LISTS:
            items = "".join(f"<li>{_inline(child, resolve).strip()}</li>" for child in node.get("children", []))
            yield kind, f"<{kind}>{items}</{kind}>"
        else:
            yield kind, _paragraph(kind, _inline(node, resolve).strip())


def _inline(node: dict[str, Any], resolve: Resolve) -> str:
    if "text" in node:
        return escape(str(node["text"]), quote=False)
    inner = "".join(_inline(child, resolve) for child in node.get("children", []))
    kind = str(node.get("type") or "")
    if kind == "link":
        return _link(str((node.get("data") or {}).get("url") or ""), inner, resolve)
    return _marked(INLINE.get(kind, ""), inner)


def _html(html: str, resolve: Resolve) -> Iterator[tuple[str, str]]:
    soup = BeautifulSoup(html, "html.parser")
    for unwanted in soup.find_all(["script", "style"]):
        unwanted.decompose()
    for node in soup.children:
        if not isinstance(node, Tag):
            yield "p", _paragraph("p", escape(str(node).strip(), quote=False))
        elif node.name in LISTS:
            items = "".join(f"<li>{_soup(li, resolve).strip()}</li>" for li in node.find_all("li", recursive=False))
            yield node.name, f"<{node.name}>{items}</{node.name}>"
        elif node.name in {"div", "section", "article"}:
            yield from _html(node.decode_contents(), resolve)
        else:
            yield node.name, _paragraph(node.name, _soup(node, resolve).strip())


def _soup(node: Tag, resolve: Resolve) -> str:
    words = []
    for child in node.children:
        if not isinstance(child, Tag):
            words.append(escape(str(child), quote=False))
        elif child.name == "a":
            words.append(_link(str(child.get("href") or ""), _soup(child, resolve), resolve))
        else:
            words.append(_marked(INLINE.get(child.name, ""), _soup(child, resolve)))
    return "".join(words)


def _marked(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner


def _paragraph(kind: str, inner: str) -> str:
    if kind in HEADINGS or not inner:
        return inner
    return f"<p><b>{inner}</b></p>" if kind in {"h3", "h4", "h5", "h6"} else f"<p>{inner}</p>"


def _link(url: str, inner: str, resolve: Resolve) -> str:
    attributes = resolve(url)
    if attributes is None:
        return inner
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<a {written}>{inner}</a>"
