"""Snapshot -> an Atom feed of a language's pages by the day they last changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import parse

from cms.api.frozen import own_words
from cms.export.plan import Options
from cms.learning.context.tools import UNLISTED
from cms.learning.snapshot import Node, Snapshot, address_of

ATOM = "http://www.w3.org/2005/Atom"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Dates = Mapping[str, str]


def publication_dates(snapshot: Snapshot, language: str) -> dict[str, str]:
    """Return when each page of a language was last published, by the address of its page."""
    return {
        node.address: _written(node.page.last_published_at)
        for node in _pages(snapshot, language)
        if node.page.last_published_at and node.path not in UNLISTED
    }


def _pages(snapshot: Snapshot, language: str) -> list[Node]:
    """Return the pages of a language that are no fallbacks."""
    places = [path for code, path in snapshot.nodes if code == language]
    return [node for path in places if (node := snapshot.find(language, path))]


def kept_dates(snapshot: Snapshot, language: str, dates: Dates, earlier: Path, read: Callable[[str], bytes]) -> Dates:
    """Return the dates with those of an earlier export, for pages whose words (index.json) are the same there.

    `read` returns a file of this export.
    Whoever makes the site from the content files alone has a new database each time, and with it new dates.
    """
    kept = dict(dates)
    nodes = {_identity(node): node for node in _pages(snapshot, language) if node.address in dates}
    path = earlier / language / "feed.xml"
    # Our own file, read as if it were anybody's.
    for entry in parse(path).iterfind(f"{{{ATOM}}}entry") if path.is_file() else ():
        node = nodes.get(entry.findtext(f"{{{ATOM}}}id") or "")
        updated = entry.findtext(f"{{{ATOM}}}updated")
        if node and updated:
            words = f"{node.address.strip('/')}/index.json"
            before = earlier / words
            if before.is_file() and own_words(before.read_bytes()) == own_words(read(words)):
                kept[node.address] = updated
    return kept


def feed(snapshot: Snapshot, options: Options, language: str, dates: Dates) -> bytes:
    """Return the feed of a language, the latest change first; pages that are not translated are left out."""
    nodes = [node for node in _pages(snapshot, language) if node.address in dates]
    nodes.sort(key=lambda node: (dates[node.address], node.address), reverse=True)
    home = snapshot.find(language, "")
    root = Element("feed", {"xmlns": ATOM, XML_LANGUAGE: language})
    _add(root, "id", _identity(home) if home else "")
    _add(root, "title", home.page.title if home else "")
    _add(root, "updated", dates[nodes[0].address] if nodes else "1970-01-01T00:00:00Z")
    _link(root, "self", f"{options.base_url}/{language}/feed.xml")
    _link(root, "alternate", f"{options.base_url}{address_of(language, '')}")
    _add(SubElement(root, "author"), "name", snapshot.facts.get("issuer", {}).get("name") or "Perennial")
    for node in nodes:
        _add_entry(root, node, options, dates)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def _add_entry(root: Element, node: Node, options: Options, dates: Dates) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", _identity(node))
    _add(entry, "title", node.title)
    _add(entry, "updated", dates[node.address])
    _link(entry, "alternate", f"{options.base_url}{node.address}")
    if summary := node.value("summary") or node.value("promise"):
        _add(entry, "summary", summary)


def _identity(node: Node) -> str:
    """Return the name of a page in its language, which no change of address alters."""
    return uuid5(UUID(str(node.value("translation_key"))), node.language).urn


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, relation: str, address: str) -> None:
    SubElement(parent, "link", {"rel": relation, "href": address})


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
