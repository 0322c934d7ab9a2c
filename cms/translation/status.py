"""How far each page is translated: the matrix of pages by languages."""

from dataclasses import dataclass
from typing import Literal

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from cms.learning.picture import take_picture

State = Literal["missing", "in progress", "published"]


@dataclass(frozen=True)
class PageStatus:
    """One page in one language: how many of its texts are translated, and whether it is live."""

    path: str
    language: str
    translated: int
    total: int
    live: bool

    @property
    def state(self) -> State:
        """Return the state in a word."""
        if self.live and self.translated == self.total:
            return "published"
        return "in progress" if self.translated else "missing"

    @property
    def percent(self) -> int:
        """Return the share of translated texts, rounded down: 100 means all of them."""
        return 100 * self.translated // self.total if self.total else 100


def translation_matrix() -> list[PageStatus]:
    """Return the status of every source page in every other language, in the order of the site; constant queries."""
    picture = take_picture()
    codes = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    segments = set(StringSegment.objects.values_list("source__object_id", "context_id", "string_id"))
    totals: dict[object, int] = {}
    for object_id, _context, _string in segments:
        totals[object_id] = totals.get(object_id, 0) + 1
    done: dict[tuple[object, str], int] = {}
    rows = StringTranslation.objects.filter(has_error=False).values_list(
        "context__object_id", "context_id", "translation_of_id", "locale_id"
    )
    for object_id, context, string, locale_id in rows:
        if (object_id, context, string) in segments:
            key = (object_id, codes[locale_id])
            done[key] = done.get(key, 0) + 1
    targets = [language.code for language in picture.languages if language.code != picture.source_language]
    result = []
    for path in picture.paths():
        key = picture.nodes[(picture.source_language, path)].page.translation_key
        for code in targets:
            live = (code, path) in picture.nodes
            result.append(PageStatus(path, code, done.get((key, code), 0), totals.get(key, 0), live))
    return result
