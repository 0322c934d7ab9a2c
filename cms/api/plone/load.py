"""Items of a Plone site -> information pages with their translations, pictures, files and redirects.

Pages that `export_plone` wrote come back as what they were (`restore`). Nothing is written twice: a page that an
earlier import made is known by its UID, and left as it is now.
"""

import re
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.text import slugify
from PIL import Image as Pillow
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import find_available_slug
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Site
from wagtail.utils.file import hash_filelike

from cms.api.plone.read import PAGES, ROOTS, Item, PloneExport, PloneExportError, blob
from cms.api.plone.report import Report
from cms.api.plone.restore import Restorer
from cms.api.plone.translated import is_begun, publish_words, write_words
from cms.api.plone.words import Section, sections
from cms.learning.models import HomePage, InfoPage, LearningPage
from cms.translation.sync import sync_page

UIDS = UUID("7b1a3d0e-51f4-5c59-9a55-3f1a8b7f9a60")
UID_LINK = re.compile(r"resolveuid/([0-9a-f]{32})")
PLACE = "the page {} takes no information pages below it"


class Importer:
    """One import below a page. The transaction around it is the caller's."""

    def __init__(self, export: PloneExport, parent: LearningPage, user: Any = None, *, dry: bool = False) -> None:
        """Prepare; with `dry` no file is written, and the caller undoes the rest."""
        self.export = export
        self.parent = parent
        self.user = user
        self.dry = dry
        self.saved: list[Any] = []
        self.media: dict[str, Any] = {}
        self.known_files: dict[Any, dict[str, Any]] = {}
        self.report = Report()
        self.source = settings.LANGUAGE_CODE
        self.by_uid = {item.uid: item for item in export.items}
        self.by_path = {item.path: item for item in export.items}
        self.pages: dict[str, LearningPage] = {}

    def run(self) -> Report:
        """Import everything, or nothing; return what was done.

        Raises:
            PloneExportError: a file is damaged, or the page takes no pages below it.
        """
        try:
            with transaction.atomic():
                return self._run()
        except BaseException:
            for file in self.saved:
                file.storage.delete(file.name)
            raise

    def _run(self) -> Report:
        if InfoPage not in self.parent.creatable_subpage_models():
            raise PloneExportError(PLACE.format(self.parent.title))
        for item in self.export.items:
            if item.type not in PAGES:
                self._other(item)
        restorer = Restorer(self.export, self.report, self.user, self.media)
        restorer.place()
        self.pages |= restorer.pages
        grouped = {uid: group for group in self.export.groups for uid in group.values()}
        pages = [item for item in self.export.items if item.type in PAGES and item.uid not in restorer.forms]
        sources = [item for item in pages if item.language == self.source]
        for item in sources:
            self.pages[item.uid] = self._place(item)
        for item in sources:
            self._fill(item)
        restorer.fill()
        self.pages |= restorer.pages
        for item in pages:
            if item.language != self.source:
                self._translate(item, self.by_uid.get(grouped.get(item.uid, {}).get(self.source, "")))
        self._redirects()
        return self.report

    def _key(self, item: Item) -> UUID:
        return uuid5(UIDS, item.uid)

    def _place(self, item: Item) -> LearningPage:
        """Return the page of an item: the one that is there, or an empty draft, to which links may already lead."""
        found = InfoPage.objects.filter(translation_key=self._key(item), locale=self.parent.locale).first()
        if found is not None:
            self.report.known.append(f"{item.path}: is {found.url_path}")
            return found
        return self._add(item, self.parent)

    def _add(self, item: Item, parent: LearningPage) -> InfoPage:
        """Add a page. Folders have no pages of their own below them here, so their names become part of the slug."""
        parts = [part for part in item.path.strip("/").split("/") if part]
        inside = parts[1:] if parts and parts[0] == item.language and len(parts) > 1 else parts
        slug = find_available_slug(parent, slugify("-".join(inside))[:200] or "page")
        page = InfoPage(title=item.title[:255], slug=slug, locale=parent.locale, live=False, summary=_summary(item))
        page.translation_key = self._key(item)
        page.draft_title = page.title
        parent.add_child(instance=page)
        self.report.made.append(f"{item.path}: {page.url_path}")
        return page

    def _fill(self, item: Item) -> None:
        page = self.pages[item.uid]
        if page.latest_revision_id:
            return
        page.sections = [("section", {"heading": s.heading, "body": s.html}) for s in self._sections(item)]
        revision = page.save_revision(user=self.user, clean=False, log_action="wagtail.edit")
        if item.data.get("review_state", "published") == "published":
            revision.publish(user=self.user)

    def _sections(self, item: Item) -> list[Section]:
        try:
            found, lost = sections(item, lambda url: self._resolve(item, url))
        except RecursionError as error:
            raise PloneExportError(f"{item.file}: {item.path}: its text is nested too deeply.") from error
        self.report.lost += [f"{item.path}: {words} has no place in an information page" for words in lost]
        return found

    def _resolve(self, item: Item, url: str) -> dict[str, str] | None:
        match = UID_LINK.search(url)
        target = self.by_uid.get(match[1]) if match else self.by_path.get(url.rstrip("/"))
        if target and target.uid in self.pages:
            return {"linktype": "page", "id": str(self.pages[target.uid].pk)}
        group = next((g for g in self.export.groups if target and target.uid in g.values()), {})
        if page := self.pages.get(group.get(self.source, "")):
            return {"linktype": "page", "id": str(page.pk)}
        if url.startswith(("https://", "http://")) and not match:
            return {"href": url}
        self.report.lost.append(f"{item.path}: a link to {url[:100]} became plain words")
        return None

    def _translate(self, item: Item, source: Item | None) -> None:
        """Make the translation of a page; one that is built differently becomes a page of its own."""
        locale = Locale.objects.filter(language_code=item.language).first()
        home = HomePage.objects.filter(locale=locale).first() if locale else None
        if locale is None or home is None:
            self.report.left_out.append(f"{item.path}: the site has no language “{item.language}”")
            return
        page = self.pages.get(source.uid) if source else None
        if page is not None and self._translation_of(item, page, locale):
            return
        parent = self.parent.get_translation_or_none(locale)
        alone = InfoPage.objects.filter(translation_key=self._key(item), locale=locale).first()
        if alone is not None:
            self.report.known.append(f"{item.path}: is {alone.url_path}")
            return
        made = self._add(item, (parent or home).specific)
        self.pages[item.uid] = made
        self._fill(item)

    def _translation_of(self, item: Item, source: LearningPage, locale: Locale) -> bool:
        """Write the translation of a page; tell whether it is built alike, so that it could be."""
        target = source.get_translation_or_none(locale)
        if target is not None and is_begun(target.specific):
            self.report.known.append(f"{item.path}: is {target.url_path}")
            return True
        fresh: Any = type(source).objects.get(pk=source.pk)
        own = self._sections(item)
        theirs = [block.value for block in fresh.sections] if isinstance(fresh, InfoPage) else []
        same = [s.shape for s in own] == [Section("", str(value["body"].source)).shape for value in theirs]
        if not fresh.live or not same:
            self.report.lost.append(f"{item.path}: is built differently from {source.title}, so it stands on its own")
            return False
        if target is None:
            sync_page(fresh, [locale])
            target = fresh.get_translation(locale)
        shown = type(fresh).objects.get(pk=target.pk)
        shown.title, shown.summary = item.title[:255], _summary(item)
        for block, section in zip(shown.sections, own, strict=True):
            block.value["heading"] = section.heading
            block.value["body"].source = section.html
        self.report.lost += [f"{item.path}: {fault}" for fault in write_words(target.specific, shown, self.user)]
        self.report.made.append(f"{item.path}: {target.url_path}")
        self.pages[item.uid] = type(fresh).objects.get(pk=target.pk)
        if item.data.get("review_state") == "published":
            # Readers of the old site saw it, so nobody reviews it again.
            why = publish_words(self.pages[item.uid], self.user)
            self.report.lost += [f"{item.path}: stays a draft. {why}"] if why else []
        return True

    def _other(self, item: Item) -> None:
        """Import a picture or a file into the library; of the rest only say that it is left out."""
        model, name = {"Image": (Image, "image"), "File": (Document, "file")}.get(item.type, (None, ""))
        if item.type in ROOTS:
            return
        found = blob(item, name) if model else None
        if model is None or found is None:
            self.report.left_out.append(f"{item.path}: type “{item.type}”")
            return
        file_name, content = found
        digest = hash_filelike(BytesIO(content))
        if there := self._library(model).get(digest):
            self.media[item.uid] = there
            self.report.known.append(f"{item.path}: is in the library")
            return
        if model is Image:
            _check_picture(item, content)
        made = model(
            title=item.title[:255], uploaded_by_user=self.user, file=ImageFile(BytesIO(content), name=file_name)
        )
        if not self.dry:
            made._set_file_hash()
            made.save()
            self.saved.append(made.file)
            self.media[item.uid] = self._library(model)[digest] = made
        self.report.made.append(f"{item.path}: in the library as “{made.title}”")

    def _library(self, model: Any) -> dict[str, Any]:
        """Return the pictures or the files that are there, by the SHA-1 of what they hold."""
        if model not in self.known_files:
            there = (found for found in model.objects.all() if found.file.storage.exists(found.file.name))
            self.known_files[model] = {found.get_file_hash(): found for found in there}
        return self.known_files[model]

    def _redirects(self) -> None:
        """Lead old addresses to the pages: those of the pages themselves, and Plone's own redirects."""
        site = Site.objects.filter(is_default_site=True).first()
        for uid, page in self.pages.items():
            self._redirect(self.by_uid[uid].path, page, site)
        for old, new in self.export.redirects.items():
            item = self.by_path.get(new.rstrip("/"))
            if item and item.uid in self.pages:
                self._redirect(old, self.pages[item.uid], site)

    def _redirect(self, old: str, page: LearningPage, site: Site | None) -> None:
        path = Redirect.normalise_path(old)
        if path != Redirect.normalise_path(page.url or "") and len(path) <= 255:
            Redirect.objects.get_or_create(old_path=path, site=site, defaults={"redirect_page_id": page.pk})


def _check_picture(item: Item, content: bytes) -> None:
    try:
        Pillow.open(BytesIO(content)).verify()
    except (OSError, SyntaxError, ValueError) as error:
        raise PloneExportError(f"{item.file}: the picture of {item.path} is damaged.") from error


def _summary(item: Item) -> str:
    return str(item.data.get("description") or "")
