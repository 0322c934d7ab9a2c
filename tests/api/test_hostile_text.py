"""One set of hostile texts through every way in: what is stored, and what the page shows, runs nothing."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.api.rich_text import APIRichText
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.api.plone.read import Item
from cms.api.plone.words import sections
from cms.content.links import site_links
from cms.content.markdown import MarkdownError, to_html
from cms.learning.blocks import RICH_TEXT_FEATURES, rich
from tests.api.people import Person
from tests.translation.exchanging import FORMATS, edited, exported, imported

ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "//evil.example/%0d%0a",
]
HOSTILE = [
    "<script>alert(1)</script>",
    "<p>x<img src=x onerror=alert(1)></p>",
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "<p><b onmouseover=alert(1) style='position:fixed'>x</b></p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<form action=https://evil.example><input name=q><button formaction=javascript:alert(1)>x</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<embed embedtype='media' url='https://evil.example/x'><embed embedtype='image' id='1' alt='\"><script>'>",
    "<a linktype='page' id='1' onclick=alert(1)>x</a><a href='https://x.example' ping=https://evil.example>x</a>",
    "<!--><img src=x onerror=alert(1)>--><![CDATA[<script>alert(1)</script>]]>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'><base href=https://evil.example/>",
    *(f'<p><a href="{html.escape(address)}">x</a></p>' for address in ADDRESSES),
]
MARKDOWN = [
    *HOSTILE,
    *(f"[x]({address})" for address in ADDRESSES),
    "![x](https://evil.example/x.png)",
    "<javascript:alert(1)>",
]
# What our editor has; everything else is no text of ours.
TAGS = {"p", "ul", "ol", "li", "b", "i", "a", "br"}
ATTRIBUTES = {"a": {"href", "id", "linktype"}, "p": {"data-block-key"}, "li": {"data-block-key"}}
# A browser passes over blanks and control characters in an address. Without a scheme it leads to a page of some site.
BLANKS, SCHEME = re.compile(r"[\x00-\x20]"), re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = {"http", "https", "mailto", "tel"}


def leads_to_a_page(address: str) -> bool:
    scheme = SCHEME.match(BLANKS.sub("", address))
    return scheme is None or scheme[1].lower() in SCHEMES


def stored_faults(stored: str) -> Iterator[str]:
    """What stored rich text holds that it must not."""
    for tag in BeautifulSoup(stored, "html.parser").find_all(True):
        if tag.name not in TAGS:
            yield f"<{tag.name}>"
        for name, value in tag.attrs.items():
            if name not in ATTRIBUTES.get(tag.name, set()):
                yield f"{tag.name} {name}"
            elif name == "href" and not leads_to_a_page(str(value)):
                yield f"href {value!r}"


def shown_faults(page: str) -> Iterator[str]:
    """What a page would run or fetch that its templates do not."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all(True):
        if tag.name in {"iframe", "object", "embed", "math", "base"} or (tag.name == "img" and tag.get("src") == "x"):
            yield f"<{tag.name}>"
        if tag.name == "script" and "alert(1)" in tag.get_text():
            yield "script"
        for name, value in tag.attrs.items():
            if name.startswith("on") or name in {"ping", "srcdoc", "formaction"}:
                yield f"{tag.name} {name}"
            if name in {"href", "action"} and not leads_to_a_page(str(value)):
                yield f"{tag.name} {name}={value!r}"


def page_of(client: Client, language: str, slug: str = "about") -> str:
    """The page as the site shows it, before any export."""
    return str(client.get(f"/{language}/{slug}/").content.decode())


def show(client: Client, stored: str) -> None:
    """Publish a page with this rich text: it is shown as text, and nothing of it runs."""
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    raw = page.sections.get_prep_value()
    raw[0]["value"]["body"] = stored
    page.sections = json.dumps(raw)
    page.save_revision().publish()
    shown = page_of(client, "en")
    assert "alert(1)" in shown
    assert not list(shown_faults(shown))


def bodies(page: Any) -> list[str]:
    """The rich text of the page's sections as the database has it."""
    return [item["value"]["body"] for item in page.sections.get_prep_value()]


