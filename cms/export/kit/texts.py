"""Texts of the communication kit to copy: sections of the page of texts as Markdown and as plain text."""

from cms.learning.context.furniture import site_values
from cms.learning.context.kit import SLIDE, TEXTS_PATH
from cms.learning.context.values import page_values
from cms.learning.snapshot import Snapshot

BRIEF, POST = {"short", "poster"}, "post-"


def kit_text(snapshot: Snapshot, language: str, name: str, ending: str, base_url: str) -> str:
    """Return a text to copy: as Markdown with links, or as plain text with the addresses after their words."""
    # Most exports write no text anew, and reading Markdown takes a while to load.
    from cms.content.markdown import to_markdown

    node = snapshot.find(language, TEXTS_PATH)
    sections = page_values(snapshot, node, language)["sections"] if node else []
    chosen = [item for item in sections if item["key"] == name or (name == "slides" and item["key"].startswith(SLIDE))]
    parts: list[str] = []
    for section in chosen:
        body = to_markdown(section["body"], lambda given: _absolute(given.get("href", ""), base_url))
        if ending == "txt":
            body = plain(section["body"], base_url)
        heading = f"## {section['heading']}" if ending == "md" else section["heading"]
        parts += [heading, body] if name == "slides" else [body]
    site = site_values(snapshot, language)
    address = _absolute(site["home"], base_url)
    parts += [f"<{address}>" if ending == "md" else address, site["funding"]]
    # Where there is room for it, who is responsible for the words stands with them.
    parts += [] if name in BRIEF or name.startswith(POST) else [site["disclaimer"]]
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(body: str, base_url: str) -> str:
    """Return rich text as plain text: a dash or number before items of lists, addresses in brackets after words."""
    return "\n\n".join("\n".join(_marked(kind, lines)) for kind, lines in blocks(body, base_url))


def blocks(body: str, base_url: str = "") -> list[tuple[str, list[str]]]:
    """Return the paragraphs and lists of rich text: its tag ("p", "ul" or "ol") and its lines without markup.

    With `base_url` the addresses of links stand after their words.
    """
    from lxml import html

    found = []
    for element in html.fragments_fromstring(body or "<p></p>"):
        if isinstance(element, str):
            continue
        for link in element.iter("a") if base_url else ():
            address = _absolute(link.get("href", ""), base_url)
            link.tail = f" ({address}){link.tail or ''}" if address else link.tail
        items = element.findall("li") if element.tag in {"ul", "ol"} else [element]
        found.append((str(element.tag), [" ".join(item.text_content().split()) for item in items]))
    return found


def _marked(kind: str, lines: list[str]) -> list[str]:
    if kind == "ol":
        return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return [f"– {line}" for line in lines] if kind == "ul" else lines


def _absolute(address: str, base_url: str) -> str:
    return f"{base_url}{address}" if address.startswith("/") else address
