"""Translations of a page begun, linked, unlinked, and their texts written, by the same code as at the desk."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from cms.api.problems import ApiProblem, at
from cms.learning.models import LearningPage
from cms.translation.approval import save_page_draft
from cms.translation.sync import sync_page
from cms.translation.texts import DeskPage, TextError, read_desk_page, save_text


def locale_of(language: str) -> Locale:
    """Return a language of the site.

    Raises:
        ApiProblem: 422 for an unknown one.
    """
    found = Locale.objects.filter(language_code=language).first()
    if found is None:
        words = f"There is no language “{language[:60]}”."
        raise ApiProblem(422, f"language: {words}", [at("body", "language", msg=words)])
    return found


@transaction.atomic
def begin(source: LearningPage, language: str, user: Any) -> LearningPage:
    """Return the translation of a source page as a draft, made with those of the pages above where there is none.

    Raises:
        ApiProblem: 409 where it exists or the source is not live; PermissionDenied: the user may not.
    """
    locale = locale_of(language)
    home = source.get_ancestors(inclusive=True).filter(depth=2).first()
    target_home = home.get_translation_or_none(locale) if home else None
    allowed = source.permissions_for_user(user).can_publish() or (
        target_home is not None and target_home.permissions_for_user(user).can_edit()
    )
    if not allowed:
        raise PermissionDenied("You may not translate this page into that language.")
    if source.get_translation_or_none(locale) is not None:
        raise ApiProblem(409, f"The page has a translation into “{language}” already.")
    if not source.live:
        raise ApiProblem(409, "Publish the page first: what is live is translated.")
    sync_page(source, [locale])
    found: LearningPage = source.get_translation(locale).specific
    return found


@transaction.atomic
def link(page: LearningPage, other: LearningPage, user: Any) -> None:
    """Make `other` the translation of `page`; it takes over the page's slug, which is the same in all languages.

    Raises:
        ApiProblem: 409 where the two cannot belong together; PermissionDenied: the user may not publish both.
    """
    for one in (page, other):
        if not one.permissions_for_user(user).can_publish():
            raise PermissionDenied("You may link pages only where you may publish them.")
    if type(page) is not type(other) or page.locale_id == other.locale_id:
        raise ApiProblem(409, "The pages must be of the same type and in two languages.")
    if page.get_translation_or_none(other.locale) or other.get_translation_or_none(page.locale):
        raise ApiProblem(409, "One of the pages has a translation into that language already. Unlink it first.")
    if page.get_parent().translation_key != other.get_parent().translation_key:
        raise ApiProblem(409, "The pages above them are not translations of each other.")
    if other.get_siblings(inclusive=False).filter(slug=page.slug).exists():
        raise ApiProblem(409, f"There is a page “{page.slug}” in that language already.")
    _change(other, user, translation_key=page.translation_key, slug=page.slug)


@transaction.atomic
def unlink(page: LearningPage, language: str, user: Any) -> None:
    """Make the translation of `page` a page of its own, under a slug of its own.

    Raises:
        ApiProblem: 404 where there is none; PermissionDenied: the user may not publish it.
    """
    other = page.get_translation_or_none(locale_of(language))
    if other is None or other.pk == page.pk:
        raise ApiProblem(404, f"The page has no translation into “{language}”.")
    if not other.permissions_for_user(user).can_publish():
        raise PermissionDenied("You may unlink only pages that you may publish.")
    slug = find_available_slug(other.get_parent(), f"{other.slug}-{language}")
    _change(other.specific, user, translation_key=uuid4(), slug=slug)


def _change(page: LearningPage, user: Any, **values: Any) -> None:
    """Change what all revisions share, in the page and in its latest draft, with a revision for the history."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save(clean=False, user=user)
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, clean=False, log_action="wagtail.edit", changed=False)


def texts(page: LearningPage) -> list[dict[str, Any]]:
    """Return the texts of a translated page, each with its source, in Markdown."""
    return [
        {
            "context": text.text.message.context,
            "source": text.text.message.source,
            "target": text.target,
            "live": text.live,
            "state": text.state,
        }
        for text in desk_page(page).texts
    ]


def desk_page(page: LearningPage) -> DeskPage:
    """Return the texts of a translated page.

    Raises:
        ApiProblem: 409 for a page that is no translation.
    """
    if not TranslationSource.objects.filter(object_id=page.translation_key).exclude(locale=page.locale_id).exists():
        raise ApiProblem(409, "This page is not a translation.")
    return read_desk_page(page)


@transaction.atomic
def write_texts(page: LearningPage, given: Sequence[Any], user: Any) -> None:
    """Store translations of single texts; what readers see stays until the page is approved.

    Raises:
        ApiProblem: 422 with every text that does not fit; then none is stored.
    """
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied("You may not edit this page.")
    lock = page.get_lock()
    if lock and lock.for_user(user):
        raise PermissionDenied("The page is locked.")
    found, faults = desk_page(page), []
    for number, item in enumerate(given):
        text = found.find(item.context, item.source)
        if text is None:
            faults.append(at("body", "texts", number, "source", msg="There is no such text on the page."))
            continue
        try:
            save_text(found, text, item.target.strip(), user)
        except TextError as error:
            faults.append(at("body", "texts", number, "target", msg=str(error)))
    if faults:
        raise ApiProblem(422, "; ".join(fault["msg"] for fault in faults[:3]), faults)
    save_page_draft(read_desk_page(page), user)
