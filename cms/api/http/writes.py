"""The writes: each in one transaction, for the user of a token, and answered with the page as it is then."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Body

from cms.api.current import current, for_user, with_pages
from cms.api.http.answers import answer, body_of
from cms.api.http.bodies import NewPage, PageChange, Source, TransitionBody, fields_of
from cms.api.http.identity import require
from cms.api.http.places import find_place
from cms.api.http.router import PAGE, WRITES, router
from cms.api.problems import ApiProblem, at
from cms.api.shapes.content import content
from cms.api.shapes.place import Place, uid
from cms.api.writing import pages, transitions, translations
from cms.learning.models import LearningPage

NO_BODY: Any = Body(None)  # type: ignore[type-arg]


def place_of(request: HttpRequest, page_path: str) -> tuple[Place, LearningPage]:
    """Return the page at a path as its user sees it.

    Raises:
        ApiProblem: 404 where there is no page in that very language; 405 at the root of the site.
    """
    user, scopes = request.auth  # type: ignore[attr-defined]
    snapshot, viewer = for_user(current(), user, scopes | {"read"})
    place = find_place(snapshot, page_path, viewer)
    if place.node is None:
        raise ApiProblem(405, "The root of the site is not written to.")
    if place.node.language != place.language:
        raise ApiProblem(404, "The page is not translated into that language: begin with POST @translations.")
    return place, place.node.page


def held(request: HttpRequest, page_path: str) -> tuple[Place, LearningPage]:
    """Return a page for writing; If-Match is checked."""
    place, page = place_of(request, page_path)
    return place, pages.locked(page.pk, request.headers.get("If-Match", ""))


def other_page(place: Place, name: str, field: str = "source") -> LearningPage:
    """Return a page by its address or UID.

    Raises:
        ApiProblem: 422 where there is none.
    """
    path = name.split("/++api++", 1)[-1].strip("/")
    language, _, rest = path.partition("/")
    nodes = place.snapshot.nodes
    node = nodes.get((language, rest)) or next((node for node in nodes.values() if uid(node) == name), None)
    if node is None:
        words = f"There is no page “{name[:200]}”."
        raise ApiProblem(422, f"{field}: {words}", [at("body", field, msg=words)])
    return pages.locked(node.page.pk, "")


def shown(request: HttpRequest, page: LearningPage, status: int = 200) -> HttpResponse:
    """Return the page as its latest draft has it, with the ETag for the next change."""
    user, scopes = request.auth  # type: ignore[attr-defined]
    snapshot, viewer = for_user(current(), user, scopes | {"read"})
    row = type(page).objects.get(pk=page.pk)
    draft = row.get_latest_revision_as_object()
    snapshot = with_pages(snapshot, [draft])
    code = row.locale.language_code
    place = find_place(snapshot, f"{code}/{snapshot.paths_by_page_id[row.pk]}", viewer)
    body = body_of(content(place), version=pages.version_of(row))
    quiet = HttpResponse(status=204) if status == 200 and "return=representation" not in _prefer(request) else None
    response = quiet or HttpResponse(body.content, status=status, content_type=body.content_type)
    response["ETag"], response["Cache-Control"] = body.etag, "no-store"
    if status == 201:
        response["Location"] = place.address
    return response


def _prefer(request: HttpRequest) -> str:
    return request.headers.get("Prefer", "").replace(" ", "")


@router.post(PAGE, operation_id="create", summary="A page below this one", response={201: dict[str, Any]}, **WRITES)
def create(request: HttpRequest, page_path: str, data: NewPage) -> HttpResponse:
    """Make a draft below this page; with `translation_of`, the translation of a page."""
    user = require(request, "write")
    with transaction.atomic():
        place, parent = held(request, page_path)
        body = fields_of(request)
        if data.translation_of:
            source = other_page(place, data.translation_of, "translation_of")
            page = translations.begin(source, place.language, user)
            if page.get_parent().pk != parent.pk:
                raise ApiProblem(409, "The translation belongs below the translation of the page above its source.")
            body.pop("id", None)
            pages.update(page, body, user, place.snapshot)
        else:
            page = pages.create(parent, body, user, place.snapshot)
        return shown(request, page, 201)


@router.patch(PAGE, operation_id="update", summary="Change a page", response={200: dict[str, Any], 204: None}, **WRITES)
def update(request: HttpRequest, page_path: str, data: PageChange) -> HttpResponse:
    """Change fields and blocks as a new draft, or the order of the pages below."""
    user = require(request, "write")
    with transaction.atomic():
        place, page = held(request, page_path)
        if data.ordering:
            child = page.get_children().filter(slug=data.ordering.obj_id).first()
            if child is None:
                words = "There is no such page below this one."
                raise ApiProblem(422, f"ordering.obj_id: {words}", [at("body", "ordering", "obj_id", msg=words)])
            pages.reorder(child.specific, data.ordering.delta, user)
        pages.update(page, fields_of(request), user, place.snapshot)
        return shown(request, page)


@router.delete(PAGE, operation_id="delete", summary="Delete a page", response={204: None}, **WRITES)
def delete(request: HttpRequest, page_path: str) -> HttpResponse:
    """Delete a page with all below it."""
    user = require(request, "delete")
    with transaction.atomic():
        _place, page = held(request, page_path)
        pages.delete(page, user)
    return HttpResponse(status=204)


@router.post(
    f"{PAGE}/@move", operation_id="move", summary="Move pages below this one", response=list[dict[str, Any]], **WRITES
)
def move(request: HttpRequest, page_path: str, data: Source) -> HttpResponse:
    """Move pages with all below them to the end of this page's children."""
    user = require(request, "write")
    return _each(request, page_path, data, lambda page, parent: pages.move(page, parent, user))


@router.post(
    f"{PAGE}/@copy", operation_id="copy", summary="Copy pages below this one", response=list[dict[str, Any]], **WRITES
)
def copy(request: HttpRequest, page_path: str, data: Source) -> HttpResponse:
    """Copy pages with all below them, as drafts."""
    user = require(request, "write")
    return _each(request, page_path, data, lambda page, parent: pages.copy(page, parent, user))


def _each(request: HttpRequest, page_path: str, data: Source, act: Any) -> HttpResponse:
    with transaction.atomic():
        place, parent = held(request, page_path)
        done = []
        for name in data.names():
            page = other_page(place, name)
            before = f"/{page.locale.language_code}/{place.snapshot.paths_by_page_id[page.pk]}/"
            made = act(page, parent)
            paths = current().snapshot.paths_by_page_id
            done.append({"source": before, "target": f"/{place.language}/{paths[made.pk]}/"})
    return answer(request, body_of(done), None, private=True)


@router.post(
    f"{PAGE}/@workflow/{{transition}}",
    operation_id="transition",
    summary="A transition",
    response=dict[str, Any],
    **WRITES,
)
def transition(
    request: HttpRequest, page_path: str, transition: str, data: TransitionBody | None = NO_BODY
) -> HttpResponse:
    """Submit, approve, publish, retract."""
    user = require(request, "publish")
    data = data or TransitionBody.model_validate({})
    with transaction.atomic():
        _place, page = held(request, page_path)
        transitions.apply(page, transition, user, data.comment)
        if data.include_children:
            for below in page.get_descendants().specific():
                if transition in transitions.possible(below, user):
                    transitions.apply(below, transition, user, data.comment)
    place, page = place_of(request, page_path)
    state = content(place)["review_state"]
    latest = transitions.history(page, place.service("history"))[:1]
    return answer(request, body_of({**(latest[0] if latest else {}), "review_state": state}), None, private=True)
