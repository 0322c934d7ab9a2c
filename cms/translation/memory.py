"""The translation memory: every text that was ever translated, offered where the same or nearly the same is said."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.content.models import Review
from cms.translation.texts import DeskPage, save_text

MOST = 5
# Below this two texts share words and say other things.
ALIKE = 70.0


@dataclass(frozen=True)
class Suggestion:
    """A translation made elsewhere.

    Attributes:
        source: the English text there, as stored.
        target: its translation, as stored.
        origin: title of the page it stands on.
        similarity: 1 where the English text is the same, else 0.7 to 1.
        is_reviewed: nobody has marked it for another look.
    """

    source: str
    target: str
    origin: str
    similarity: float
    is_reviewed: bool


def suggest(source: str, language: str, *, exclude: str = "") -> list[Suggestion]:
    """Return the best translations of the same or a similar text, the likest first; four queries.

    `source` is the text as stored, `exclude` the wagtail-localize context (path) of the text itself.
    """
    rows = list(
        StringTranslation.objects.filter(locale__language_code=language, has_error=False)
        .exclude(context__path=exclude, translation_of__data=source)
        .values_list("translation_of__data", "data", "context__object_id", "pk")
    )
    by_source: dict[str, list[tuple[str, Any, int]]] = {}
    for text, data, page_key, pk in rows:
        by_source.setdefault(text, []).append((data, page_key, pk))
    found = process.extract(source, list(by_source), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
    keys = {page_key for text, _score, _place in found for _data, page_key, _pk in by_source[text]}
    titles = dict(
        Page.objects.filter(translation_key__in=keys, locale__language_code=language).values_list(
            "translation_key", "draft_title"
        )
    )
    marked = set(
        Review.objects.filter(
            translation__in=[pk for text, _score, _place in found for _data, _key, pk in by_source[text]]
        ).values_list("translation_id", flat=True)
    )
    result = []
    for text, score, _place in found:
        commonest = Counter(data for data, _key, _pk in by_source[text]).most_common()
        for target, _count in commonest[:2]:
            page_key, pk = next((key, pk) for data, key, pk in by_source[text] if data == target)
            result.append(Suggestion(text, target, titles.get(page_key, ""), score / 100, pk not in marked))
    return result[:MOST]


def fill_identical(page: DeskPage, user: Any) -> int:
    """Give each text without a translation the one that the same English text has elsewhere; return how many.

    Where it was translated in several ways, the commonest is taken and marked for another look.
    """
    missing = [text for text in page.texts if text.state == "missing"]
    rows = StringTranslation.objects.filter(
        locale_id=page.target.locale_id,
        translation_of__data__in=[text.text.data for text in missing],
        has_error=False,
        review=None,
    ).values_list("translation_of__data", "data")
    found: dict[str, Counter[str]] = {}
    for source, data in rows:
        found.setdefault(source, Counter())[data] += 1
    filled = 0
    for text in missing:
        if text.text.data in found:
            ways = found[text.text.data].most_common()
            review = Review(reason=Review.Reason.MEMORY) if len(ways) > 1 else None
            save_text(page, text, text.text.to_message(ways[0][0], page.links), user, review)
            filled += 1
    return filled
