"""The whole site in memory: every page of every language, read in a constant number of queries."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language_info
from wagtail.images.models import Image
from wagtail.models import Locale, Page

from cms import projects
from cms.issuance.record.endorsements import published_endorsements
from cms.learning.models import LearningPage, ProjectSettings, Recording, block_keys
from cms.learning.projects import HOME_DEPTH
from cms.learning.stored import PageReader, StoredPage, TreePlace
from cms.projects import FIRST, Project

Made = TypeVar("Made")


@dataclass(frozen=True)
class Language:
    """A language of the site: its code, its own name, and its direction ("ltr" or "rtl")."""

    code: str
    name: str
    direction: str


@dataclass(frozen=True)
class Node:
    """A page at its place: `path` is the part of its address after the language ("" for the home page).

    `source` is the page, or its row as long as nobody looks at the page.
    """

    path: str
    language: str
    source: LearningPage | StoredPage

    @property
    def page(self) -> LearningPage:
        """The page, made of its row where it is not there yet."""
        return self.source.page() if isinstance(self.source, StoredPage) else self.source

    @property
    def page_id(self) -> int:
        """The primary key of the page."""
        pk: int = self.source.page_id if isinstance(self.source, StoredPage) else self.source.pk
        return pk

    def value(self, name: str) -> Any:
        """Return what a column of the page holds, "" where its type has none of this name.

        For texts, numbers and keys. The page need not be made for it, which costs ten times as much as its row.
        """
        if isinstance(self.source, StoredPage):
            return self.source.value(name) if name in self.source.reader.places else ""
        return getattr(self.source, name, "")

    @property
    def title(self) -> str:
        """The title of the page."""
        return str(self.value("title"))

    @property
    def tree_path(self) -> str:
        """The place of the page in Wagtail's tree: sorted by it, pages are in the order of the site."""
        return str(self.value("path"))

    @property
    def page_type(self) -> type[LearningPage]:
        """The type of the page, which tells its template and its fields."""
        return self.source.reader.page_type if isinstance(self.source, StoredPage) else type(self.source)

    @property
    def digest(self) -> bytes:
        """What changes with every change of the stored page; of a draft nothing is kept, so it has none."""
        return self.source.digest if isinstance(self.source, StoredPage) else b""

    @property
    def address(self) -> str:
        """The page's address on the site, with a slash at both ends."""
        return address_of(self.language, self.path)


Key = tuple[str, str]


class _Watches(threading.local):
    """The sets that are filled with what is looked at, the innermost last; each thread has its own."""

    def __init__(self) -> None:
        self.sets: list[set[Key]] = []


