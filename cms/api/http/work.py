"""What people who write need beside the pages: history, translations and their texts, logging in."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.actions import action_registry
from wagtail.models import Revision

from cms.api.current import with_pages
from cms.api.http.answers import JSON, answer, as_bytes, body_of
from cms.api.http.bodies import LoginBody, TextsBody, TranslationBody, UnlinkBody, VersionBody
from cms.api.http.identity import log_in, renew, require
from cms.api.http.limits import PerMinute
from cms.api.http.router import PAGE, WORK, router
from cms.api.http.writes import held, other_page, place_of, shown
from cms.api.problems import ApiProblem, not_found, wrong_parameter
from cms.api.shapes.content import content
from cms.api.shapes.place import Place
from cms.api.writing import transitions, translations
from cms.learning.models import LearningPage
from cms.learning.snapshot import address_of

Json = dict[str, Any]


def readable(request: HttpRequest, page_path: str) -> tuple[Place, LearningPage]:
    """Return a page whose drafts and history the user may see.

    Raises:
        ApiProblem: 403 for others.
    """
    require(request, "read")
    place, page = place_of(request, page_path)
    may = page.permissions_for_user(place.viewer.user)
    if not (may.can_edit() or may.can_publish()):
        raise ApiProblem(403, "You may not see who worked on this page.")
    return place, page


@router.get(f"{PAGE}/@history", operation_id="history", summary="Who did what", response=list[Json], **WORK)
def history(request: HttpRequest, page_path: str) -> HttpResponse:
    """List versions and transitions of a page, the latest first."""
    place, page = readable(request, page_path)
    return answer(request, body_of(transitions.history(page, place.service("history"))), None, private=True)


@router.get(f"{PAGE}/@history/{{version}}", operation_id="version", summary="An earlier version", response=Json, **WORK)
def version(request: HttpRequest, page_path: str, version: str) -> HttpResponse:
    """Answer a page as it was at a version, or as its `latest` draft is."""
    place, page = readable(request, page_path)
    revision = page.get_latest_revision() if version == "latest" else _revision(page, version)
    old = revision.as_object() if revision else page
    at_that_time = Place(with_pages(place.snapshot, [old]), place.language, None, place.viewer)
    node = at_that_time.snapshot.nodes[(place.language, place.path)]
    data = content(at_that_time.at(node))
    return answer(request, body_of({**data, "version": revision.pk if revision else None}), None, private=True)


def _revision(page: LearningPage, version: str) -> Revision:
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    found = page.revisions.filter(pk=number).first()
    if found is None:
        raise not_found(f"There is no version “{version[:40]}” of this page.")
    return found


@router.patch(
    f"{PAGE}/@history", operation_id="revert", summary="Back to a version", response={200: Json, 204: None}, **WORK
)
def revert(request: HttpRequest, page_path: str, data: VersionBody) -> HttpResponse:
    """Make a draft of an earlier version."""
    user = require(request, "write")
    with transaction.atomic():
        _place, page = held(request, page_path)
        revision = _revision(page, str(data.version))
        action_registry.get_action_class(type(page), "revert")(page, revision, user=user).execute()
        return shown(request, page)


@router.post(
    f"{PAGE}/@translations",
    operation_id="translate",
    summary="Begin or link a translation",
    response={201: Json},
    **WORK,
)
def translate(request: HttpRequest, page_path: str, data: TranslationBody) -> HttpResponse:
    """Begin a translation as a draft, or link a page that there is."""
    user = require(request, "write")
    with transaction.atomic():
        place, page = held(request, page_path)
        if not data.id and not data.language:
            raise ApiProblem(422, "language or id: Name one of them.")
        if data.id:
            other = other_page(place, data.id, "id")
            translations.link(page, other, user)
            return shown(request, other, 201)
        return shown(request, translations.begin(page, data.language, user), 201)


@router.delete(
    f"{PAGE}/@translations", operation_id="unlink", summary="Unlink a translation", response={204: None}, **WORK
)
def unlink(request: HttpRequest, page_path: str, data: UnlinkBody) -> HttpResponse:
    """Make the translation a page of its own, with an address of its own."""
    user = require(request, "write")
    with transaction.atomic():
        _place, page = held(request, page_path)
        translations.unlink(page, data.language, user)
    return HttpResponse(status=204)


@router.get(
    f"{PAGE}/@translation-locator", operation_id="locator", summary="Where a translation belongs", response=Json, **WORK
)
def locator(request: HttpRequest, page_path: str, target_language: str) -> HttpResponse:
    """Answer the nearest page above that has a translation in that language."""
    place, _page = place_of(request, page_path)
    if target_language not in {language.code for language in place.snapshot.languages}:
        raise wrong_parameter("target_language", "There is no such language.")
    path = place.path.rpartition("/")[0]
    while path and (target_language, path) not in place.snapshot.nodes:
        path = path.rpartition("/")[0]
    return answer(request, body_of({"@id": address_of(target_language, path)}), None, private=True)


@router.get(f"{PAGE}/@texts", operation_id="texts", summary="The texts of a translation", response=Json, **WORK)
def texts(request: HttpRequest, page_path: str) -> HttpResponse:
    """List the texts of a translated page with their source and state."""
    place, page = readable(request, page_path)
    items = translations.texts(page)
    data = {"@id": place.service("texts"), "items": items, "items_total": len(items)}
    return answer(request, body_of(data), None, private=True)


@router.patch(
    f"{PAGE}/@texts", operation_id="write_texts", summary="Translate texts", response={200: Json, 204: None}, **WORK
)
def write_texts(request: HttpRequest, page_path: str, data: TextsBody) -> HttpResponse:
    """Store translations; readers see them when the page is approved."""
    user = require(request, "write")
    with transaction.atomic():
        _place, page = held(request, page_path)
        translations.write_texts(page, data.texts, user)
        return shown(request, page)


@router.post(
    "/@login", auth=None, throttle=[PerMinute("login", "API_LOGINS_PER_MINUTE")], operation_id="login", response=Json
)
def login(request: HttpRequest, data: LoginBody) -> HttpResponse:
    """Answer a JWT for twelve hours."""
    return _secret({"token": log_in(request, data.login, data.password, data.code)})


@router.post("/@login-renew", operation_id="login_renew", summary="A fresh JWT", response=Json, **WORK)
def login_renew(request: HttpRequest) -> HttpResponse:
    """Answer a fresh JWT for one that still holds, for seven days after the password; tokens are not renewed."""
    return _secret({"token": renew(request)})


def _secret(data: dict[str, str]) -> HttpResponse:
    """Return what nobody on the way and no browser may keep (RFC 6749, 5.1)."""
    response = HttpResponse(as_bytes(data), content_type=JSON)
    response["Cache-Control"] = "no-store"
    return response
