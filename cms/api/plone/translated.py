"""A page's words in another language, as an import brings them -> stored translations, a draft, what readers see."""

from collections import Counter
from typing import Any

from wagtail_localize.models import TranslationSource

from cms.content.localize_rows import Address, write_translations
from cms.content.markdown import MarkdownError
from cms.content.segments import texts_of
from cms.learning.models import LearningPage
from cms.translation.approval import NotReadyError, bring_up_to_date, save_page_draft
from cms.translation.texts import read_desk_page


def is_begun(target: LearningPage) -> bool:
    """Tell whether anybody has translated anything of a page."""
    return bool(target.live or any(text.target for text in read_desk_page(target).texts))


def write_words(target: LearningPage, shown: LearningPage, user: Any) -> list[str]:
    """Store the words of `shown` as the translations of a page that nobody has begun, and save its draft.

    `shown` is the page as it is to be; it is not saved. Words belong to a source text by the block and place that they
    stand in. Return those that do not fit, in words.
    """
    page = read_desk_page(target)
    places: Counter[str] = Counter()
    theirs = {}
    for text in texts_of(shown, page.keys, page.links):
        theirs[text.path, places[text.path]] = text.message.source
        places[text.path] += 1
    data: dict[Address, str] = {}
    faults = []
    places.clear()
    for text in (one.text for one in page.texts):
        words = theirs.get((text.path, places[text.path]), "")
        places[text.path] += 1
        try:
            if words:
                data[text.path, text.data] = text.from_message(words, page.links)
        except (MarkdownError, ValueError) as error:
            faults.append(f"{text.message.context}: {error}")
    key, locale = page.source.translation_key, page.source.locale_id
    write_translations(TranslationSource.objects.get(object_id=key, locale_id=locale), target.locale, data)
    save_page_draft(read_desk_page(target), user)
    return faults


def publish_words(target: LearningPage, user: Any) -> str:
    """Publish a translation that is whole, without reviewers; return why it stays a draft, "" where it does not."""
    try:
        bring_up_to_date(read_desk_page(target), user)
    except NotReadyError as error:
        return str(error)
    target.get_latest_revision().publish(user=user, skip_permission_checks=True)
    return ""
