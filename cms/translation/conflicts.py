"""Edits by hand on a translated page, beside the desk: found, shown, decided by a person."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Revision
from wagtail_localize.models import StringSegment
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content.localize_rows import Address, read_translations
from cms.content.markdown import LINK
from cms.content.models import WrittenRevision
from cms.content.pages import remember_written
from cms.content.segments import texts_of
from cms.learning.models import LearningPage, block_keys
from cms.translation.live import keep_live
from cms.translation.models import Conflict, LiveText
from cms.translation.texts import DeskPage, put, read_desk_page, row_of

TOOL_NAME = "by hand"


def find_conflicts(target: LearningPage, stored: Mapping[Address, str] | None = None) -> list[Conflict]:
    """Return the texts of a translated page that were changed by hand since it was last written, and note them.

    The page's latest revision is compared with the one that was written; `stored` are the stored translations, read
    here where the caller does not have them.
    """
    open_conflicts = list(Conflict.objects.filter(page_id=target.pk).order_by("pk"))
    written = written_revision(target)
    if open_conflicts or written is None or written.revision_id == target.latest_revision_id:
        return open_conflicts
    revision = Revision.objects.filter(pk=written.revision_id).first()
    before = _words(revision.as_object()) if revision else {}
    after = _words(target.get_latest_revision_as_object())
    changed = {place: ours for place, ours in before.items() if after.get(place, "") != ours}
    if not changed:
        remember_written(target)
        return []
    place = (target.translation_key, target.locale.language_code)
    now = read_translations([target.translation_key]).get(place, {}) if stored is None else stored
    sources, by_place = _sources(target, now), _source_words(target)
    conflicts = []
    for (path, number), ours in changed.items():
        text = sources.get((path, ours)) or by_place.get((path, number), ours)
        conflicts.append(_conflict(target, path, text, after.get((path, number), ""), now))
    Conflict.objects.bulk_create(conflicts, ignore_conflicts=True)
    return list(Conflict.objects.filter(page_id=target.pk).order_by("pk"))


def written_revision(target: LearningPage) -> WrittenRevision | None:
    """Return what was written of a page last, None where nothing was; the row that came with the page, if one did."""
    try:
        return target.written_revision
    except WrittenRevision.DoesNotExist:
        return None


def _conflict(target: LearningPage, path: str, text: str, by_hand: str, stored: Mapping[Address, str]) -> Conflict:
    return Conflict(page_id=target.pk, path=path, text=text, by_hand=by_hand, stored=stored.get((path, text), ""))


def _sources(target: LearningPage, stored: Mapping[Address, str]) -> dict[Address, str]:
    """Return the source text by the path and the translation, as stored now or as readers see it."""
    live = LiveText.objects.filter(context__object_id=target.translation_key, locale_id=target.locale_id)
    rows = live.values_list("context__path", "data", "string__data")
    return {
        **{(path, data): text for path, data, text in rows},
        **{(path, data): text for (path, text), data in stored.items()},
    }


def _source_words(target: LearningPage) -> dict[tuple[str, int], str]:
    """Return the texts of a page's source by their path and their place among the texts of that path."""
    rows = StringSegment.objects.filter(source__object_id=target.translation_key).order_by("order")
    return _by_place(rows.values_list("context__path", "string__data"))


def _words(page: LearningPage) -> dict[tuple[str, int], str]:
    """Return the texts of a page by their path and their place among the texts of that path."""
    segments = (segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue))
    return _by_place((segment.path, segment.string.data) for segment in segments)


def _by_place(texts: Iterable[tuple[str, str]]) -> dict[tuple[str, int], str]:
    result: dict[tuple[str, int], str] = {}
    counts: Counter[str] = Counter()
    for path, words in texts:
        result[(path, counts[path])] = words
        counts[path] += 1
    return result


@transaction.atomic
def resolve(target: LearningPage, by_hand: Collection[int], user: Any) -> None:
    """Decide all edits by hand of a page, and let the sync go on that waited for it.

    `by_hand` are the primary keys of the conflicts whose text by hand stands; of the others the stored one stands.
    """
    # The sync looks for conflicts itself.
    from cms.translation.sync import sync_page

    desk_page = read_desk_page(target)
    conflicts = list(Conflict.objects.filter(page_id=target.pk))
    standing = [conflict for conflict in conflicts if conflict.pk in by_hand]
    if standing:
        in_markdown = hand_texts(desk_page)
        live_words = set(_words(type(target).objects.get(pk=target.pk)).items()) if target.live else set()
        read_by_all = {(path, data) for (path, _number), data in live_words}
        for conflict in standing:
            data = _fitting(desk_page, conflict, in_markdown)
            _store(desk_page, conflict, data, user, is_live=(conflict.path, conflict.by_hand) in read_by_all)
    Conflict.objects.filter(page_id=target.pk).delete()
    remember_written(target)
    sync_page(desk_page.source, [target.locale])


def hand_texts(page: DeskPage) -> dict[Address, str]:
    """Return the texts of the page's latest revision in Markdown, by path and the text as it is there."""
    keys = block_keys()
    texts = texts_of(page.target.get_latest_revision_as_object(), keys, page.links)
    return {(text.path, text.data): text.message.source for text in texts}


def _fitting(page: DeskPage, conflict: Conflict, in_markdown: Mapping[Address, str]) -> str:
    """Return the text by hand as wagtail-localize stores it: its links numbered like those of the source text.

    Links that the source text does not have become plain words.
    """
    address = (conflict.path, conflict.text)
    text = next((text.text for text in page.texts if (text.text.path, text.text.data) == address), None)
    markdown = in_markdown.get((conflict.path, conflict.by_hand), "")
    if text is None or not markdown:
        return conflict.by_hand
    known = {page.links.name(dict(attributes)) for attributes in text.attributes.values()}
    fitting = LINK.sub(lambda link: link[0] if link[2] in known else link[1], markdown)
    return text.from_message(fitting, page.links)


def _store(page: DeskPage, conflict: Conflict, data: str, user: Any, *, is_live: bool) -> None:
    """Store a text by hand as the translation; what readers see of it stays what it is."""
    row = row_of(page, conflict.path, conflict.text)
    if is_live:
        live = LiveText.objects.filter(string_id=row.translation_of_id, context_id=row.context_id)
        live.filter(locale_id=row.locale_id).delete()
    elif page.target.live and row.data != data:
        keep_live(row, row.data)
    put(row, data, user, TOOL_NAME)
