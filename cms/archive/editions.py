"""An exported site -> the books made of it: one a language, and a handout for each module."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language_info
from lxml import html

from cms.archive.chapters import Chapter, read_chapter

# What a book has before the modules, where the site has these pages.
FRONT = ("about", "how-badges-work")
BACK = ("glossary",)


@dataclass(frozen=True)
class ExportedSite:
    """The files of a site as `export_site` wrote them, in memory.

    Attributes:
        files: content by address, "fi/index.html"; may read from disk when asked.
        base_url: where the site is or was, without a slash at the end.
        facts: content of project.yaml.
        languages: codes, the source language first.
    """

    files: Mapping[str, bytes]
    base_url: str
    facts: Mapping[str, Any]
    languages: tuple[str, ...]

    def page(self, address: str) -> dict[str, Any]:
        """Return what the site says of a page, as data: its index.json."""
        data: dict[str, Any] = json.loads(self.files[f"{address}index.json"])
        return data

    def name(self, language: str) -> str:
        """Return the name of the site in a language."""
        return str(self.page(f"{language}/")["title"])

    def funding(self, language: str) -> list[str]:
        """Return who paid and who answers for the words, a paragraph each, as the foot of every page says it."""
        document = html.document_fromstring(self.files[f"{language}/index.html"].decode())
        return [
            " ".join(part.text_content().split())
            for part in document.xpath("//footer//*[@class='funding']/descendant::p")
        ]

    def skills(self) -> list[str]:
        """Return the slugs of the modules in their order."""
        return self._below("skills", "skill")

    def toolkit(self) -> list[str]:
        """Return the slugs of the toolkit's modules in their order; not every site has any."""
        return self._below("toolkit", "module") if self.has(f"{self.languages[0]}/toolkit/") else []

    def _below(self, path: str, kind: str) -> list[str]:
        """Return the slugs of the pages of a kind that a list names."""
        items = self.page(f"{self.languages[0]}/{path}/")["items"]
        return [item["@id"].rstrip("/").rsplit("/", 1)[-1] for item in items if item["@type"] == kind]

    def has(self, address: str) -> bool:
        """Return whether the site has a page at an address."""
        return f"{address}index.html" in self.files


@dataclass(frozen=True)
class Book:
    """What stands between two covers.

    Attributes:
        slug: the module that it is about, "" for the book of a language.
        language: of the book; a chapter that is not translated keeps its own.
        title: plain text.
        chapters: in reading order.
        cover: address of the picture on its cover, inside the site.
    """

    site: ExportedSite
    slug: str
    language: str
    title: str
    chapters: tuple[Chapter, ...]
    cover: str

    @property
    def direction(self) -> str:
        """Where its language begins a line: "ltr" or "rtl"."""
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def name(self) -> str:
        """Its file name, without an ending."""
        return f"{self.slug or 'perennial'}.{self.language}"

    @cached_property
    def files_of(self) -> dict[str, str]:
        """The name of the chapter at each address."""
        return {f"/{chapter.address}": chapter.name for chapter in self.chapters}

    @cached_property
    def pictures(self) -> list[str]:
        """Addresses of all pictures in the book, the cover's among them."""
        return sorted({self.cover, *(picture for chapter in self.chapters for picture in chapter.pictures)})

    def link(self, ending: str) -> Callable[[str], str]:
        """Return where a link leads: to a chapter of the book (with `ending`), else to the site on the web."""

        def lead(address: str) -> str:
            path, sign, anchor = address.partition("#")
            if path in self.files_of:
                return f"{self.files_of[path]}{ending}{sign}{anchor}"
            return f"{self.site.base_url}{address}"

        return lead


def book_of(site: ExportedSite, language: str) -> Book:
    """Return the book of a language: about the project, modules with their badges, the toolkit, the glossary."""
    modules = [f"{kind}/{slug}" for slug in site.skills() for kind in ("skills", "badges")]
    toolkit = [f"toolkit/{slug}" for slug in site.toolkit()]
    addresses = [f"{language}/{path}/" for path in (*FRONT, *modules, *toolkit, *BACK)]
    chapters = tuple(read_chapter(site.files, address) for address in addresses if site.has(address))
    return Book(site, "", language, site.name(language), chapters, _cover(site, "issuer"))


def handout_of(site: ExportedSite, language: str, slug: str) -> Book:
    """Return the handout of a module: the module and its badge."""
    addresses = [f"{language}/{kind}/{slug}/" for kind in ("skills", "badges")]
    chapters = tuple(read_chapter(site.files, address) for address in addresses if site.has(address))
    return Book(site, slug, language, chapters[0].title, chapters, _cover(site, slug))


def _cover(site: ExportedSite, name: str) -> str:
    """Return the address of a picture of the badges; the build writes its hash into the name."""
    found = [path for path in site.files if path.startswith(f"assets/badges/{name}.") and path.endswith(".svg")]
    return max(found, key=len)
