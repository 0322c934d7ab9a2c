"""Targets of links as authors write them (`page:…`, `term:…`, `https:…`) <-> attributes of Wagtail's `<a>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from cms.content.markdown import TERM_LINK, Attributes, MarkdownError

HOME = "home"


@dataclass(frozen=True)
class Links:
    """What links may lead to.

    Attributes:
        page_ids: primary key of the source-language page by path ("" is the home page).
        terms: keys of the glossary.
    """

    page_ids: Mapping[str, int]
    terms: frozenset[str]

    def resolve(self, target: str) -> Attributes:
        """Return the attributes of `<a>` for a target.

        Raises:
            MarkdownError: no such page or term, or an address that is not http(s).
        """
        kind, _, name = target.partition(":")
        if kind == "page":
            path = "" if name == HOME else name
            if path not in self.page_ids:
                raise MarkdownError(f"link to “{target}”: there is no such page.")
            return {"linktype": "page", "id": str(self.page_ids[path])}
        if kind == "term":
            if name not in self.terms:
                raise MarkdownError(f"link to “{target}”: the glossary (terms/terms.yaml) has no such term.")
            return {"href": f"{TERM_LINK}{name}"}
        if kind in {"http", "https"} and urlsplit(target).hostname:
            return {"href": target}
        raise MarkdownError(f"link to “{target}”: write page:…, term:… or an address with https://.")

    def name(self, attributes: Attributes) -> str:
        """Return the target for the attributes of `<a>`; a page that is gone gives `page:?`."""
        if attributes.get("linktype") == "page":
            paths = {str(page_id): path for path, page_id in self.page_ids.items()}
            path = paths.get(attributes["id"], "?")
            return f"page:{path or HOME}"
        href = attributes.get("href", "")
        if href.startswith(TERM_LINK):
            return f"term:{href.removeprefix(TERM_LINK)}"
        return href
