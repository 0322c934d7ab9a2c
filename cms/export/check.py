"""Files of the site -> what is wrong with them: broken links and anchors, requests to other hosts, personal data."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

from cms.export.check_metadata import metadata_of

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
    named: tuple[str, ...]
    faults: tuple[str, ...]


def check_site(files: Mapping[str, bytes], private: Iterable[str] = (), base_url: str = "") -> list[Finding]:
    """Return every fault of the site, sorted; an empty list is a site that may go out.

    `private` are texts that must not stand anywhere (addresses of applicants). `base_url` is the address that the
    site is made for: links may begin with its path, and what the metadata of a page names below it must be there.
    """
    pages = {path: _read(content) for path, content in files.items() if path.endswith(".html")}
    site = _Site(files, pages, base_url)
    findings: set[Finding] = set()
    for path, page in pages.items():
        findings.update(Finding(path, fault) for fault in page.faults)
        for tag, attribute, address in page.links:
            findings.update(site.check_link(path, tag, attribute, address))
        for address in page.named:
            findings.update(site.check_named(path, address))
    findings.update(_check_private(files, private))
    return sorted(findings)


@dataclass(frozen=True)
class _Site:
    """All that a link can lead to."""

    files: Mapping[str, bytes]
    pages: Mapping[str, _Page]
    base_url: str

    def check_link(self, path: str, tag: str, attribute: str, address: str) -> Iterable[Finding]:
        """Check what an element asks for or leads to."""
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
        elif attribute != "action" and (fault := self._fault(path, address)):
            yield Finding(path, fault)

    def check_named(self, path: str, address: str) -> Iterable[Finding]:
        """Check an absolute address that the metadata of a page names."""
        if self.base_url and f"{address}/".startswith((f"{self.base_url}/", f"{self.base_url}?")):
            below = f"/{address.removeprefix(self.base_url).lstrip('/')}"
            if fault := self._fault(path, f"{urlsplit(self.base_url).path}{below}"):
                yield Finding(path, f"{fault} in its metadata")

    def _fault(self, path: str, address: str) -> str:
        """Return what is wrong with an address inside the site, seen from the file at `path`; "" where nothing is."""
        parts = urlsplit(address)
        target = self._target(path, parts.path)
        if target is None or (target not in self.files and f"{target}/index.html" not in self.files):
            return f"broken link {address}"
        found = target if target in self.files else f"{target}/index.html"
        if parts.fragment and found in self.pages and unquote(parts.fragment) not in self.pages[found].anchors:
            return f"broken anchor {address}"
        return ""

    def _target(self, path: str, address: str) -> str | None:
        """Return the file an address leads to, seen from `path`; None where it leaves the site."""
        if not address:
            return path
        folder = posixpath.dirname(path)
        if address.startswith("/"):
            # The root of the host; the site may lie in a folder there.
            own = f"{urlsplit(self.base_url).path}/"
            if not address.startswith(own):
                return None
            folder, address = "", address.removeprefix(own) or "./"
        target = posixpath.normpath(posixpath.join(folder, unquote(address)))
        if target.startswith(".."):
            return None
        if address.endswith("/") or target == ".":
            return posixpath.normpath(f"{target}/index.html")
        return target


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
    named, faults = metadata_of(root)
    return _Page(frozenset(anchors), tuple(links), tuple(named), tuple(faults))


def _check_private(files: Mapping[str, bytes], private: Iterable[str]) -> Iterable[Finding]:
    needles = [text.encode() for text in private if text]
    for path, content in files.items():
        for needle in needles:
            if needle in content:
                yield Finding(path, "holds personal data of an applicant")
