"""What was published, moved or taken away since a moment: Wagtail's own log, and pages that were loaded from files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.language import own_name
from cms.learning.projects import of_project
from cms.publishing.automatic import SHOWN

# Saving a draft shows nobody anything, and a new title is published or not shown either.
PAGE_ACTIONS = ("wagtail.publish", "wagtail.unpublish", "wagtail.move", "wagtail.reorder", "wagtail.delete")
OTHER_ACTIONS = ("wagtail.create", "wagtail.edit", "wagtail.delete")


@dataclass(frozen=True)
class Change:
    """One change that the next export will show: `page` is its number where there is one to look at."""

    title: str
    language: str
    what: str | Promise
    who: str
    when: datetime
    page: int | None


def changes_since(moment: datetime | None) -> list[Change]:
    """Return what has changed since then, the latest first; since the beginning where no moment is given."""
    pages = PageLogEntry.objects.filter(action__in=PAGE_ACTIONS)
    others = ModelLogEntry.objects.filter(
        action__in=OTHER_ACTIONS, content_type__in=ContentType.objects.get_for_models(*SHOWN).values()
    )
    loaded = Page.objects.filter(live=True, last_published_at__isnull=False)
    if moment:
        pages, others = pages.filter(timestamp__gt=moment), others.filter(timestamp__gt=moment)
        loaded = loaded.filter(last_published_at__gt=moment)
    entries = list(of_project(pages, "page__path").select_related("user"))
    loaded = of_project(loaded)
    known = Page.objects.in_bulk({entry.page_id for entry in entries})
    languages = {pk: own_name(code) for pk, code in Page.objects.values_list("pk", "locale__language_code")}
    found = [_of_page(entry, known, languages) for entry in entries]
    found += [
        Change(entry.label, "", registry.get_action_label(entry.action), _name(entry.user), entry.timestamp, None)
        for entry in others.select_related("user")
    ]
    logged = {entry.page_id for entry in entries if entry.action == "wagtail.publish"}
    found += [
        Change(page.title, languages[page.pk], _("Loaded from files"), "", page.last_published_at, page.pk)
        for page in loaded.exclude(pk__in=logged)
    ]
    return sorted(_latest(found), key=lambda change: change.when, reverse=True)


def _of_page(entry: Any, known: dict[int, Page], languages: dict[int, str]) -> Change:
    page = entry.page_id if entry.page_id in known else None
    what = registry.get_action_label(entry.action)
    return Change(entry.label, languages.get(entry.page_id, ""), what, _name(entry.user), entry.timestamp, page)


def _latest(changes: Iterable[Change]) -> list[Change]:
    """Return the last change of each kind to each thing: ten corrections of a page are one line."""
    latest: dict[Any, Change] = {}
    for change in sorted(changes, key=lambda change: change.when):
        latest[(change.page or change.title, str(change.what))] = change
    return list(latest.values())


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user else ""
