"""ContentTree -> CMS, in one transaction: what is new or changed, never over an edit made in the CMS."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.segments.extract import extract_segments

from cms.content.decode import Decoder
from cms.content.documents import ORDER_FILE, ContentTree, PageDocument
from cms.content.errors import ContentError, Problem
from cms.content.ground import free_home_slug, make_locales, make_site_root, project_site
from cms.content.images import load_image
from cms.content.links import Links
from cms.content.localize_rows import Address, write_reviews, write_source, write_translations
from cms.content.markdown import MarkdownError
from cms.content.models import LoadedFile, Review, loaded_files
from cms.content.order import put_in_order
from cms.content.pages import (
    place_page,
    publish,
    remember_written,
    retype_page,
    save_draft,
    set_fields,
    stable_id,
    translate_fields,
)
from cms.content.recordings import Recordings
from cms.content.schemas import in_schema_order
from cms.content.segments import Text, texts_of
from cms.content.state import PLACES, PROJECT_FILES, CmsState, digest, message_data, read_state
from cms.learning.models import BlockKey, LearningPage, ProjectSettings, block_keys
from cms.learning.snapshot import page_types
from cms.projects import current, use

Tick = Callable[[str], None]
_loading: ContextVar[bool] = ContextVar("loading", default=False)
CONFLICT_CHOICES = ("refuse", "keep", "overwrite")


@dataclass
class LoadReport:
    """What a load did, by file."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)


