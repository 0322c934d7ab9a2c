"""The parameters of reads, under Plone's names."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from ninja import Field, Schema

from cms.api.problems import wrong_parameter
from cms.api.shapes.components import COMPONENTS, MOST_DEPTH, Depths
from cms.api.shapes.place import STATES
from cms.api.shapes.search import METADATA, MOST_WORDS, SORT_NAMES, Query
from cms.api.shapes.types import page_models
from cms.api.wanted import BATCH, MOST_BATCH, Batch, WantedPage, WantedResults, WantedTerms

EXPANDABLE = (*COMPONENTS, "types")


class NoParams(Schema):
    """A read without parameters."""


class BatchParams(Schema):
    """A part of a list."""

    b_start: int = Field(0, ge=0, le=1_000_000, description="Position of the first item.")
    b_size: int = Field(BATCH, ge=1, le=MOST_BATCH, description="How many items at most.")

    def batch(self) -> Batch:
        """Return the part."""
        return Batch(self.b_start, self.b_size)


class Expansion(Schema):
    """Components answered inside the page."""

    expand: list[str] = Field([], description=f"Components to answer whole: {', '.join(EXPANDABLE)}.")
    navigation_depth: int = Field(
        1, ge=1, le=MOST_DEPTH, alias="expand.navigation.depth", description="Levels of the navigation."
    )
    contextnavigation_depth: int = Field(
        2, ge=1, le=MOST_DEPTH, alias="expand.contextnavigation.depth", description="Levels of the section's tree."
    )

    def names(self) -> list[str]:
        """Return the components to expand, each once.

        Raises:
            ApiProblem: 400 for a component that does not exist.
        """
        return checked("expand", self.expand, EXPANDABLE)

    def depths(self) -> Depths:
        """Return how deep the trees go."""
        return Depths(self.navigation_depth, self.contextnavigation_depth)


class ContentParams(Expansion, BatchParams):
    """A page with what lies below it."""

    fullobjects: bool = Field(False, description="Answer the pages below with all their fields.")
    include_items: bool = Field(True, description="Answer the pages below at all.")

    def wanted(self) -> WantedPage:
        """Return what is asked for.

        Raises:
            ApiProblem: 400 for a component that does not exist.
        """
        return WantedPage(tuple(self.names()), self.depths(), self.batch(), self.include_items, self.fullobjects)


class SearchParams(BatchParams):
    """What to search for."""

    text: str = Field("", max_length=500, alias="SearchableText", description="Words that must all begin a word.")
    title: str = Field("", max_length=500, alias="Title", description="The same as SearchableText.")
    portal_type: list[str] = Field([], description=f"Page types: {', '.join(page_models())}.")
    language: list[str] = Field([], alias="Language", description="Languages that the words are in.")
    review_state: list[str] = Field([], description=f"States: {', '.join(STATES)}.")
    uid: list[str] = Field([], alias="UID", description="Ids of pages.")
    path: str = Field("", max_length=1000, alias="path.query", description="Only this page and what is below it.")
    depth: int = Field(-1, ge=-1, le=20, alias="path.depth", description="Levels below; 0 is the page itself.")
    sort_on: str = Field("", description=f"One of {', '.join(SORT_NAMES)}.")
    sort_order: str = Field("", description="`descending` or `reverse`; else ascending.")
    metadata_fields: list[str] = Field([], description=f"More of each page: {', '.join(METADATA)}, or _all.")
    fullobjects: bool = Field(False, description="Answer the pages with all their fields.")

    def wanted(self, languages: Sequence[str]) -> WantedResults:
        """Return what is asked for.

        Raises:
            ApiProblem: 400 for a value that does not exist, with the parameter.
        """
        metadata = checked("metadata_fields", self.metadata_fields, (*METADATA, "_all"))
        return WantedResults(self._query(languages), tuple(metadata), self.batch(), self.fullobjects)

    def _query(self, languages: Sequence[str]) -> Query:
        text = " ".join([self.text, self.title]).replace("*", " ").strip()
        if len(text.split()) > MOST_WORDS:
            raise wrong_parameter("SearchableText", f"At most {MOST_WORDS} words.")
        sort_on = checked("sort_on", [self.sort_on], SORT_NAMES)
        order = checked("sort_order", [self.sort_order], ("ascending", "asc", "descending", "desc", "reverse"))
        return Query(
            text=text,
            types=frozenset(checked("portal_type", self.portal_type, tuple(page_models()))),
            languages=frozenset(checked("Language", self.language, languages)),
            states=frozenset(checked("review_state", self.review_state, STATES)),
            uids=frozenset(self.uid),
            path=self.path.split("/++api++", 1)[-1],
            depth=self.depth,
            sort_on=sort_on[0] if sort_on else "",
            descending=order[:1] in (["descending"], ["desc"], ["reverse"]),
        )


class VocabularyParams(BatchParams):
    """Which terms of a vocabulary."""

    title: str = Field("", max_length=200, description="Only terms whose title holds this.")
    token: str = Field("", max_length=200, description="Only the term with this token.")
    tokens: list[str] = Field([], description="Only the terms with these tokens.")

    def wanted(self) -> WantedTerms:
        """Return what is asked for."""
        tokens = frozenset(token for token in [self.token, *self.tokens] if token)
        return WantedTerms(self.title, tokens, self.batch())


def checked(name: str, given: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the values of a list parameter, separated by commas or given several times, each once.

    Raises:
        ApiProblem: 400 for a value that is not known, with the known ones.
    """
    values = list(dict.fromkeys(part.strip() for value in given for part in value.split(",") if part.strip()))
    for value in values:
        if value not in known:
            raise wrong_parameter(name, f"“{value[:100]}” does not exist. There are: {', '.join(known)}.")
    return values


def refuse_unknown(request: HttpRequest, params: type[Schema]) -> None:
    """Refuse a parameter that the read does not have: a slip in a name must not silently widen what is answered.

    Raises:
        ApiProblem: 400 with the parameter.
    """
    known = {field.alias or name for name, field in params.model_fields.items()}
    for name in request.GET:
        if name not in known:
            raise wrong_parameter(name[:100], "There is no such parameter here.")


def other_parameters(sent: QueryDict) -> str:
    """Return the parameters of a request without its batch, for the links to other batches."""
    pairs = [(name, value) for name, values in sent.lists() if name not in {"b_start", "b_size"} for value in values]
    return urlencode(sorted(pairs))
