"""The end of the project that is meant, for those who applied: open applications, last mails, what is still kept.

Each part can be called again at any time and does only what is left to do.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone, translation

from cms.issuance.awards.files import bake_missing
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.ending.retention import REFUSED, purge_expired
from cms.issuance.mail import queue_mail
from cms.issuance.models import Application, Award, MailMessage
from cms.issuance.states import WAITING, State
from cms.issuance.steps import Actor, lock, move
from cms.issuance.wording import day_in_words
from cms.projects import current

UNDECIDED = (State.UNCONFIRMED, *WAITING, State.RETURNED)
LAST_MAIL = "closing"


@dataclass(frozen=True)
class Kept:
    """What is still known of applicants: how many applications, and the last day that the settings allow for them."""

    applications: int
    until: date | None


def undecided() -> int:
    """Return how many applications still wait for their applicant or for an assessor."""
    return _applications().filter(state__in=UNDECIDED).count()


def end_undecided(actor: Actor) -> int:
    """Close what nobody has decided, and tell those who had confirmed their address; return how many."""
    closed = 0
    for pk in _applications().filter(state__in=UNDECIDED).values_list("pk", flat=True):
        with transaction.atomic():
            application = lock(pk)
            if application.state not in UNDECIDED:
                continue
            was_confirmed = application.state != State.UNCONFIRMED
            move(application, State.EXPIRED, actor)
            if was_confirmed:
                queue_mail(application, "ended")
            closed += 1
    return closed


def without_last_mail() -> int:
    """Return how many holders of a badge in force still have to be told how it will be checked from now on."""
    return _to_tell().count()


def tell_holders(available_until: date) -> int:
    """Queue for each badge in force the mail with its files and how it is checked from now on; return how many.

    Raises:
        CredentialError: the files of a badge were never kept, and cannot be made again.
    """
    told = 0
    for pk in _to_tell().values_list("pk", flat=True):
        with transaction.atomic():
            award = Award.objects.select_related("application__achievement", "achievement").get(pk=pk)
            with translation.override(award.application.language):
                until = day_in_words(available_until)
            bake_missing(award)
            queue_mail(award.application, LAST_MAIL, {"until": until}, attach_badge=True)
            told += 1
    return told


def waiting_mails() -> int:
    """Return how many mails have not gone out yet."""
    return MailMessage.objects.filter(sent_at=None, failed_at=None).count()


def kept_of_applicants() -> Kept:
    """Return what is still kept, and until when it may be by the periods of the settings."""
    rows = _applications().exclude(state=State.ERASED)
    periods = (
        (rows.filter(state__in=[*UNDECIDED, State.EXPIRED]), settings.KEEP_UNFINISHED_DAYS),
        (rows.filter(state=State.AWARDED), settings.KEEP_EVIDENCE_DAYS),
        (rows.filter(state__in=REFUSED), settings.KEEP_REFUSED_DAYS),
    )
    last = [
        latest + timedelta(days=days)
        for found, days in periods
        if (latest := found.aggregate(latest=Max("updated"))["latest"]) is not None
    ]
    return Kept(rows.count(), timezone.localdate(max(last)) if last else None)


def settle_retention(actor: Actor, *, everything: bool) -> int:
    """Erase what has been kept long enough; with `everything` all that is kept, since nobody will come back for it.

    Badges stay in force: of them stays what a check needs. What waits for a decision is left alone. Returns how many
    applications were erased.
    """
    erased = purge_expired().erased
    if not everything:
        return erased
    for pk, state in _decided().values_list("pk", "state"):
        with transaction.atomic():
            choice = Choice.APPLICATION if state == State.AWARDED else Choice.EVERYTHING
            erase(lock(pk), choice, actor)
            erased += 1
    MailMessage.objects.filter(application=None).filter(Q(sent_at__isnull=False) | Q(failed_at__isnull=False)).delete()
    return erased


def _applications() -> QuerySet[Application]:
    return Application.objects.filter(current().own("achievement__slug"))


def _decided() -> QuerySet[Application]:
    return _applications().exclude(state__in=[*UNDECIDED, State.ERASED])


def _to_tell() -> QuerySet[Award]:
    told = MailMessage.objects.filter(kind=LAST_MAIL).exclude(application=None).values("application")
    awards = Award.objects.filter(current().own("achievement__slug"), revoked_at=None)
    return awards.exclude(application__email="").exclude(application__in=told)