class Loader:
    """One load. Every public step may raise ContentError; the transaction around them then leaves no trace."""

    def __init__(self, tree: ContentTree, on_conflict: str, tick: Tick) -> None:
        """Prepare to load `tree`; `on_conflict` is one of CONFLICT_CHOICES."""
        self.tree = tree
        self.on_conflict = on_conflict
        self.tick = tick
        self.report = LoadReport(missing=list(tree.missing))
        self.recordings = Recordings(tree)
        self.problems: list[Problem] = []
        self.changed: set[str] = set()
        self.file_digests: dict[str, str] = {}
        self.block_keys: dict[UUID, str] = {}
        self.known_keys: dict[str, str] = {}
        self.locales: list[Locale] = []
        self.placed: dict[tuple[UUID, int], LearningPage] = {}

    def run(self) -> LoadReport:
        """Load what changed; return what was done."""
        loaded = loaded_files()
        self.file_digests = self._digests()
        self.report.vanished = sorted(set(loaded) - set(self.file_digests))
        differing = [
            path for path, now in self.file_digests.items() if path not in loaded or loaded[path].file_digest != now
        ]
        self.report.unchanged = sorted(set(self.file_digests) - set(differing))
        if not differing:
            return self.report
        make_locales()
        state = read_state(self.tick)
        for path in differing:
            self._decide(path, loaded.get(path), state)
        self._refuse_conflicts()
        self._load_project()
        self._load_pages(state)
        if ORDER_FILE in self.changed:
            put_in_order(self.tree.order)
        self.recordings.load(self.changed)
        self._remember()
        return self.report

    def _digests(self) -> dict[str, str]:
        found = {
            "project.yaml": digest(in_schema_order("project", self.tree.project)),
            "menus.yaml": digest(in_schema_order("menus", self.tree.menus)),
            **{name: digest(data) for name, data in self.tree.optional.items() if data},
            **self.recordings.digests,
        }
        for document in self.tree.documents:
            found[document.file] = digest(document.source.data)
            for language, messages in document.translations.items():
                found[document.po_file(language)] = digest(message_data(messages))
        return found

    def _decide(self, path: str, loaded: LoadedFile | None, state: CmsState) -> None:
        """Sort a changed file into created, updated, kept (edited in the CMS) or conflict."""
        current = self.recordings.digest_in_cms(path, state)
        if loaded is None:
            (self.report.updated if current else self.report.created).append(path)
            self.changed.add(path)
        elif current in {loaded.cms_digest, self.file_digests[path], ""} or self.on_conflict == "overwrite":
            self.report.updated.append(path)
            self.changed.add(path)
        elif self.on_conflict == "keep":
            self.report.kept.append(path)
        else:
            self.problems.append(
                Problem(
                    f"{self.tree.root.name}/{path}",
                    0,
                    "changed here and in the CMS since it was last loaded. Run dump_content to see the CMS's text, "
                    "or load with --on-conflict keep (the CMS wins) or --on-conflict overwrite (the file wins).",
                )
            )

    def _refuse_conflicts(self) -> None:
        if self.problems:
            raise ContentError(self.problems)

    def _load_project(self) -> None:
        if not set(PROJECT_FILES) & self.changed:
            return
        site = project_site()
        project = ProjectSettings.objects.filter(site=site).first() or ProjectSettings(site=site)
        tree = self.tree
        for name, place, data in zip(PROJECT_FILES, PLACES, (tree.project, tree.menus, tree.links), strict=True):
            if name in self.changed:
                setattr(project, place, data)
        project.save()

    def _load_pages(self, state: CmsState) -> None:
        """Create missing pages first (links may lead to any of them), then fill each with all its translations."""
        touched = [
            document
            for document in self.tree.documents
            if {document.file, *(document.po_file(code) for code in document.translations)} & self.changed
        ]
        source_locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        others = Locale.objects.filter(language_code__in=current().codes).exclude(pk=source_locale.pk)
        self.locales = list(others.order_by("pk"))
        self.known_keys = block_keys()
        self.placed = {
            (page.translation_key, page.locale_id): page for kind in page_types() for page in kind.objects.all()
        }
        pages = {document.folder: self._placed(document, source_locale) for document in self.tree.documents}
        for page in pages.values():
            # A parent read before its children were placed would be saved with too few of them.
            page.refresh_from_db(fields=["numchild"])
        links = Links(
            {document.path: pages[document.folder].pk for document in self.tree.documents},
            self.tree.terms() | state.links.terms,
        )
        for document in touched:
            self.tick(document.folder)
            page = pages[document.folder]
            if document.file in self.changed:
                set_fields(page, self._decoder(document, links).fields(document))
                self._keep_keys()
                publish(page)
                page.refresh_from_db()
            self._translate(document, page, links)
        self._refuse_conflicts()

    def _placed(self, document: PageDocument, locale: Locale, key: UUID | None = None) -> LearningPage:
        """Return the page of a document in a language, made empty where there is none."""
        key = key or stable_id(document.folder)
        found = self.placed.get((key, locale.pk))
        if found is None:
            found = self._place(document, locale, key)
        elif not isinstance(found, document.page_type):
            found = retype_page(found, document)
        self.placed[(key, locale.pk)] = found
        return found

    def _place(self, document: PageDocument, locale: Locale, key: UUID) -> LearningPage:
        if document.parent is None:
            if not current().key:
                free_home_slug(document.slug)
            page = place_page(document, locale, Page.get_first_root_node(), key)
            if locale.language_code == settings.LANGUAGE_CODE:
                make_site_root(page)
            return page
        parent = next(other for other in self.tree.documents if other.path == document.parent)
        return place_page(document, locale, self._placed(parent, locale), key)

    def _keep_keys(self) -> None:
        """Keep the readable names of the blocks that were just decoded."""
        new = {pk: key for pk, key in self.block_keys.items() if str(pk) not in self.known_keys}
        BlockKey.objects.bulk_create(BlockKey(id=pk, key=key) for pk, key in new.items())
        self.known_keys |= {str(pk): key for pk, key in new.items()}

    def _decoder(self, document: PageDocument, links: Links) -> Decoder:
        self.block_keys = {}

        def block_id(path: str) -> str:
            identity = stable_id(document.folder, path)
            self.block_keys[identity] = path.rsplit(".", 1)[-1]
            return str(identity)

        return Decoder(
            resolve=links.resolve,
            name=links.name,
            page_id=links.page_ids.__getitem__,
            image_id=lambda name: load_image(document.folder, self.tree.root / document.folder / name),
            block_id=block_id,
        )

    def _translate(self, document: PageDocument, page: LearningPage, links: Links) -> None:
        """Write the page's texts and translations, and each translated page: live only where it is complete."""
        segments = extract_segments(page)
        source = write_source(page, segments)
        texts = texts_of(page, self.known_keys, links, segments)
        for locale in self.locales:
            translations, reviews = self._translations(document, locale.language_code, texts, links)
            write_translations(source, locale, translations)
            write_reviews(source, locale, reviews)
            target = self._placed(document, locale, page.translation_key)
            complete = translate_fields(page, target, segments, translations)
            (publish if complete else save_draft)(target)
            remember_written(target)

    def _translations(
        self, document: PageDocument, language: str, texts: list[Text], links: Links
    ) -> tuple[dict[Address, str], dict[Address, Review]]:
        """Return a .po file's translations as wagtail-localize addresses them, and marks; note what does not fit.

        A fuzzy message stands like any other, and is marked for review.
        """
        by_key: dict[tuple[str, str], list[Text]] = {}
        for text in texts:
            by_key.setdefault(text.message.key, []).append(text)
        result: dict[Address, str] = {}
        reviews: dict[Address, Review] = {}
        file = f"{self.tree.root.name}/{document.po_file(language)}"
        for message in document.translations.get(language, []):
            found = by_key.get(message.key)
            if found is None:
                self.problems.append(Problem(file, message.line, _no_such_message(message.context, message.source)))
            elif message.target:
                for text in found:
                    try:
                        result[(text.path, text.data)] = text.from_message(message.target, links)
                        if message.fuzzy:
                            reviews[(text.path, text.data)] = Review(previous=message.previous)
                    except (MarkdownError, ValueError) as fault:
                        self.problems.append(Problem(file, message.line, f"{message.context}: {fault}"))
        return result, reviews

    def _remember(self) -> None:
        """Note what was loaded, and what a dump would write now."""
        state = read_state()
        files = [path for path in self.file_digests if path in self.changed]
        rows = []
        for path in files:
            self.tick(path)
            now, in_cms = self.file_digests[path], self.recordings.digest_in_cms(path, state)
            rows.append(LoadedFile(path=f"{current().prefix}{path}", file_digest=now, cms_digest=in_cms))
        LoadedFile.objects.filter(path__in=[row.path for row in rows]).delete()
        LoadedFile.objects.bulk_create(rows)


def load_content(tree: ContentTree, on_conflict: str = "refuse", tick: Tick = lambda text: None) -> LoadReport:
    """Load a checked tree into the CMS.

    Raises:
        ContentError: a conflict with an edit in the CMS, or a translation that does not fit. Nothing is changed.
    """
    with use(tree.owner), transaction.atomic(), _this_load():
        return Loader(tree, on_conflict, tick).run()


@contextmanager
def _this_load() -> Iterator[None]:
    token = _loading.set(True)
    try:
        yield
    finally:
        _loading.reset(token)


def is_loading() -> bool:
    """Tell whether a load is under way here: it writes translations itself, so nobody else need follow its pages."""
    return _loading.get()


def _no_such_message(context: str, source: str) -> str:
    short = source if len(source) <= 60 else f"{source[:57]}…"
    return (
        f"the English text no longer has the message {context} “{short}”. "
        "Run manage.py update_translations to bring the .po files up to date."
    )
