"""Machine translation, off by default: wagtail-localize's translators, and one that needs no service.

What a machine wrote is marked for another look, and a page with such marks cannot be submitted, so nothing goes live
unread.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from cms.content.models import Review
from cms.translation.memory import suggest
from cms.translation.texts import DeskPage, TextError, save_text

# A text so alike that its translation is a good beginning.
ALIKE = 0.9


class MemoryTranslator(BaseMachineTranslator):
    """Offers what was translated before, by nobody's service: WAGTAILLOCALIZE_MACHINE_TRANSLATOR names this class."""

    display_name = "Memory"

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Return translations for the strings that have one nearly alike; the others are left out."""
        found = {}
        for string in strings:
            suggestions = suggest(string.data, target_locale.language_code)
            if suggestions and suggestions[0].similarity >= ALIKE:
                found[string] = StringValue(suggestions[0].target)
        return found

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Return True for every other language."""
        return source_locale.pk != target_locale.pk


def is_available(source: Locale, target: Locale) -> bool:
    """Tell whether the settings name a translator that knows the two languages."""
    translator = get_machine_translator()
    return translator is not None and translator.can_translate(source, target)


def translate_missing(page: DeskPage, user: Any) -> int:
    """Let the machine translate what has no translation yet, marked for another look; return how many texts.

    A text whose markup the machine broke stays empty.

    Raises:
        TextError: no translator for this language is set up.
    """
    source, target = page.source.locale, page.target.locale
    if not is_available(source, target):
        raise TextError(_("No machine translation is set up for this language."))
    missing = [text for text in page.texts if text.state == "missing"]
    strings = {text.text.data: StringValue(text.text.data) for text in missing}
    translations = get_machine_translator().translate(source, target, strings.values())
    filled = 0
    for text in missing:
        found = translations.get(strings[text.text.data])
        if found is None:
            continue
        try:
            words = text.text.to_message(found.data, page.links)
            save_text(page, text, words, user, Review(reason=Review.Reason.MACHINE))
        except ValueError:
            continue
        filled += 1
    return filled
