"""An archive that came back -> its pages -> a plan of what would change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.content.localize_rows import Address
from cms.learning.models import LearningPage
from cms.translation.checks import terms_of
from cms.translation.exchange import archive, formats
from cms.translation.exchange.compare import PageComparison
from cms.translation.exchange.page_file import FileError, PageFile
from cms.translation.exchange.plan import FilePlan, Plan
from cms.translation.exchange.scope import editable_ids, locked_ids, path_of, source_paths, translated_pages
from cms.translation.texts import read_desk_pages


@dataclass(frozen=True)
class ReadFile:
    """A page as a file has it, or the fault that kept the file from being read; `name` is the file's in the zip."""

    name: str
    page: PageFile | None = None
    fault: FileError | None = None


def read_files(name: str, content: bytes) -> list[ReadFile]:
    """Return what an archive, or a single file, holds; one item a page.

    Raises:
        ArchiveError: it is refused as a whole.
    """
    archive.check(name, content)
    files = []
    for member, data in archive.read(name, content):
        try:
            files += [ReadFile(member, page) for page in formats.read(member, data)]
        except FileError as fault:
            files.append(ReadFile(member, fault=fault))
    return files


def plan_import(
    locale: Locale, files: Sequence[ReadFile], user: Any = None, tick: Callable[[str], None] = lambda text: None
) -> Plan:
    """Return what the files would change in a language, and why not where they would not. Changes nothing.

    `user` is who imports, None the server's operator. The number of queries does not grow with the number of pages.
    `tick` is told each file.
    """
    search = _Search(locale, user, [(file.name, file.page) for file in files if file.page])
    plans, targets = [], {}
    for file in files:
        plan = FilePlan(file.name)
        plans.append(plan)
        try:
            if file.fault:
                raise file.fault
            if file.page:
                targets[id(plan)] = (search.find(file.name, file.page), file.page)
        except FileError as fault:
            plan.refusal, plan.line = str(fault), fault.line
    pages = {page.target.pk: page for page in read_desk_pages([target for target, _file in targets.values()])}
    times = _stored_times(locale, list(search.targets))
    terms = terms_of(locale.language_code)
    for plan in plans:
        tick(plan.name)
        if id(plan) not in targets:
            continue
        target, page_file = targets[id(plan)]
        plan.page = pages.get(target.pk)
        if plan.page is None:
            plan.refusal = _("The page has no English text to translate from yet.")
            continue
        edited = _edited_since(times.get(target.translation_key, {}), page_file)
        plan.entries = PageComparison(plan.page, terms, edited).entries(page_file.messages)
    return Plan(locale, plans)


class _Search:
    """Finds the page that a file is about, among those that the person may change."""

    def __init__(self, locale: Locale, user: Any, files: Sequence[tuple[str, PageFile]]) -> None:
        """Read the pages that the files name, and what the person may do with them."""
        self.locale = locale
        self.keys = source_paths()
        self.by_path = {path: key for key, path in self.keys.items()}
        named = {key for name, page in files if (key := self._key(name, page))}
        self.targets = {page.translation_key: page for page in translated_pages(locale, named)}
        self.allowed = editable_ids(user, locale)
        self.locked = locked_ids(list(self.targets.values()), user)
        self.taken: dict[UUID, str] = {}

    def find(self, name: str, page: PageFile) -> LearningPage:
        """Return the page that a file is about.

        Raises:
            FileError: nothing of the file can be taken; the message says why.
        """
        self._check_language(page.language)
        key = self._key(name, page)
        if key is None:
            raise FileError(_("There is no such page, or it was deleted."))
        target = self.targets.get(key)
        if target is None:
            raise FileError(_("The page does not exist in this language yet: sync it first."))
        if target.pk not in self.allowed:
            raise FileError(_("You may not edit this page."))
        if target.pk in self.locked:
            raise FileError(_("The page is locked, or with a reviewer."))
        if key in self.taken:
            raise FileError(_("%(name)s is for the same page.") % {"name": self.taken[key]})
        self.taken[key] = name
        return target

    def _check_language(self, language: str) -> None:
        """Refuse a file in another language; a country beside the language is as good."""
        code, found = self.locale.language_code, language.replace("_", "-")
        if not found:
            raise FileError(_("The file does not say its language."))
        if found.lower() != code.lower() and found.partition("-")[0].lower() != code.lower():
            raise FileError(_("The file is in “%(found)s”, not in “%(wanted)s”.") % {"found": found, "wanted": code})

    def _key(self, name: str, page: PageFile) -> UUID | None:
        """Return the translation key of the page that a file names: by its key, by its path, or by the file's name."""
        try:
            key = UUID(page.key)
        except ValueError:
            key = None
        if key in self.keys:
            return key
        path = path_of(str(PurePosixPath(name).with_suffix(""))) if page.page is None else page.page
        return self.by_path.get(path)


def _stored_times(locale: Locale, keys: Sequence[UUID]) -> dict[UUID, dict[Address, datetime]]:
    """Return when each translation of pages was stored, by page and text."""
    rows = StringTranslation.objects.filter(locale=locale, context__object_id__in=keys).values_list(
        "context__object_id", "context__path", "translation_of__data", "updated_at"
    )
    times: dict[UUID, dict[Address, datetime]] = {}
    for key, path, text, time in rows:
        times.setdefault(key, {})[(path, text)] = time
    return times


def _edited_since(times: dict[Address, datetime], file: PageFile) -> frozenset[Address]:
    """Return the texts that were stored after a file was written; none where it does not say when that was."""
    if file.exported is None:
        return frozenset()
    return frozenset(address for address, time in times.items() if time > file.exported)
