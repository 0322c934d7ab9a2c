"""The whole site in memory: every page of every language, read in a constant number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import get_language_info
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from cms.learning.models import (
    BadgeIndexPage,
    BadgePage,
    GlossaryPage,
    HomePage,
    InfoPage,
    LearningPage,
    PathsPage,
    ProjectSettings,
    Recording,
    SkillIndexPage,
    SkillPage,
    ToolPage,
    block_keys,
)

PAGE_TYPES: tuple[type[LearningPage], ...] = (
    HomePage,
    SkillIndexPage,
    SkillPage,
    BadgeIndexPage,
    BadgePage,
    GlossaryPage,
    PathsPage,
    ToolPage,
    InfoPage,
)

Made = TypeVar("Made")


@dataclass(frozen=True)
class Language:
    """A language of the site: its code, its own name, and its direction ("ltr" or "rtl")."""

    code: str
    name: str
    direction: str


@dataclass(frozen=True)
class Node:
    """A page at its place: `path` is the part of its address after the language ("" for the home page)."""

    path: str
    language: str
    page: LearningPage

    @property
    def address(self) -> str:
        """The page's address on the site, with a slash at both ends."""
        return address_of(self.language, self.path)


@dataclass
class Picture:
    """Everything that rendering needs. Nothing here queries the database once it is taken."""

    languages: list[Language]
    source_language: str
    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)
    paths_by_page_id: dict[int, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    images: dict[int, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    menus: dict[str, list[str]] = field(default_factory=dict)
    recordings: dict[tuple[str, str], Recording] = field(default_factory=dict)
    made: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, language: str, make: Callable[[], Made]) -> Made:
        """Return what `make` returns for this name and language; it is called the first time only."""
        if (name, language) not in self.made:
            self.made[(name, language)] = make()
        found: Made = self.made[(name, language)]
        return found

    def find(self, language: str, path: str) -> Node | None:
        """Return the live page of a language at a path, else the source page (the fallback), else None."""
        return self.nodes.get((language, path)) or self.nodes.get((self.source_language, path))

    def children(self, language: str, path: str) -> list[Node]:
        """Return the pages one level below `path`, in the source language's order, fallbacks included."""
        prefix = f"{path}/" if path else ""
        below = [
            candidate
            for (code, candidate) in self.nodes
            if code == self.source_language
            and candidate.startswith(prefix)
            and candidate != path
            and "/" not in candidate[len(prefix) :]
        ]
        return [node for candidate in below if (node := self.find(language, candidate))]

    def paths(self) -> list[str]:
        """Return every path of the site, in the source language's order."""
        ordered = dict.fromkeys(path for code, path in self.nodes if code == self.source_language)
        return list(ordered)

    def language(self, code: str) -> Language:
        """Return a language by its code."""
        return next(language for language in self.languages if language.code == code)

    def node_of(self, page: LearningPage) -> Node:
        """Return the place of a page."""
        return next(node for node in self.nodes.values() if node.page.pk == page.pk)


def address_of(language: str, path: str) -> str:
    """Return the address of a page on the site, with a slash at both ends."""
    return f"/{language}/{path}/" if path else f"/{language}/"


def take_picture(drafts: Iterable[LearningPage] = ()) -> Picture:
    """Read the site from the database: two queries and one a page type.

    `drafts` replace (or join) the live pages of the same id: the preview shows a page as it would be.
    """
    picture = Picture(languages=_languages(), source_language=settings.LANGUAGE_CODE)
    drafts_by_id = {page.pk: page for page in drafts}
    pages: list[LearningPage] = []
    for page_type in PAGE_TYPES:
        for page in page_type.objects.select_related("locale"):
            page = drafts_by_id.pop(page.pk, None) or page
            if page.live or page in drafts:
                pages.append(page)
    _place(picture, pages)
    picture.keys = block_keys()
    picture.images = {image.pk: image for image in Image.objects.prefetch_related("renditions")}
    picture.recordings = {
        (recording.locale.language_code, recording.module.slug): recording
        for recording in Recording.objects.select_related("locale", "module", "audio", "captions")
    }
    _add_project(picture)
    return picture


def _languages() -> list[Language]:
    active = set(Locale.objects.values_list("language_code", flat=True))
    return [
        Language(code, name, "rtl" if get_language_info(code)["bidi"] else "ltr")
        for code, name in settings.LANGUAGES
        if code in active
    ]


def _place(picture: Picture, pages: list[LearningPage]) -> None:
    """Give every page its path: its address below the home page of its language."""
    homes = {page.locale.language_code: page for page in pages if isinstance(page, HomePage)}
    for page in sorted(pages, key=lambda page: page.path):
        code = page.locale.language_code
        if code not in homes:
            continue
        path = page.url_path.removeprefix(homes[code].url_path).strip("/")
        picture.nodes[(code, path)] = Node(path, code, page)
    for page_id, locale, url_path in Page.objects.values_list("pk", "locale__language_code", "url_path"):
        if locale in homes:
            picture.paths_by_page_id[page_id] = url_path.removeprefix(homes[locale].url_path).strip("/")


def _add_project(picture: Picture) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    project = ProjectSettings.objects.filter(site=site).first() if site else None
    if project:
        picture.facts = project.facts
        picture.menus = project.menus
