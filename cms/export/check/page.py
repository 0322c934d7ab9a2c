"""One HTML file -> what it asks for, leads to, names and holds, read once."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_noop as _
from lxml import etree

from cms.export.check.findings import Fault, fault

# What the browser fetches by itself, by element; a link that the reader follows may lead anywhere.
FETCHING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("audio", "embed", "iframe", "input", "script", "track"), ("src",)),
    **dict.fromkeys(("img", "source"), ("src", "srcset")),
    **dict.fromkeys(("image", "use"), ("href", "xlink:href")),
    **dict.fromkeys(("body", "table", "td"), ("background",)),
    "link": ("href", "imagesrcset"),
    "object": ("data",),
    "video": ("src", "poster"),
}
# Links in a page's head that name another document; every other kind is fetched.
NAMING = frozenset({"alternate", "author", "canonical", "help", "license", "next", "prev", "search"})
STYLE_ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)""")
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*(.+?)\s*$", re.IGNORECASE)
# Elements without any of these attributes say nothing that the check must know.
_TELLING = frozenset(
    {"background", "content", "data", "href", "id", "imagesrcset", "name", "poster", "src", "srcset", "style", "type"}
) | {"xlink:href"}
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the check must know of a page, so that its HTML is parsed once.

    Sorted tuples, since sets of the same take four times the memory, and a site has many pages.

    Attributes:
        language: of the page as a whole.
        anchors: what a link can name after "#".
        fetched: addresses that a browser asks for by itself.
        followed: addresses that a reader is led to.
        named: absolute addresses in the metadata.
        canonical: the page's own name, or "".
        alternates: pairs of a language and the address of this page in it.
        faults: what is wrong with the page by itself.
    """

    language: str
    anchors: tuple[str, ...]
    fetched: tuple[str, ...]
    followed: tuple[str, ...]
    named: tuple[str, ...]
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]

    def interned(self) -> "PageFacts":
        """Return the same with equal words as one object: most pages name the same addresses."""
        return replace(
            self,
            anchors=tuple(map(sys.intern, self.anchors)),
            fetched=tuple(map(sys.intern, self.fetched)),
            followed=tuple(map(sys.intern, self.followed)),
            named=tuple(map(sys.intern, self.named)),
            canonical=sys.intern(self.canonical),
            alternates=tuple((sys.intern(code), sys.intern(address)) for code, address in self.alternates),
        )


class _Reader:
    """Collects the facts of one page."""

    def __init__(self) -> None:
        self.anchors: set[str] = set()
        self.fetched: set[str] = set()
        self.followed: set[str] = set()
        self.named: set[str] = set()
        self.canonical = ""
        self.alternates: set[tuple[str, str]] = set()
        self.faults: set[Fault] = set()

    def read(self, element: Any) -> None:
        """Take what one element holds."""
        name, attributes = element.tag, dict(element.items())
        if "id" in attributes:
            self.anchors.add(attributes["id"])
        if "style" in attributes:
            self.fetched.update(STYLE_ADDRESS.findall(attributes["style"]))
        if name in {"a", "area"}:
            if "href" in attributes:
                self._follow(attributes["href"])
            if "name" in attributes:
                self.anchors.add(attributes["name"])
        elif name == "meta":
            self._meta(attributes)
        elif name == "link":
            self._link(attributes)
        elif name in FETCHING:
            self._fetch(name, attributes)
        if name == "script" and attributes.get("type") == "application/ld+json":
            self._json_ld(element.text or "")
        elif name == "input" and attributes.get("name") == "csrfmiddlewaretoken":
            self.faults.add(fault(_("a form holds a CSRF token; static pages must not.")))

    def _fetch(self, name: str, attributes: Mapping[str, str]) -> None:
        for key in FETCHING[name]:
            if (value := attributes.get(key)) is not None:
                self.fetched.update(_candidates(value) if key.endswith("srcset") else [value])

    def _follow(self, address: str) -> None:
        if address.lower().startswith("javascript:"):
            self.faults.add(fault(_("a link runs a script instead of leading anywhere")))
        else:
            self.followed.add(address)

    def _link(self, attributes: Mapping[str, str]) -> None:
        kinds = set(attributes.get("rel", "").lower().split())
        address = attributes.get("href", "")
        if not kinds & NAMING or "stylesheet" in kinds:
            self._fetch("link", attributes)
            return
        if "canonical" in kinds:
            self.canonical = address
        if "alternate" in kinds and (language := attributes.get("hreflang")):
            self.alternates.add((language, address))
        (self.named if address.startswith("http") else self.followed).add(address)

    def _meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "")
        if attributes.get("http-equiv", "").lower() == "refresh" and (found := _REFRESH.match(content)):
            self._follow(found[1].strip("'\""))
        elif content.startswith(("http://", "https://")):
            self.named.add(content)

    def _json_ld(self, text: str) -> None:
        try:
            self.named.update(item for item in _texts(json.loads(text)) if item.startswith(("http://", "https://")))
        except ValueError:
            self.faults.add(fault(_("holds JSON-LD that is not JSON")))


def read_page(content: bytes) -> PageFacts:
    """Return the facts of a page."""
    root = etree.fromstring(content, _PARSER)
    reader = _Reader()
    for element in root.iter():
        if element.tag == "style":
            reader.fetched.update(STYLE_ADDRESS.findall(element.text or ""))
        elif not _TELLING.isdisjoint(element.keys()):
            reader.read(element)
    # An empty id or name is no place that a link can lead to.
    reader.anchors.discard("")
    return PageFacts(
        root.get("lang", ""),
        tuple(sorted(reader.anchors)),
        tuple(sorted(reader.fetched)),
        tuple(sorted(reader.followed)),
        tuple(sorted(reader.named)),
        reader.canonical,
        tuple(sorted(reader.alternates)),
        tuple(sorted(reader.faults)),
    )


def _candidates(srcset: str) -> Iterator[str]:
    return (part.split()[0] for part in srcset.split(",") if part.strip())


def _texts(data: Any) -> Iterator[str]:
    """Every text in the data, but not the names of the vocabulary."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name != "@context":
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
