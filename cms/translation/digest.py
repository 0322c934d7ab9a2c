"""One mail a day for each translator whose language has new work: which pages of the source have changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from cms import projects
from cms.issuance.models import MailMessage
from cms.learning.projects import home_of
from cms.projects import Project
from cms.translation.models import DigestSent
from cms.translation.roles import translator_group_name
from cms.translation.texts import DeskPage, read_desk_pages

EVERY = timedelta(days=1)


@dataclass(frozen=True)
class ChangedPage:
    """A page with work to do: how many texts have no translation, and how many wait for another look."""

    title: str
    address: str
    missing: int
    to_review: int


def send_digests(now: datetime | None = None) -> int:
    """Write each translator the changes since the last digest, at most one mail a day; return how many are queued.

    Nothing is sent where nothing is left to do. The first digest looks back one day.
    """
    now = now or timezone.now()
    queued = 0
    for user, languages in _translators():
        last = DigestSent.objects.filter(user=user).first()
        if last is None or now - last.sent_at >= EVERY:
            since = last.sent_at if last else now - EVERY
            pages = [page for project, language in languages for page in _changed_in(project, language, since)]
            queued += _remember(user, last, now, _mail(user, pages) if pages else None)
    return queued


def _translators() -> Iterable[tuple[Any, list[tuple[Project, str]]]]:
    """Return who translates and has an address, each with the projects and languages of the groups they are in."""
    groups = {
        project.group(translator_group_name(language)): (project, language)
        for project in projects.every()
        for language in project.codes
    }
    people = get_user_model().objects.filter(is_active=True, groups__name__in=groups, email__contains="@").distinct()
    for user in people.prefetch_related("groups"):
        yield user, [groups[name] for name in sorted(group.name for group in user.groups.all()) if name in groups]


def _changed_in(project: Project, language: str, since: datetime) -> list[ChangedPage]:
    with projects.use(project):
        return changed_pages(language, since)


def _remember(user: Any, last: DigestSent | None, now: datetime, mail: MailMessage | None) -> bool:
    """Note when the person was told and queue the mail, both or neither; another worker may have been faster."""
    with transaction.atomic():
        if last is None:
            is_first = DigestSent.objects.get_or_create(user=user, defaults={"sent_at": now})[1]
        else:
            is_first = bool(DigestSent.objects.filter(user=user, sent_at=last.sent_at).update(sent_at=now))
        if mail and is_first:
            mail.save()
    return bool(mail and is_first)


def changed_pages(language: str, since: datetime) -> list[ChangedPage]:
    """Return the pages of the project whose source changed since then and that have work left in a language."""
    keys = TranslationSource.objects.filter(last_updated_at__gt=since).values_list("object_id", flat=True)
    home = home_of(language)
    if home is None:
        return []
    found = Page.objects.descendant_of(home, inclusive=True).filter(translation_key__in=list(keys)).order_by("path")
    return list(_with_work(read_desk_pages(list(found.specific()))))


def _with_work(pages: Iterable[DeskPage]) -> Iterable[ChangedPage]:
    for page in pages:
        states = [text.state for text in page.texts]
        missing, to_review = states.count("missing"), states.count("review")
        if missing or to_review:
            address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.target.pk])
            yield ChangedPage(page.target.get_admin_display_title(), address, missing, to_review)


def _mail(user: Any, pages: list[ChangedPage]) -> MailMessage:
    """Return the mail, not yet in the outbox, in the language of the person's admin."""
    profile = UserProfile.objects.filter(user=user).first()
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"user": user, "pages": pages}
        subject = render_to_string("translation/mail/digest_subject.txt", context).strip()
        body = render_to_string("translation/mail/digest.txt", context)
    return MailMessage(kind="digest", to=user.email, subject=subject, body=body.strip() + "\n", language=language)
