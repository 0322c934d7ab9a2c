"""Pages made, changed, moved, copied and deleted, by Wagtail's own actions with their permissions and log entries."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.actions import action_registry
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.utils.forms import FormValidationError

from cms.api.problems import ApiProblem, at
from cms.api.shapes.types import page_models
from cms.api.writing.by_hand import refuse_facts, take_over
from cms.api.writing.decode import Decoded, Decoder
from cms.api.writing.forms import as_problem, block_faults, page_form
from cms.learning.models import BlockKey, HomePage, LearningPage
from cms.learning.snapshot import Snapshot


def version_of(page: Page) -> str:
    """Return what changes whenever somebody edits, moves or publishes a page."""
    parts = (page.pk, page.latest_revision_id, page.live_revision_id, page.live, page.url_path, page.translation_key)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def locked(page_id: int, if_match: str) -> LearningPage:
    """Return a page for writing, held until the transaction ends.

    Raises:
        ApiProblem: 404 where it is gone; 412 where it is not the one that the client has seen.
    """
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    if page is None:
        raise ApiProblem(404, "The page was deleted meanwhile.")
    if if_match and if_match.strip() != "*":
        tags = [tag.strip().removeprefix("W/").strip('"').split(".")[0] for tag in if_match.split(",")]
        if version_of(page) not in tags:
            raise ApiProblem(412, "The page was changed since you read it. Read it again, then repeat your change.")
    found: LearningPage = page.specific
    return found


def create(parent: LearningPage, body: Mapping[str, Any], user: Any, snapshot: Snapshot) -> LearningPage:
    """Return a new page below `parent`, as a draft.

    Raises:
        ApiProblem: 422 with the fields; PermissionDenied: the user may not add it there.
    """
    model = model_of(body.get("@type"))
    _check_model(parent, model)
    decoded = Decoder(model, snapshot).read(body, None)
    page = model(owner=user, locale=parent.locale)
    values = {name: [] for name in _streams(model)} | decoded.values
    if not values.get("slug") and isinstance(values.get("title"), str):
        page.title = values["title"]
        page._cached_parent_obj = parent
        page.minimal_clean()
        values["slug"] = page.slug
        page._cached_parent_obj = None
    form = page_form(page, parent, values, user)
    action = action_registry.get_action_class(model, "create")
    _checked(lambda: action(form.instance, parent, user=user, form=form).execute(), form, model)
    name_blocks(decoded)
    made: LearningPage = form.instance
    return made


def model_of(name: Any) -> type[LearningPage]:
    """Return the model of a page type.

    Raises:
        ApiProblem: 422 for an unknown one.
    """
    if not isinstance(name, str) or name not in page_models():
        words = f"“{str(name)[:100]}” is no page type. There are: {', '.join(page_models())}."
        raise ApiProblem(422, f"@type: {words}", [at("body", "@type", msg=words)])
    return page_models()[name]


def _check_model(parent: LearningPage, model: type[LearningPage]) -> None:
    if model not in parent.creatable_subpage_models() or not model.can_create_at(parent):
        words = f"A page of type “{model.document_type}” cannot stand here."
        raise ApiProblem(422, f"@type: {words}", [at("body", "@type", msg=words)])


def update(page: LearningPage, body: Mapping[str, Any], user: Any, snapshot: Snapshot) -> LearningPage:
    """Change the fields in the body, as a new draft of the page.

    Raises:
        ApiProblem: 422 with the fields; PermissionDenied: the user may not edit it, or it is locked.
    """
    model = type(page)
    draft = page.get_latest_revision_as_object()
    decoded = Decoder(model, snapshot).read(body, draft)
    refuse_facts(page, decoded.values)
    if not decoded.values:
        return draft
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied("You may not edit this page.")
    form = page_form(draft, page.get_parent(), decoded.values, user)
    action = action_registry.get_action_class(model, "edit")
    _checked(lambda: action(form.instance, user=user, form=form).execute(), form, model)
    name_blocks(decoded)
    take_over(page, user)
    changed: LearningPage = model.objects.get(pk=page.pk).get_latest_revision_as_object()
    return changed


def _streams(model: type[LearningPage]) -> list[str]:
    names = model.document_fields.values()
    return [name for name in names if isinstance(model._meta.get_field(name), StreamField)]


def _checked(execute: Callable[[], Any], form: Any, model: type[LearningPage]) -> None:
    """Execute an action; what its form refuses becomes a problem with fields."""
    try:
        execute()
    except FormValidationError as error:
        faults = list(block_faults(form, _streams(model)))
        problem = as_problem(error, model)
        if faults:
            named = {field for field in _streams(model) if field in form.errors}
            faults += [fault for fault in problem.errors if fault["loc"][1:2] and fault["loc"][1] not in named]
            words = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in faults[:3])
            problem = ApiProblem(422, words, faults)
        raise problem from error
    except ValidationError as error:
        raise as_problem(error, model) from error


def name_blocks(decoded: Decoded) -> None:
    """Keep the readable names of blocks."""
    rows = [BlockKey(pk=identity, key=key) for identity, key in decoded.keys.items()]
    BlockKey.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=["key"])


def move(page: LearningPage, parent: LearningPage, user: Any) -> LearningPage:
    """Move a page with all below it to the end of another page's children.

    Raises:
        ApiProblem: 409 where an address is taken or the page cannot stand there.
    """
    _refuse_home(page)
    if not type(page).can_exist_under(parent) or parent.is_descendant_of(page) or parent.pk == page.pk:
        raise ApiProblem(409, "The page cannot stand there.")
    if parent.get_children().filter(slug=page.slug).exclude(pk=page.pk).exists():
        raise ApiProblem(409, f"There is a page “{page.slug}” already.")
    action_registry.get_action_class(type(page), "move")(page, parent, pos="last-child", user=user).execute()
    return page


def _refuse_home(page: LearningPage) -> None:
    if isinstance(page, HomePage):
        raise ApiProblem(409, "A home page is neither moved nor deleted here: the language stands on it.")


def reorder(page: LearningPage, to: str | int, user: Any) -> None:
    """Put a page at another place among its siblings: "top", "bottom", or so many places down (up where negative)."""
    siblings = list(page.get_siblings(inclusive=True))
    now = next(number for number, sibling in enumerate(siblings) if sibling.pk == page.pk)
    ends = {"top": 0, "bottom": len(siblings) - 1}
    wanted = ends[to] if isinstance(to, str) else max(0, min(len(siblings) - 1, now + to))
    if wanted == now:
        return
    target, position = siblings[wanted], "left" if wanted < now else "right"
    action_registry.get_action_class(type(page), "move")(page, target, pos=position, user=user).execute()


def copy(page: LearningPage, parent: LearningPage, user: Any) -> LearningPage:
    """Return a copy of a page with all below it, as drafts, under an address that is free."""
    if not type(page).can_create_at(parent):
        raise ApiProblem(409, "The page cannot stand there.")
    action = action_registry.get_action_class(type(page), "copy")
    made: LearningPage = action(
        page=page,
        to=parent,
        recursive=True,
        keep_live=False,
        update_attrs={"slug": find_available_slug(parent, page.slug)},
        user=user,
    ).execute()
    return made


@transaction.atomic
def delete(page: LearningPage, user: Any) -> None:
    """Delete a page with all below it.

    Raises:
        ApiProblem: 409 for the home page of a language, on which the whole site stands.
    """
    _refuse_home(page)
    action_registry.get_action_class(type(page), "delete")(page, user=user).execute()
