"""The translations of a language -> one zip, a file a page."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.learning.models import LearningPage
from cms.translation.checks import terms_of
from cms.translation.desk.places import places_of
from cms.translation.exchange import archive
from cms.translation.exchange.formats import FORMATS
from cms.translation.exchange.hints import addresses_of, hints_for
from cms.translation.exchange.maxima import maximum_of
from cms.translation.exchange.page_file import FileMessage, PageFile, state_of
from cms.translation.exchange.read_me import read_me
from cms.translation.exchange.scope import name_of, pages_for
from cms.translation.texts import DeskPage, read_desk_pages

# States of texts that are somebody's work.
UNFINISHED = frozenset({"missing", "review"})


class ExportError(ValueError):
    """Nothing to export; the message says why."""


@dataclass(frozen=True)
class Export:
    """A finished zip: its name, its bytes, and how many pages and texts are in it."""

    name: str
    content: bytes
    pages: int
    texts: int


def export(
    locale: Locale,
    format_name: str,
    user: Any = None,
    *,
    paths: Collection[str] | None = None,
    unfinished: bool = False,
    tick: Callable[[str], None] = lambda text: None,
) -> Export:
    """Return the pages of a language that the person may edit, as a zip; `user` None is the server's operator.

    `paths` are the pages wanted, all where it is None; with `unfinished` only those with a text that is missing or to
    review. The number of queries does not grow with the number of pages. `tick` is told each page.

    Raises:
        ExportError: a path that is none, or nothing to export.
    """
    targets = _targets(locale, user, paths)
    now = timezone.now()
    terms = terms_of(locale.language_code)
    files = []
    for page in read_desk_pages(list(targets.values())):
        path = next(path for path, target in targets.items() if target.pk == page.target.pk)
        tick(name_of(path))
        if not unfinished or any(text.state in UNFINISHED for text in page.texts):
            addresses = addresses_of(locale.language_code, path)
            file = PageFile(path, str(page.source.translation_key), locale.language_code, now, addresses)
            file.messages = messages_of(page, addresses, terms)
            files.append(file)
    if not files:
        raise ExportError(_("No page has work left.") if unfinished else _("There is no page to export."))
    return _pack(locale.language_code, format_name, files, now)


def _targets(locale: Locale, user: Any, paths: Collection[str] | None) -> dict[str, LearningPage]:
    """Return the pages to export by their path.

    Raises:
        ExportError: a path that is none.
    """
    pages = pages_for(locale, user)
    for path in paths or ():
        if path not in pages:
            raise ExportError(_("There is no page “%(path)s” to export.") % {"path": name_of(path)})
    return {path: page for path, page in pages.items() if paths is None or path in paths}


def messages_of(page: DeskPage, addresses: Sequence[str], terms: Mapping[str, str]) -> list[FileMessage]:
    """Return the texts of a page as messages, each once, with what the translator should know."""
    messages: dict[tuple[str, str], FileMessage] = {}
    places = places_of(page.source, [desk_text.text for desk_text in page.texts])
    for desk_text, place in zip(page.texts, places, strict=True):
        text, fuzzy = desk_text.text, desk_text.review is not None
        maximum = maximum_of(page.source, text.path)
        message = FileMessage(
            *text.message.key,
            desk_text.target,
            fuzzy=fuzzy,
            previous=desk_text.review.previous if desk_text.review else "",
            state=state_of(desk_text.target, fuzzy=fuzzy),
            approved=desk_text.state == "done",
            notes=list(hints_for(text.message.source, place, addresses, maximum, terms)),
            maximum=maximum,
        )
        messages.setdefault(message.key, message)
    return list(messages.values())


def _pack(language: str, format_name: str, files: Sequence[PageFile], now: datetime) -> Export:
    chosen = FORMATS[format_name]
    contents = {archive.READ_ME: read_me(language, chosen.label, files).encode()}
    for file in files:
        contents[f"{name_of(file.page or '')}{chosen.ending}"] = chosen.write(file)
    name = f"perennial-{language}-{format_name}-{now:%Y-%m-%d}.zip"
    texts = sum(len(file.messages) for file in files)
    return Export(name, archive.write(contents, now), len(files), texts)