def test_the_editor(sample: Path, client: Client) -> None:
    block = rich()
    stored = []
    for text in [*HOSTILE, *ADDRESSES]:
        posted = {
            "blocks": [
                {
                    "key": "a",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 3, "key": 0}],
                },
                {
                    "key": "b",
                    "text": text,
                    "type": "atomic",
                    "depth": 0,
                    "inlineStyleRanges": [{"offset": 0, "length": 2, "style": "SUPERSCRIPT"}],
                    "entityRanges": [{"offset": 0, "length": 1, "key": 1}],
                },
            ],
            "entityMap": {
                "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": text, "onclick": "alert(1)"}},
                "1": {
                    "type": "EMBED",
                    "mutability": "IMMUTABLE",
                    "data": {"url": "https://evil.example", "html": text},
                },
            },
        }
        value = block.value_from_datadict({"body": json.dumps(posted)}, {}, "body")
        stored.append(value.source)
        assert not list(stored_faults(value.source)), text
    show(client, "".join(stored))


def test_our_api(sample: Path, editor: Person, client: Client) -> None:
    name, block = next(item for item in editor.get("/en/about")["blocks"].items() if "body" in item[1])
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    for text in [*HOSTILE, "".join(HOSTILE)]:
        answer = editor.send("PATCH", "/en/about", {"blocks": {name: {**block, "body": text}}})
        assert answer.status_code in {200, 204, 422}, answer.content
        kept = page.get_latest_revision_as_object()
        assert [fault for body in bodies(kept) for fault in stored_faults(body)] == [], text
    page.get_latest_revision().publish()
    assert not list(shown_faults(page_of(client, "en")))


@pytest.mark.parametrize("name", FORMATS)
def test_translations_from_files(sample: Path, client: Client, name: str) -> None:
    files = exported(name)
    # XML cannot even hold a control character.
    words = cycle(text for text in MARKDOWN if name == "po" or "\x01" not in text)
    applied = imported(edited(files, name, lambda message: replace(message, target=next(words))))
    assert applied
    rows = list(StringTranslation.objects.values_list("data", flat=True))
    assert any("alert(1)" in data for data in rows), "as text it is taken"
    assert [fault for data in rows for fault in stored_faults(data)] == []
    assert not list(shown_faults(page_of(client, "ar")))


def test_content_files(sample: Path, client: Client) -> None:
    links = site_links()
    taken = []
    for text in MARKDOWN:
        try:
            taken.append(to_html(text, links.resolve))
        except MarkdownError:
            continue
        assert not list(stored_faults(taken[-1])), text
    path = sample / "pages" / "about" / "page.yaml"
    path.write_text(path.read_text("utf-8").replace("First **strong**", "[x](//evil.example/x)"))
    with pytest.raises(CommandError, match=r"page\.yaml:\d+.*evil\.example"):
        call_command("load_content", dir=sample, verbosity=0)
    show(client, "".join(taken))


def test_wagtails_own_api(sample: Path) -> None:
    for text in HOSTILE:
        stored, _removed = APIRichText.convert_input(text, features=RICH_TEXT_FEATURES)
        assert not list(stored_faults(stored)), text


def test_an_import_from_plone(sample: Path) -> None:
    links = site_links()

    def resolve(url: str) -> dict[str, str] | None:
        try:
            return links.resolve(url)
        except MarkdownError:
            return None

    for text in [*HOSTILE, *ADDRESSES]:
        link = {"type": "link", "data": {"url": text}, "children": [{"text": text}]}
        data = {
            "blocks": {
                "a": {"@type": "slate", "value": [{"type": "p", "children": [{"text": text}, link]}]},
                "b": {"@type": "html", "html": text},
            },
            "blocks_layout": {"items": ["a", "b"]},
            "text": {"data": text},
        }
        found, _lost = sections(Item("x", "0" * 32, "Document", "en", {"title": text, **data}, sample), resolve)
        assert [fault for section in found for fault in stored_faults(section.html)] == [], text
