"""What tests of the translation desk do at it; pages are those of the sample, the desk's language is Arabic."""

import json
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.learning.models import LearningPage
from cms.translation.desk.rows import text_id
from cms.translation.texts import DeskText, read_desk_page


def page(slug: str, language: str) -> LearningPage:
    """Return a page as it is now."""
    found: LearningPage = Page.objects.get(slug=slug, locale__language_code=language).specific
    return found


def desk(name: str, slug: str = "about") -> str:
    """Return the address of a screen of the desk."""
    return reverse(f"translation:{name}", args=[page(slug, "ar").pk])


def html(response: Any) -> str:
    """Return what a response shows, as one would read it."""
    return unescape(response.content.decode())


def text_of(part: str, slug: str = "about", *, drafts: bool = False) -> DeskText:
    """Return the first text whose English has these words."""
    texts = read_desk_page(page(slug, "ar"), drafts=drafts).texts
    return next(text for text in texts if part in text.text.message.source)


def edit(old: str, new: str, *, publish: bool = True) -> None:
    """Change words of the English page, as an editor does."""
    source = page("about", "en")
    raw = source.sections.get_prep_value()
    assert any(old in item["value"]["body"] for item in raw)
    for item in raw:
        item["value"]["body"] = item["value"]["body"].replace(old, new)
    source.sections = raw
    revision = source.save_revision()
    if publish:
        revision.publish()


def post(client: Client, address: str, values: dict[str, Any]) -> Any:
    """Post as the desk's script does."""
    return client.post(address, json.dumps(values), content_type="application/json")


def save(client: Client, text: DeskText, target: str, **more: Any) -> Any:
    """Save a text as the desk's script does."""
    return post(client, desk("texts"), {"text": text_id(text.text), "before": text.target, "target": target, **more})
