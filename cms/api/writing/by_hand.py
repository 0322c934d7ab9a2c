"""A translated page that was changed through the API: its words become stored translations, as at the desk."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import TranslationSource

from cms.api.problems import ApiProblem, at
from cms.learning.models import LearningPage
from cms.translation.conflicts import find_conflicts, resolve
from cms.translation.models import Conflict


def is_translation(page: LearningPage) -> bool:
    """Tell whether a page follows a page of the source language."""
    return (
        page.locale.language_code != settings.LANGUAGE_CODE
        and TranslationSource.objects.filter(object_id=page.translation_key).exclude(locale_id=page.locale_id).exists()
    )


def refuse_facts(page: LearningPage, values: Mapping[str, Any]) -> None:
    """Refuse to change in a translation what is the same in all languages, and edits while a decision is open.

    Raises:
        ApiProblem: 422 with the fields; 409 while earlier edits by hand wait for a decision at the desk.
    """
    if not is_translation(page):
        return
    facts = {field.field_name for field in page.translatable_fields if isinstance(field, SynchronizedField)}
    words = "It is the same in all languages: change it in the source page."
    changed = [name for name, value in values.items() if name in facts and not _same(page, name, value)]
    if changed:
        names = ["id" if name == "slug" else name for name in changed]
        raise ApiProblem(422, f"{', '.join(names)}: {words}", [at("body", name, msg=words) for name in names])
    if Conflict.objects.filter(page_id=page.pk).exists():
        raise ApiProblem(409, "Edits by hand wait for a decision at the translation desk.")


def _same(page: LearningPage, name: str, value: Any) -> bool:
    now = getattr(page, name)
    plain = now.get_prep_value() if hasattr(now, "get_prep_value") else now
    return plain == value or str(plain) == str(value)


def take_over(page: LearningPage, user: Any) -> None:
    """Store the words of the page's new draft as its translations, so that no later sync undoes them."""
    if not is_translation(page):
        return
    fresh = type(page).objects.get(pk=page.pk)
    if found := find_conflicts(fresh):
        resolve(fresh, [conflict.pk for conflict in found], user)
