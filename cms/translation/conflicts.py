"""Edits by hand on a translated page, beside the desk: found, shown, decided by a person."""

from collections import Counter
from collections.abc import Mapping

from wagtail.models import Revision
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content.localize_rows import Address
from cms.content.models import WrittenRevision
from cms.content.pages import remember_written
from cms.learning.models import LearningPage
from cms.translation.models import Conflict


def find_conflicts(target: LearningPage, stored: Mapping[Address, str]) -> list[Conflict]:
    """Return the texts of a translated page that were changed by hand since it was last written, and note them.

    The page's latest revision is compared with the one that was written; `stored` are the stored translations.
    """
    open_conflicts = list(Conflict.objects.filter(page_id=target.pk))
    written = WrittenRevision.objects.filter(page_id=target.pk).first()
    if open_conflicts or written is None or written.revision_id == target.latest_revision_id:
        return open_conflicts
    revision = Revision.objects.filter(pk=written.revision_id).first()
    before = _words(revision.as_object()) if revision else {}
    after = _words(target.get_latest_revision_as_object())
    sources = {(path, data): text for (path, text), data in stored.items()}
    conflicts = []
    for place, ours in before.items():
        by_hand = after.get(place, "")
        if by_hand != ours:
            path = place[0]
            text = sources.get((path, ours), ours)
            conflicts.append(Conflict(page_id=target.pk, path=path, text=text, by_hand=by_hand, stored=ours))
    Conflict.objects.bulk_create(conflicts, ignore_conflicts=True)
    if not conflicts:
        remember_written(target)
    return conflicts


def _words(page: LearningPage) -> dict[tuple[str, int], str]:
    """Return the texts of a page by their path and their place among the texts of that path."""
    result: dict[tuple[str, int], str] = {}
    counts: Counter[str] = Counter()
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            result[(segment.path, counts[segment.path])] = segment.string.data
            counts[segment.path] += 1
    return result
