"""Files of the site -> what is wrong with them: broken links and anchors, requests to other hosts, personal data."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

# What the browser fetches by itself; a link that the reader follows may lead anywhere.
_FETCHED = {("img", "src"), ("script", "src"), ("source", "src"), ("audio", "src"), ("video", "src"), ("iframe", "src")}


@dataclass(frozen=True, order=True)
class Finding:
    """One fault of one file."""

    path: str
    message: str

    def __str__(self) -> str:
        """Return `path: message`."""
        return f"{self.path}: {self.message}"


@dataclass(frozen=True)
class _Page:
    anchors: frozenset[str]
    links: tuple[tuple[str, str, str], ...]


def check_site(files: Mapping[str, bytes], private: Iterable[str] = ()) -> list[Finding]:
    """Return every fault of the site, sorted; an empty list is a site that may go out.

    `private` are texts that must not stand anywhere (addresses of applicants).
    """
    pages = {path: _read(content) for path, content in files.items() if path.endswith(".html")}
    findings: set[Finding] = set()
    for path, page in pages.items():
        for tag, attribute, address in page.links:
            findings.update(_check_link(path, tag, attribute, address, files, pages))
    findings.update(_check_private(files, private))
    return sorted(findings)


def _read(content: bytes) -> _Page:
    root = lxml_html.document_fromstring(content.decode())
    anchors, links = set(), []
    for element in root.iter(lxml_html.etree.Element):
        if not isinstance(element.tag, str):
            continue
        if identity := element.get("id"):
            anchors.add(identity)
        if element.tag == "form" and "csrfmiddlewaretoken" in str(element.xpath(".//@name")):
            links.append(("form", "csrf", ""))
        for attribute in ("href", "src", "action"):
            if (value := element.get(attribute)) is not None:
                links.append((f"{element.tag} {element.get('rel', '')}".strip(), attribute, value))
        if srcset := element.get("srcset"):
            links += [(element.tag, "src", part.split()[0]) for part in srcset.split(",") if part.strip()]
    return _Page(frozenset(anchors), tuple(links))


def _check_link(
    path: str, tag: str, attribute: str, address: str, files: Mapping[str, bytes], pages: Mapping[str, _Page]
) -> Iterable[Finding]:
    name = tag.split()[0]
    if attribute == "csrf":
        yield Finding(path, "a form holds a CSRF token; static pages must not.")
        return
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        is_fetched = (name, attribute) in _FETCHED or (
            name == "link" and not {"canonical", "alternate", "license"} & set(tag.split())
        )
        if is_fetched and parts.scheme != "data":
            yield Finding(path, f"asks another host for {address}")
        return
    if attribute == "action":
        return
    target = _target(path, parts.path)
    if target is None or (target not in files and f"{target}/index.html" not in files):
        yield Finding(path, f"broken link {address}")
        return
    found = target if target in files else f"{target}/index.html"
    if parts.fragment and found in pages and unquote(parts.fragment) not in pages[found].anchors:
        yield Finding(path, f"broken anchor {address}")


def _target(path: str, address: str) -> str | None:
    """Return the file an address leads to, seen from `path`; None where it leaves the site."""
    if not address:
        return path
    base = "" if address.startswith("/") else posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(base, unquote(address).lstrip("/") if not base else unquote(address)))
    if target.startswith(".."):
        return None
    if address.endswith("/") or target == ".":
        return posixpath.normpath(f"{target}/index.html")
    return target


def _check_private(files: Mapping[str, bytes], private: Iterable[str]) -> Iterable[Finding]:
    needles = [text.encode() for text in private if text]
    for path, content in files.items():
        for needle in needles:
            if needle in content:
                yield Finding(path, "holds personal data of an applicant")
