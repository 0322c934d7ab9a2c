"""A page's own fields -> what its template shows: rich text as HTML, addresses, pictures."""

from typing import Any

from django.utils.safestring import SafeString
from wagtail.rich_text.rewriters import LinkRewriter

from cms.learning.picture import Node, Picture, address_of
from cms.learning.plain import PlainWriter

GLOSSARY_PATH = "glossary"
TERM_ANCHOR = "#term-"


def page_values(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return the page's own fields with rich text as HTML, and its address in `language`."""
    key = (node.language, node.path, language)
    return picture.just_now("page_values", key, lambda: _page_values(picture, node, language))


def _page_values(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    fields = html_writer(picture, language).page_fields(node.page)
    return {
        "type": node.page.document_type,
        "path": node.path,
        "slug": node.path.rsplit("/", 1)[-1],
        "address": address_of(language, node.path),
        "language": node.language,
        **fields,
    }


def html_writer(picture: Picture, language: str) -> PlainWriter:
    """Return the writer that turns stored rich text into HTML with addresses of `language`."""
    return picture.once("html_writer", language, lambda: _html_writer(picture, language))


def _html_writer(picture: Picture, language: str) -> PlainWriter:
    rewriter = LinkRewriter(
        rules={
            "page": lambda attrs: _link(_page_address(picture, language, attrs.get("id"))),
            "anchor": lambda attrs: _link(_anchor_address(language, attrs["href"]), attrs["href"]),
            "external": lambda attrs: f'<a href="{attrs["href"]}" rel="external">',
        }
    )

    def rich(html: str) -> SafeString:
        # Stored rich text was reduced to the allowed tags by Draftail or by the content loader; most has no link.
        return SafeString(rewriter(html) if "<a" in html else html)

    def image(raw: dict[str, Any]) -> dict[str, Any] | None:
        found = picture.images.get(raw["image"])
        if found is None:
            return None
        alt = "" if raw.get("decorative") else raw.get("alt_text", "")
        return {"image": found, "alt": alt}

    return PlainWriter(
        keys=picture.keys,
        rich=rich,
        page=lambda page_id: _page_address(picture, language, page_id),
        image=image,
    )


def _link(address: str | None, original: str = "") -> str:
    if address is None:
        return "<a>"
    if original.startswith(TERM_ANCHOR):
        return f'<a class="term" href="{address}">'
    return f'<a href="{address}">'


def _page_address(picture: Picture, language: str, page_id: Any) -> str | None:
    path = picture.paths_by_page_id.get(int(page_id or 0))
    if path is None or picture.find(language, path) is None:
        return None
    return address_of(language, path)


def _anchor_address(language: str, href: str) -> str:
    if href.startswith(TERM_ANCHOR):
        return address_of(language, GLOSSARY_PATH) + href
    return href
