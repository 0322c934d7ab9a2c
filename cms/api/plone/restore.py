"""Pages that went out with our own form come back as they were: type, place, words, facts, pictures and recordings.

A page that is there already, known by its translation key, is left as it is.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField

from cms.api.plone.own import NAME, OwnForm, read_own, with_numbers
from cms.api.plone.read import Item, PloneExport, PloneExportError
from cms.api.plone.report import Report
from cms.api.plone.translated import is_begun, publish_words, write_words
from cms.api.problems import ApiProblem
from cms.api.writing.decode import Decoder, page_at
from cms.api.writing.pages import name_blocks
from cms.content.pages import set_fields
from cms.learning.models import HomePage, LearningPage, Recording
from cms.learning.snapshot import Node, Snapshot, take_snapshot
from cms.translation.sync import sync_page

LINK = re.compile(r"<a(?:\s[^>]*)?>(.*?)</a>", re.DOTALL)
HREF = re.compile(r'href="([^"]*)"')
AS_PLONE_HAS_IT = "It comes as an information page with what Plone says."
AS_IT_WAS = "Pages stand below it, so it comes as it was before."


class Restorer:
    """The pages of one import that have our form. `media` is what the library has of a picture or file, by UID."""

    def __init__(self, export: PloneExport, report: Report, user: Any, media: Mapping[str, Any]) -> None:
        """Find them.

        Raises:
            PloneExportError: a form is damaged.
        """
        self.report = report
        self.user = user
        self.media = media
        self.source = settings.LANGUAGE_CODE
        self.items = {item.uid: item for item in export.items}
        self.forms = {uid: form for uid, item in self.items.items() if (form := self._form(item))}
        self.uid_by_path = {self.items[uid].path: uid for uid in self.forms}
        self.pages: dict[str, LearningPage] = {}
        self.made: list[str] = []
        keys = Page.objects.filter(translation_key__in=[form.key for form in self.forms.values()])
        self.before = set(keys.values_list("translation_key", "locale__language_code"))

    def _form(self, item: Item) -> OwnForm | None:
        """Return the form that a page comes back in, None for one that comes as any page of Plone does."""
        form = read_own(item)
        if form is None or not form.is_changed:
            return form
        holds_pages = bool(form.model.allowed_subpage_models())
        self.report.lost.append(f"{item.path}: was changed in Plone. {AS_IT_WAS if holds_pages else AS_PLONE_HAS_IT}")
        return form if holds_pages else None

    def place(self) -> None:
        """Put the pages of the source language at their places, as empty drafts: others may lead to them."""
        locale = Locale.objects.get(language_code=self.source)
        for uid, form in self.forms.items():
            if self.items[uid].language == self.source:
                self._place(uid, form, locale)

    def fill(self) -> None:
        """Give the pages what they say, and their translations."""
        snapshot = self._snapshot()
        for uid in list(self.made):
            self._fill(uid, snapshot)
        for uid, form in self.forms.items():
            if self.items[uid].language != self.source:
                self._translate(uid, form, snapshot)
        for uid, form in self.forms.items():
            self._add_recording(uid, form)

    def _place(self, uid: str, form: OwnForm, locale: Locale) -> None:
        """Find a page or add it, where the page above takes one of its type."""
        item = self.items[uid]
        if found := self._there(form, locale):
            self.pages[uid] = found
            self.report.known.append(f"{item.path}: is {found.url_path}")
            return
        above = self.pages.get(self.uid_by_path.get(item.path.rpartition("/")[0], ""))
        if above is None or form.model not in above.creatable_subpage_models():
            words = f"there is no page above it that takes a “{form.model.document_type}”"
            self.report.left_out.append(f"{item.path}: {words}")
            return
        plain = {name: value for name, value in form.body.items() if name not in {"blocks", "blocks_layout"}}
        values = self._decode(item, form, plain, None, Snapshot([], self.source))
        values["slug"] = find_available_slug(above, str(values["slug"]))
        page = form.model(**values, locale=locale, live=False, translation_key=form.key, draft_title=values["title"])
        above.add_child(instance=page)
        self.pages[uid] = form.model.objects.get(pk=page.pk)
        self.made.append(uid)

    def _there(self, form: OwnForm, locale: Locale) -> LearningPage | None:
        """Return the page that has the key; of a home page, the one that the language has."""
        if form.model is HomePage:
            home: HomePage | None = HomePage.objects.filter(locale=locale).first()
            return home
        page = Page.objects.filter(translation_key=form.key, locale=locale).first()
        return page.specific if page else None

    def _fill(self, uid: str, snapshot: Snapshot) -> None:
        item, form, page = self.items[uid], self.forms[uid], self.pages[uid]
        set_fields(page, self._decode(item, form, form.body, page, snapshot))
        revision = page.save_revision(user=self.user, clean=False, log_action="wagtail.edit")
        if item.data.get("review_state", "published") == "published":
            revision.publish(user=self.user, skip_permission_checks=True)
        self.report.made.append(f"{item.path}: {page.url_path}")

    def _translate(self, uid: str, form: OwnForm, snapshot: Snapshot) -> None:
        item = self.items[uid]
        locale = Locale.objects.filter(language_code=item.language).first()
        if locale is None:
            self.report.left_out.append(f"{item.path}: the site has no language “{item.language}”")
            return
        source = self._there(form, Locale.objects.get(language_code=self.source))
        if source is None or not source.live or type(source) is not form.model:
            self._place(uid, form, locale)
            if uid in self.made:
                self._fill(uid, snapshot)
            return
        if source.get_translation_or_none(locale) is None:
            sync_page(source, [locale])
        target = self.pages[uid] = source.get_translation(locale).specific
        if (form.key, item.language) in self.before and is_begun(target):
            self.report.known.append(f"{item.path}: is {target.url_path}")
        else:
            self._write(item, form, target, snapshot)

    def _write(self, item: Item, form: OwnForm, target: LearningPage, snapshot: Snapshot) -> None:
        """Write the words of a translation; what is the same in all languages came with the source."""
        shown = type(target).objects.get(pk=target.pk)
        values = self._decode(item, form, form.body, shown, snapshot)
        facts = {field.field_name for field in target.translatable_fields if isinstance(field, SynchronizedField)}
        set_fields(shown, {name: value for name, value in values.items() if name not in {*facts, "slug"}})
        self.report.lost += [f"{item.path}: {fault}" for fault in write_words(target, shown, self.user)]
        self.report.made.append(f"{item.path}: {target.url_path}")
        if item.data.get("review_state", "published") == "published":
            why = publish_words(type(target).objects.get(pk=target.pk), self.user)
            self.report.lost += [f"{item.path}: stays a draft. {why}"] if why else []

    def _decode(
        self, item: Item, form: OwnForm, body: Mapping[str, Any], page: LearningPage | None, snapshot: Snapshot
    ) -> dict[str, Any]:
        """Return the values of a page's fields, and keep the names of its blocks."""

        def words(link: re.Match[str]) -> str:
            href = HREF.search(link[0])
            if href and (not href[1].startswith("/") or page_at(snapshot, href[1])):
                return link[0]
            self.report.lost.append(f"{item.path}: a link to {href[1][:100] if href else 'nowhere'} became plain words")
            return link[1]

        pictures = {uid: found.pk for uid, found in self.media.items()}
        try:
            decoded = Decoder(form.model, snapshot).read(_changed(with_numbers(body, pictures.get), words), page)
        except ApiProblem as problem:
            raise PloneExportError(f"{item.file}: {item.path}: {NAME}.form: {problem.detail}") from problem
        name_blocks(decoded)
        return {name: _as_stored(form.model, name, value) for name, value in decoded.values.items()}

    def _snapshot(self) -> Snapshot:
        """Return the site with the new pages, each at the address that links of this export have for it too."""
        snapshot = take_snapshot(drafts=[self.pages[uid] for uid in self.made])
        addresses = {uid: self.items[uid].path.strip("/").partition("/") for uid in self.pages}
        old = {(code, path): Node(path, code, self.pages[uid]) for uid, (code, _, path) in addresses.items()}
        return snapshot.with_nodes({**snapshot.nodes, **old})

    def _add_recording(self, uid: str, form: OwnForm) -> None:
        """Give a module the recording of its podcast in the language of the page, unless it has one."""
        page = self.pages.get(uid)
        files = {name: self.media.get(address.rpartition("/")[2]) for name, address in form.recording.items()}
        audio, captions = files.get("audio"), files.get("captions")
        if page is None or audio is None or audio.pk is None:
            return
        module = self._there(form, Locale.objects.get(language_code=self.source))
        if module and not Recording.objects.filter(module=module, locale=page.locale).exists():
            Recording.objects.create(module=module, locale=page.locale, audio=audio, captions=captions)


def _as_stored(model: type[LearningPage], name: str, value: Any) -> Any:
    """Return a value as its field has it: a day is written as text."""
    field = model._meta.get_field(name)
    return value if isinstance(field, StreamField) else field.to_python(value)


def _changed(value: Any, words: Any) -> Any:
    """Return a form whose texts have gone through `words`, link by link."""
    if isinstance(value, list):
        return [_changed(part, words) for part in value]
    if isinstance(value, dict):
        return {name: _changed(part, words) for name, part in value.items()}
    return LINK.sub(words, value) if isinstance(value, str) else value
