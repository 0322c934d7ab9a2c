"""An import between its report and its confirmation: one a language at a time, applied as a whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.translation.exchange.plan import Plan
from cms.translation.exchange.reading import plan_import, read_files
from cms.translation.exchange.store import ChangedError, store
from cms.translation.models import PendingImport
from cms.translation.roles import name_of

# Somebody who looks at a report for longer than this must not keep others out.
IDLE = timedelta(hours=1)
ACTION = "perennial.import_translations"


class InProgressError(ValueError):
    """Somebody else imports into the language; the message says who, and since when."""


class GoneError(ValueError):
    """There is nothing to apply: applied already, put away, or taken over by somebody else."""


@dataclass(frozen=True)
class Applied:
    """How many texts of how many pages were stored, and how many of them are to be looked at again."""

    texts: int
    pages: int
    to_review: int


def begin(locale: Locale, user: Any, file_name: str, content: bytes = b"") -> PendingImport:
    """Note that the person imports a file into a language. An import of the same person that waits is replaced.

    Raises:
        InProgressError: somebody else does so at this time.
    """
    try:
        with transaction.atomic():
            other = PendingImport.objects.select_for_update().filter(locale=locale).first()
            if other:
                if not _may_replace(other, user):
                    raise InProgressError(who_since(other))
                other.delete()
            return PendingImport.objects.create(locale=locale, user=user, file_name=file_name[-255:], content=content)
    except IntegrityError as error:  # somebody was faster between the two queries
        raise InProgressError(who_since(PendingImport.objects.get(locale=locale))) from error


def blocking_import(locale: Locale, user: Any) -> PendingImport | None:
    """Return the import of somebody else that keeps the person from importing into a language, None where none does."""
    found = PendingImport.objects.filter(locale=locale).select_related("user").first()
    return found if found and not _may_replace(found, user) else None


def _may_replace(other: PendingImport, user: Any) -> bool:
    is_own = user is not None and other.user_id == user.pk
    return is_own or other.started_at < timezone.now() - IDLE


def who_since(pending: PendingImport) -> str:
    """Return who imports and since when, in words."""
    facts = {
        "who": name_of(pending.user) or _("A command on the server"),
        "time": date_format(timezone.localtime(pending.started_at), "SHORT_DATETIME_FORMAT"),
        "file": pending.file_name,
    }
    return _("%(who)s has been importing “%(file)s” into this language since %(time)s: please wait.") % facts


@contextmanager
def claimed(locale: Locale, user: Any, file_name: str) -> Iterator[None]:
    """Keep others from importing into a language meanwhile.

    Raises:
        InProgressError: somebody else does so at this time.
    """
    pending = begin(locale, user, file_name)
    try:
        yield
    finally:
        # Not one of somebody else, who may have taken over from a command that took too long.
        PendingImport.objects.filter(locale=locale, started_at=pending.started_at).delete()


def plan_of(pending: PendingImport) -> Plan:
    """Return what a waiting import would change, as things are now."""
    return plan_import(pending.locale, read_files(pending.file_name, bytes(pending.content)), pending.user)


@transaction.atomic
def apply_pending(locale: Locale, user: Any, digest: str, *, with_conflicts: bool = False) -> Applied:
    """Store what the person's waiting import changes; all of it or, where something goes wrong, nothing.

    `digest` is that of the plan the person has seen.

    Raises:
        GoneError: nothing of the person waits.
        ChangedError: the import would by now change something else than the person has seen.
    """
    pending = PendingImport.objects.select_for_update().filter(locale=locale, user=user).first()
    if pending is None:
        raise GoneError(_("This import is not there any more: it was applied or put away."))
    plan = plan_of(pending)
    if plan.digest != digest:
        raise ChangedError
    applied = apply_plan(plan, user, pending.file_name, with_conflicts=with_conflicts)
    pending.delete()
    return applied


@transaction.atomic
def apply_plan(plan: Plan, user: Any, file_name: str, *, with_conflicts: bool = False) -> Applied:
    """Store what a plan changes, and note it in the history of each page. Nothing is submitted or published.

    Raises:
        ChangedError: somebody has stored one of the texts since the plan was made.
    """
    changes = list(plan.changes(with_conflicts=with_conflicts))
    texts = store(plan.locale, changes, user)
    for page, page_changes in changes:
        log(page.target, ACTION, user=user, data={"file": file_name, "texts": len(page_changes)})
    marked = sum(bool(change.reason) for _page, page_changes in changes for change in page_changes)
    return Applied(texts, len(changes), marked)


def person_named(name: str) -> Any:
    """Return the person with a user name, None where there is none."""
    users = get_user_model()
    return users.objects.filter(**{users.USERNAME_FIELD: name, "is_active": True}).first()
