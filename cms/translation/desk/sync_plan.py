"""What a sync would change: worked out, not done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wagtail.models import Locale
from wagtail_localize.segments.extract import extract_segments

from cms.content.carry import carry
from cms.content.links import Links, links_of
from cms.content.localize_rows import read_translations
from cms.content.models import WrittenRevision
from cms.content.segments import Text, texts_of
from cms.learning.models import LearningPage, block_keys
from cms.translation.desk.access import language_in
from cms.translation.models import Conflict


@dataclass(frozen=True)
class Change:
    """What a sync would change on one page in one language.

    Attributes:
        title: the title of the source page.
        language: the language's own name.
        is_new: the page does not exist in the language yet.
        marked: texts whose translation is kept and marked for review.
        missing: texts without a translation.
        moved: texts that take the translation of the same text elsewhere on the page.
        by_hand: the page was edited by hand, so nothing changes before somebody decides.
        stays_live: readers go on seeing a translated page.
    """

    title: str
    language: str
    is_new: bool
    marked: int
    missing: int
    moved: int
    by_hand: bool
    stays_live: bool

    @property
    def is_any(self) -> bool:
        """Tell whether there is anything to say."""
        return self.is_new or self.by_hand or bool(self.marked or self.missing or self.moved)


def changes_of(pages: Iterable[LearningPage], locales: Sequence[Locale]) -> list[Change]:
    """Return what a sync of the pages to the languages would change, page by page."""
    keys = block_keys()
    changes = []
    pages = list(pages)
    links = links_of(pages, keys)
    for page in pages:
        texts = texts_of(page, keys, links[page.pk], extract_segments(page))
        stored = read_translations([page.translation_key])
        targets = {target.locale_id: target for target in page.get_translations().select_related("locale")}
        for locale in locales:
            translations = stored.get((page.translation_key, locale.language_code), {})
            changes.append(_change(page, locale, targets.get(locale.pk), texts, translations, links[page.pk]))
    return changes


def _change(
    page: LearningPage,
    locale: Locale,
    target: LearningPage | None,
    texts: Sequence[Text],
    translations: dict[tuple[str, str], str],
    links: Links,
) -> Change:
    kept = carry(texts, translations, links)
    missing = sum((text.path, text.data) not in kept for text in texts)
    return Change(
        title=page.title,
        language=language_in(locale)["name"],
        is_new=target is None,
        marked=sum(bool(found.previous) for found in kept.values()),
        missing=missing,
        moved=sum(not found.previous and address not in translations for address, found in kept.items()),
        by_hand=target is not None and _is_edited(target),
        stays_live=bool(target and target.live),
    )


def _is_edited(target: LearningPage) -> bool:
    """Tell whether somebody has edited the page beside the desk since it was last written."""
    if Conflict.objects.filter(page_id=target.pk).exists():
        return True
    written = WrittenRevision.objects.filter(page_id=target.pk).first()
    return written is not None and written.revision_id != target.latest_revision_id
