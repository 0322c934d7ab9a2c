"""The reads: what answers at which address. Every service answers at the root of the site and at every page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Schema

from cms.api import listings
from cms.api.current import current, for_user, with_pages
from cms.api.http.answers import Body, answer, body_of, kept_bodies
from cms.api.http.identity import identify
from cms.api.http.params import (
    ContentParams,
    Expansion,
    NoParams,
    SearchParams,
    VocabularyParams,
    other_parameters,
    refuse_unknown,
)
from cms.api.http.places import find_place
from cms.api.http.router import PAGE, router
from cms.api.shapes.components import COMPONENTS, site
from cms.api.shapes.place import ANONYMOUS, Place
from cms.api.statistics import statistics
from cms.api.writing.pages import version_of

Answer = Callable[[Place, Any, str, str], Any]
SCHEMA_JSON = "application/json+schema"
QUERY: Any = Query(...)  # type: ignore[type-arg]


@dataclass(frozen=True)
class Service:
    """A read: its name in the address, its parameters, and what it answers.

    `answer` gets the place, the parameters, the rest of the address (`detail`, named by `takes`) and the query for
    links. `kept` tells that the answer follows from the snapshot alone.
    """

    name: str
    summary: str
    answer: Answer
    params: type[Schema] = NoParams
    takes: str = ""
    kept: bool = True
    content_type: str = "application/json"
    extra: dict[str, Any] = field(default_factory=dict)


def _component(name: str) -> Answer:
    return lambda place, params, _detail, _query: COMPONENTS[name](place, params.depths())


SERVICES = [
    *(Service(f"@{name}", f"The {name} of a page", _component(name), Expansion) for name in COMPONENTS),
    Service(
        "@search",
        "Search",
        lambda place, params, _detail, query: listings.search_answer(
            place, params.wanted([language.code for language in place.snapshot.languages]), query
        ),
        SearchParams,
    ),
    Service("@types", "The page types", lambda place, *_: listings.types_answer(place)),
    Service(
        "@types",
        "JSON Schema of a page type or block",
        lambda place, _params, detail, _query: listings.type_answer(place, detail),
        takes="type",
        content_type=SCHEMA_JSON,
    ),
    Service("@vocabularies", "The vocabularies", lambda place, *_: listings.vocabularies_answer(place)),
    Service(
        "@vocabularies",
        "The terms of a vocabulary",
        lambda place, params, detail, query: listings.vocabulary_answer(place, params.wanted(), detail, query),
        VocabularyParams,
        takes="vocabulary",
    ),
    Service(
        "@site", "What is true of the whole site", lambda place, params, *_: site(place, params.depths()), Expansion
    ),
    Service("@badges", "The badges with their criteria", lambda place, *_: listings.badges_answer(place)),
    Service(
        "@badges", "A badge", lambda place, _params, detail, _query: listings.badge_answer(place, detail), takes="badge"
    ),
    Service("@badge-statistics", "How many badges were awarded", lambda place, *_: statistics(place), kept=False),
]
CONTENT = Service(
    "",
    "A page",
    lambda place, params, _detail, query: listings.page_answer(place, params.wanted(), query),
    ContentParams,
)


def respond(request: HttpRequest, service: Service, page_path: str, params: Any, detail: str = "") -> HttpResponse:
    """Answer a read; for everybody from what is kept, for a user anew."""
    refuse_unknown(request, service.params)
    user, scopes = identify(request)
    found = current()
    query = other_parameters(request.GET)

    def make(place: Place) -> Any:
        with translation.override(place.language):
            return service.answer(place, params, detail, query)

    if user is None:
        where = f"{found.snapshot.project.key} {service.name} {page_path.strip('/')}"
        key = f"{where} {detail} {sorted(request.GET.lists())}"
        token = found.token if service.kept else ""

        def made() -> Body:
            return body_of(make(find_place(found.snapshot, page_path, ANONYMOUS)), service.content_type)

        return answer(request, kept_bodies.get(token, key, made), found.changed_at if token else None, private=False)
    snapshot, viewer = for_user(found, user, scopes)
    place, version = for_editing(find_place(snapshot, page_path, viewer))
    return answer(request, body_of(make(place), service.content_type, version), None, private=True)


def for_editing(place: Place) -> tuple[Place, str]:
    """Return a page that is not live as its latest draft has it, and the version that a change is compared with."""
    if place.node is None:
        return place, ""
    version = version_of(place.node.page)
    if place.node.page.live:
        return place, version
    snapshot = with_pages(place.snapshot, [place.node.page.get_latest_revision_as_object()])
    return find_place(snapshot, f"{place.language}/{place.path}", place.viewer), version


def add_services() -> None:
    """Register every service, and the pages, at the root and at pages."""
    for service in [*SERVICES, CONTENT]:
        _register(service)


def _register(service: Service) -> None:
    """Register one service. The annotations are set by hand, since each service has parameters of its own."""
    takes = f"/{{{service.takes}}}" if service.takes else ""

    def at_root(request: HttpRequest, **given: Any) -> HttpResponse:
        return respond(request, service, "", given.get("params"), given.get(service.takes, ""))

    def at_page(request: HttpRequest, **given: Any) -> HttpResponse:
        return respond(request, service, given["page_path"], given.get("params"), given.get(service.takes, ""))

    name = (service.name.strip("@") or "content").replace("-", "_") + (f"_{service.takes}" if service.takes else "")
    options: dict[str, Any] = {"summary": service.summary, "tags": ["reads"], **service.extra}
    root = f"/{service.name}{takes}"
    page = f"{PAGE}/{service.name}{takes}" if service.name else PAGE
    _sign(at_root, service, [service.takes] if takes else [])
    _sign(at_page, service, ["page_path", *([service.takes] if takes else [])])
    router.get(root, operation_id=f"site_{name}", **options)(at_root)
    router.get(page, operation_id=f"page_{name}", **options)(at_page)


def _sign(view: Any, service: Service, paths: list[str]) -> None:
    """Give a view the signature that ninja reads its parameters from."""
    kind = Parameter.KEYWORD_ONLY
    view.__name__ = f"read_{service.name.strip('@') or 'content'}".replace("-", "_")
    view.__doc__ = None
    parameters = [
        Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
        *(Parameter(name, kind, annotation=str) for name in paths),
    ]
    if service.params is not NoParams:
        parameters.append(Parameter("params", kind, annotation=service.params, default=QUERY))
    view.__signature__ = Signature(parameters)
