"""Suggestions of the translation memory as the editor offers them."""

from typing import Any

from cms.translation.desk.formatting import difference, shown
from cms.translation.memory import suggest
from cms.translation.texts import DeskPage, DeskText


def suggestions_for(page: DeskPage, desk_text: DeskText) -> list[dict[str, Any]]:
    """Return suggestions for a text: words in Markdown, how they look, their page, and how alike the English is."""
    text = desk_text.text
    found = suggest(text.data, page.target.locale.language_code, exclude=text.path)
    return [
        {
            "target": target,
            "html": shown(target, rich=text.rich),
            "origin": suggestion.origin,
            "percent": int(100 * suggestion.similarity),
            "difference": _difference(page, desk_text, suggestion.source) if suggestion.similarity < 1 else "",
        }
        for suggestion in found
        if (target := _markdown(page, desk_text, suggestion.target)) != desk_text.target
    ]


def _markdown(page: DeskPage, desk_text: DeskText, data: str) -> str:
    """Return stored words in Markdown; links that this text does not have become plain words."""
    text = desk_text.text
    return text.to_message(text.without_foreign_links(data), page.links)


def _difference(page: DeskPage, desk_text: DeskText, source: str) -> str:
    text = desk_text.text
    return difference(_markdown(page, desk_text, source), text.message.source, rich=text.rich)