@dataclass
class Snapshot:
    """The site at one moment: everything that rendering needs.

    Nothing here queries the database once it is taken; threads may share it. Whatever shows the words of a page gets
    them by `find` or `children`, so that `watch` can tell which pages it has looked at. That a page exists, and where,
    may be read from `nodes` directly.
    """

    languages: list[Language]
    source_language: str
    project: Project = FIRST
    nodes: dict[Key, Node] = field(default_factory=dict)
    paths_by_page_id: dict[int, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    images: dict[int, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    menus: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    recordings: dict[tuple[str, str], Recording] = field(default_factory=dict)
    endorsements: tuple[dict[str, Any], ...] = ()
    made: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    _latest: dict[str, tuple[Any, ...]] = field(default_factory=dict, repr=False)
    _watched: _Watches = field(default_factory=_Watches, repr=False)
    _made_of: dict[tuple[str, str], set[Key]] = field(default_factory=dict, repr=False)

    def once(self, name: str, language: str, make: Callable[[], Made]) -> Made:
        """Return what `make` returns for this name and language; it is called the first time only."""
        if (name, language) not in self.made:
            with self.watch() as looked_at:
                made = make()
            self.give(name, language, made, looked_at)
        self.look_at(self._made_of[(name, language)])
        found: Made = self.made[(name, language)]
        return found

    def just_now(self, name: str, key: tuple[str, ...], make: Callable[[], Made]) -> Made:
        """Return what `make` returns; it is not called where the last call under this name had the same key.

        For what the outputs of one page share, which are made one after the other.
        """
        latest = self._latest.get(name)
        if latest is None or latest[0] != key:
            with self.watch() as looked_at:
                made = make()
            latest = (key, made, looked_at)
            self._latest[name] = latest
        found: Made = latest[1]
        self.look_at(latest[2])
        return found

    def give(self, name: str, language: str, made: Any, made_of: Iterable[Key]) -> None:
        """Keep for `once` what was made elsewhere, and of which pages."""
        self._made_of[(name, language)] = set(made_of)
        self.made[(name, language)] = made

    def take_images(self, images: dict[int, Any]) -> None:
        """Have pictures that were read anew; pages that were just looked at show the old ones."""
        self.images = images
        self._latest.clear()

    def forget(self) -> None:
        """Drop what `once` and `just_now` keep; the pages stay."""
        for kept in (self.made, self._made_of, self._latest):
            kept.clear()

    def made_of(self, name: str, language: str) -> frozenset[Key]:
        """Return of which pages something was made that `once` keeps."""
        return frozenset(self._made_of[(name, language)])

    @contextmanager
    def watch(self) -> Iterator[set[Key]]:
        """Fill a set with the pages that are looked at meanwhile, as (language, path)."""
        looked_at: set[Key] = set()
        self._watched.sets.append(looked_at)
        try:
            yield looked_at
        finally:
            self._watched.sets.pop()
            self.look_at(looked_at)

    def look_at(self, keys: Iterable[Key]) -> None:
        """Count pages as looked at."""
        if watched := self._watched.sets:
            watched[-1].update(keys)

    def find(self, language: str, path: str) -> Node | None:
        """Return the live page of a language at a path, else the source page (the fallback), else None."""
        node = self.nodes.get((language, path)) or self.nodes.get((self.source_language, path))
        if node and (watched := self._watched.sets):
            watched[-1].add((node.language, path))
        return node

    def find_own(self, language: str, path: str) -> Node | None:
        """Return the live page of a language at a path, None where there is only a fallback."""
        return self.find(language, path) if (language, path) in self.nodes else None

    def with_nodes(self, nodes: Mapping[Key, Node]) -> "Snapshot":
        """Return the snapshot with these pages instead of its own; nothing that was made of it is kept."""
        return replace(self, nodes=dict(nodes), made={}, _latest={}, _made_of={})

    def children(self, language: str, path: str) -> list[Node]:
        """Return the pages one level below `path`, in the source language's order, fallbacks included."""
        return [node for below in self._below.get(path, []) if (node := self.find(language, below))]

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        """The paths one level below each path."""
        below: dict[str, list[str]] = defaultdict(list)
        for path in self.paths():
            if path:
                below[path.rpartition("/")[0]].append(path)
        return dict(below)

    def paths(self) -> list[str]:
        """Return every path of the site, in the source language's order; then those that only other languages have.

        A page whose source was taken away stays live in its translations: its readers still need it.
        """
        ordered = dict.fromkeys(path for code, path in self.nodes if code == self.source_language)
        return list(ordered | dict.fromkeys(path for _code, path in self.nodes))

    def has(self, language: str, path: str) -> bool:
        """Tell whether there is a page at a path for readers of a language, be it a fallback."""
        return (language, path) in self.nodes or (self.source_language, path) in self.nodes

    def language(self, code: str) -> Language:
        """Return a language by its code."""
        return next(language for language in self.languages if language.code == code)

    def stored(self) -> dict[int, StoredPage]:
        """Return the pages as they are stored, by their ids; drafts are not among them."""
        return {node.source.page_id: node.source for node in self.nodes.values() if isinstance(node.source, StoredPage)}

    def node_of(self, page: LearningPage) -> Node:
        """Return the place of a page."""
        return next(node for node in self.nodes.values() if node.page_id == page.pk)


def address_of(language: str, path: str) -> str:
    """Return the address of a page on the site, with a slash at both ends."""
    return f"/{language}/{path}/" if path else f"/{language}/"


def page_types() -> list[type[LearningPage]]:
    """Return every page type of the site, those of other applications included."""
    return [model for model in apps.get_models() if issubclass(model, LearningPage)]


def take_snapshot(drafts: Iterable[LearningPage] = (), known: Mapping[int, StoredPage] | None = None) -> Snapshot:
    """Read the site of the project that is meant here: a query a page type, and a constant number for all the rest.

    `drafts` replace (or join) the live pages of the same id: the preview shows a page as it would be. `known` are the
    pages of an earlier snapshot (`Snapshot.stored`), of which those are used again whose rows are the same still.
    """
    project = projects.current()
    snapshot = Snapshot(languages=_languages(project), source_language=settings.LANGUAGE_CODE, project=project)
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    places = [TreePlace.of_draft(page) for page in drafts]
    drafted = {place.page_id for place in places}
    for page_type in page_types():
        rows = PageReader(page_type, locales).rows(known or {})
        found = (TreePlace.of_row(row, locales) for row in rows if row.value("live"))
        places += [place for place in found if place.page_id not in drafted]
    _place(snapshot, places, _add_project(snapshot))
    snapshot.keys = block_keys()
    snapshot.images = read_images()
    snapshot.recordings = {
        (recording.locale.language_code, recording.module.slug): recording
        for recording in Recording.objects.select_related("locale", "module", "audio", "captions")
        if recording.module_id in snapshot.paths_by_page_id
    }
    snapshot.endorsements = published_endorsements()
    return snapshot


def read_images() -> dict[int, Any]:
    """Return every picture with the sizes it was made in; two queries."""
    return {image.pk: image for image in Image.objects.prefetch_related("renditions")}


def _languages(project: Project) -> list[Language]:
    active = set(Locale.objects.values_list("language_code", flat=True))
    return [
        Language(code, name, "rtl" if get_language_info(code)["bidi"] else "ltr")
        for code, name in project.languages
        if code in active
    ]


def _place(snapshot: Snapshot, places: list[TreePlace], is_home: Callable[[UUID], bool]) -> None:
    """Give every page of the project its path: its address below the home page of its language."""
    places.sort(key=lambda place: place.path)
    homes: dict[str, str] = {}
    for place in places:
        if place.depth == HOME_DEPTH and is_home(place.translation_key):
            homes.setdefault(place.language, place.url_path)
    for place in places:
        if place.language in homes and place.url_path.startswith(homes[place.language]):
            path = place.url_path.removeprefix(homes[place.language]).strip("/")
            snapshot.nodes[(place.language, path)] = Node(path, place.language, place.source)
    for page_id, language, url_path in Page.objects.values_list("pk", "locale__language_code", "url_path"):
        if language in homes and url_path.startswith(homes[language]):
            snapshot.paths_by_page_id[page_id] = url_path.removeprefix(homes[language]).strip("/")


def _add_project(snapshot: Snapshot) -> Callable[[UUID], bool]:
    """Add what the project says of itself; return what tells its home pages from those of others."""
    rows = list(ProjectSettings.objects.select_related("site__root_page").order_by("pk"))
    key = snapshot.project.key
    for row in rows:
        if row.key == key and (key or row.site.is_default_site):
            snapshot.facts, snapshot.menus, snapshot.links = row.facts, row.menus, row.links
    homes = {row.site.root_page.translation_key: row.key for row in rows if row.key}
    return lambda home: homes.get(home, "") == key
