"""What readers see of a translation while newer texts wait for approval."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.content.localize_rows import Address
from cms.learning.models import LearningPage
from cms.translation.models import LiveText

_from_source: ContextVar[bool] = ContextVar("publishing_from_source", default=False)


@contextmanager
def publishing_from_source() -> Iterator[None]:
    """Mark a publication that only follows the source page: texts that wait for approval go on waiting."""
    token = _from_source.set(True)
    try:
        yield
    finally:
        _from_source.reset(token)


def live_translations(key: UUID, locale: Locale, stored: Mapping[Address, str]) -> dict[Address, str]:
    """Return the translations that readers see: the stored ones, with older ones in place of those that wait."""
    rows = LiveText.objects.filter(context__object_id=key, locale=locale).select_related("string", "context")
    waiting = {(row.context.path, row.string.data): row.data for row in rows}
    return {address: data for address, data in {**stored, **waiting}.items() if data}


def keep_live(row: StringTranslation, data: str) -> None:
    """Keep what readers see of a text before it is stored anew; the first edit after a publication counts."""
    text = LiveText(string_id=row.translation_of_id, context_id=row.context_id, locale_id=row.locale_id, data=data)
    LiveText.objects.bulk_create([text], ignore_conflicts=True)


def forget_waiting(page: LearningPage) -> None:
    """Forget what was live before: all stored texts of the page are live now. For page_published of a translation."""
    if not _from_source.get():
        LiveText.objects.filter(context__object_id=page.translation_key, locale_id=page.locale_id).delete()
