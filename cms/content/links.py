"""Targets of links as authors write them (`page:…`, `term:…`, `https:…`) <-> attributes of Wagtail's `<a>`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from wagtail.models import Page

from cms.content.markdown import TERM_LINK, Attributes, MarkdownError
from cms.learning.models import GlossaryPage, HomePage, LearningPage, block_keys
from cms.learning.projects import home_of, home_path_of

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


def site_links(keys: Mapping[str, str] | None = None) -> Links:
    """Return what links may lead to in the project that is meant here: every source page, every glossary term.

    `keys` are the readable names of blocks by their id, where the caller has them already.
    """
    return _links_below(home_of(), keys)


def links_of(sources: Sequence[LearningPage], keys: Mapping[str, str] | None = None) -> dict[int, Links]:
    """Return by the ids of source pages what their links may lead to: pages and terms of their own project."""
    trees = {page.pk: home_path_of(page) for page in sources}
    homes = {home.path: home for home in HomePage.objects.filter(path__in=set(trees.values()))}
    links = {path: _links_below(homes.get(path), keys) for path in set(trees.values())}
    return {pk: links[path] for pk, path in trees.items()}


def _links_below(home: HomePage | None, keys: Mapping[str, str] | None) -> Links:
    if home is None:
        return Links({}, frozenset())
    rows = Page.objects.filter(path__startswith=home.path).values_list("url_path", "pk")
    glossary = GlossaryPage.objects.filter(path__startswith=home.path).first()
    items = glossary.terms.get_prep_value() if glossary else []
    if keys is None:
        keys = block_keys(item["id"] for item in items)
    terms = {keys.get(item["id"], item["id"][:8]) for item in items}
    return Links({path.removeprefix(home.url_path).strip("/"): pk for path, pk in rows}, frozenset(terms))
