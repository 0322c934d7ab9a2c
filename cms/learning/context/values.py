"""A page's own fields -> what its template shows: rich text as HTML, addresses, pictures."""

from typing import Any

from django.utils.safestring import SafeString
from wagtail.rich_text.rewriters import LinkRewriter

from cms.learning.plain import PlainWriter
from cms.learning.snapshot import Node, Snapshot, address_of

GLOSSARY_PATH = "glossary"
TERM_ANCHOR = "#term-"


def page_values(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return the page's own fields with rich text as HTML, and its address in `language`."""
    key = (node.language, node.path, language)
    return snapshot.just_now("page_values", key, lambda: _page_values(snapshot, node, language))


def _page_values(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    fields = html_writer(snapshot, language).page_fields(node.page)
    return {
        "type": node.page.document_type,
        "path": node.path,
        "slug": node.path.rsplit("/", 1)[-1],
        "address": address_of(language, node.path),
        "language": node.language,
        **fields,
    }


def html_writer(snapshot: Snapshot, language: str) -> PlainWriter:
    """Return the writer that turns stored rich text into HTML with addresses of `language`."""
    return snapshot.once("html_writer", language, lambda: _html_writer(snapshot, language))


def _html_writer(snapshot: Snapshot, language: str) -> PlainWriter:
    rewriter = LinkRewriter(
        rules={
            "page": lambda attrs: _link(_page_address(snapshot, language, attrs.get("id"))),
            "anchor": lambda attrs: _link(_anchor_address(language, attrs["href"]), attrs["href"]),
            "external": lambda attrs: f'<a href="{attrs["href"]}" rel="external">',
        }
    )

    def rich(html: str) -> SafeString:
        # Stored rich text was reduced to the allowed tags by Draftail or by the content loader; most has no link.
        return SafeString(rewriter(html) if "<a" in html else html)

    def image(raw: dict[str, Any]) -> dict[str, Any] | None:
        found = snapshot.images.get(raw["image"])
        if found is None:
            return None
        alt = "" if raw.get("decorative") else raw.get("alt_text", "")
        return {"image": found, "alt": alt}

    return PlainWriter(
        keys=snapshot.keys,
        rich=rich,
        page=lambda page_id: _page_address(snapshot, language, page_id),
        image=image,
    )


def _link(address: str | None, original: str = "") -> str:
    if address is None:
        return "<a>"
    if original.startswith(TERM_ANCHOR):
        return f'<a class="term" href="{address}">'
    return f'<a href="{address}">'


def _page_address(snapshot: Snapshot, language: str, page_id: Any) -> str | None:
    path = snapshot.paths_by_page_id.get(int(page_id or 0))
    if path is None or snapshot.find(language, path) is None:
        return None
    return address_of(language, path)


def _anchor_address(language: str, href: str) -> str:
    if href.startswith(TERM_ANCHOR):
        return address_of(language, GLOSSARY_PATH) + href
    return href
