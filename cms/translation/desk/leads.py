"""Where the links of a page lead, in words of the translator's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.links import HOME
from cms.learning.models import GlossaryPage
from cms.learning.projects import home_path_of
from cms.translation.desk.formatting import Link, links_in
from cms.translation.texts import DeskPage


@dataclass(frozen=True)
class Leads:
    """What links lead to: titles of pages by their target, and terms by their key as (English, translated)."""

    titles: Mapping[str, str]
    terms: Mapping[str, tuple[str, str]]

    def link(self, target: str, words: str) -> Link:
        """Return a link with what it leads to; `words` are those of the English text."""
        kind, _colon, name = target.partition(":")
        if kind == "term":
            english, translated = self.terms.get(name, (name, ""))
            return Link(target, _("glossary: %(term)s") % {"term": translated or english}, translated or words)
        if kind == "page":
            title = self.titles.get(target, name)
            return Link(target, _("page: %(title)s") % {"title": title}, title)
        return Link(target, target, words)

    @property
    def translated_terms(self) -> dict[str, str]:
        """Return the terms that have a translation, as checks.terms_of does: English -> translated."""
        return {english: translated for english, translated in self.terms.values() if translated not in {"", english}}


def leads_of(page: DeskPage) -> Leads:
    """Return what the links of a page's texts lead to, and the whole glossary, in at most two queries."""
    rich = (text.text.message.source for text in page.texts if text.text.rich)
    targets = {target for source in rich for target, _words in links_in(source)}
    return Leads(_titles(page, targets), _terms(page))


def _titles(page: DeskPage, targets: set[str]) -> dict[str, str]:
    ids = {}
    for target in targets:
        kind, _colon, path = target.partition(":")
        number = page.links.page_ids.get("" if path == HOME else path)
        if kind == "page" and number:
            ids[number] = target
    if not ids:
        return {}
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    rows = list(
        Page.objects.filter(translation_key__in=keys, locale__in=[page.source.locale_id, page.target.locale_id])
        .order_by("pk")
        .values_list("pk", "translation_key", "locale_id", "title")
    )
    translated = {key: title for _pk, key, locale_id, title in rows if locale_id == page.target.locale_id}
    return {ids[pk]: translated.get(key, title) for pk, key, _locale_id, title in rows if pk in ids}


def _terms(page: DeskPage) -> dict[str, tuple[str, str]]:
    trees = [home_path_of(page.source), home_path_of(page.target)]
    glossaries = GlossaryPage.objects.filter(Q(path__startswith=trees[0]) | Q(path__startswith=trees[1]))
    words = {
        glossary.locale_id: {item["id"]: item["value"]["term"] for item in glossary.terms.get_prep_value()}
        for glossary in glossaries
    }
    translated = words.get(page.target.locale_id, {})
    return {
        page.keys.get(pk, pk[:8]): (english, translated.get(pk, ""))
        for pk, english in words.get(page.source.locale_id, {}).items()
    }
