"""Which languages and pages a person may exchange: those that the person may edit."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from cms.learning.models import LearningPage
from cms.learning.projects import home_of, of_project
from cms.learning.snapshot import page_types
from cms.projects import current
from cms.translation.exchange.po import HOME


def locales_for(user: Any) -> list[Locale]:
    """Return the project's languages in which the person may edit at least one page, in the order of the settings.

    `user` None is whoever runs a command on the server, and may do everything.
    """
    codes = [code for code in current().codes if code != settings.LANGUAGE_CODE]
    locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=codes)}
    if user is not None:
        own = set(of_project(_editable(user)).values_list("locale_id", flat=True).distinct())
        locales = {code: locale for code, locale in locales.items() if locale.pk in own}
    return [locales[code] for code in codes if code in locales]


def source_paths() -> dict[UUID, str]:
    """Return the path of every page of the source language by its translation key, in the order of the site."""
    home = home_of()
    if home is None:
        return {}
    rows = Page.objects.descendant_of(home, inclusive=True).order_by("path")
    return {
        key: url.removeprefix(home.url_path).strip("/") for key, url in rows.values_list("translation_key", "url_path")
    }


def translated_pages(locale: Locale, keys: Collection[UUID]) -> list[LearningPage]:
    """Return the pages of a language by their translation keys, in the order of the keys; one query a page type."""
    found = {
        page.translation_key: page
        for page_type in page_types()
        for page in page_type.objects.filter(locale=locale, translation_key__in=keys).select_related("locale")
    }
    return [found[key] for key in keys if key in found]


def editable_ids(user: Any, locale: Locale) -> set[int]:
    """Return the numbers of the pages of a language that the person may edit."""
    pages = of_project(Page.objects.all() if user is None else _editable(user))
    return set(pages.filter(locale=locale).values_list("pk", flat=True))


def pages_for(locale: Locale, user: Any) -> dict[str, LearningPage]:
    """Return the pages of a language that the person may edit by their path, in the order of the site."""
    places, allowed = source_paths(), editable_ids(user, locale)
    return {places[page.translation_key]: page for page in translated_pages(locale, list(places)) if page.pk in allowed}


def locked_ids(pages: Collection[LearningPage], user: Any) -> set[int]:
    """Return the numbers of those pages that Wagtail keeps the person from editing, because of a lock or a review."""
    person = user or get_user_model()(is_superuser=True)
    rows = Page.objects.filter(pk__in=[page.pk for page in pages])
    rows = rows.prefetch_workflow_states().annotate_approved_schedule()
    return {page.pk for page in rows if (lock := page.get_lock()) and lock.for_user(person)}


def name_of(path: str) -> str:
    """Return the path as people write it: the home page has none."""
    return path or HOME


def path_of(name: str) -> str:
    """Return the path that people wrote."""
    bare = name.strip("/")
    return "" if bare == HOME else bare


def _editable(user: Any) -> QuerySet[Page]:
    return page_permission_policy.instances_user_has_permission_for(user, "change")
