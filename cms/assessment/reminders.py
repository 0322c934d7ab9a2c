"""One mail a day for each assessor who has something due, late or new; and for leads, what nobody has taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from cms.assessment.access import visible_anywhere
from cms.assessment.filters import SOON, overdue
from cms.assessment.models import ReminderSent
from cms.assessment.queue import waiting_url
from cms.assessment.roles import LEAD_PERMISSION, PERMISSION, with_permission
from cms.issuance.models import Application, MailMessage
from cms.issuance.states import WAITING

# What nobody takes for so long is told to the leads.
UNTAKEN_DAYS = 7


@dataclass
class Work:
    """What one person is reminded of. Applicants are named by their reference only: mails lie about for long."""

    late: Sequence[Application] = field(default_factory=list)
    soon: Sequence[Application] = field(default_factory=list)
    new: Sequence[Application] = field(default_factory=list)
    untaken: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.late or self.soon or self.new or self.untaken)


def send_reminders(today: date | None = None) -> int:
    """Write today's reminders into the outbox, at most one a person; return how many."""
    today = today or timezone.localdate()
    sent = 0
    for user in with_permission(PERMISSION):
        if "@" not in user.email or ReminderSent.objects.filter(user=user, day=today).exists():
            continue
        if work := work_of(user, today):
            sent += _remind(user, work, today)
    return sent


def work_of(user: Any, today: date) -> Work:
    """Return what a person has that is late, due soon, or was given to them since yesterday; leads also the rest."""
    waiting = visible_anywhere(user).filter(state__in=WAITING)
    own = waiting.filter(assessor_id=user.pk).exclude(assigned_at=None).order_by("due")
    soon = own.filter(due__range=(today, today + timedelta(days=SOON)))
    since = timezone.now() - timedelta(days=1)
    given = own.filter(assigned_at__gt=since, due__gt=today + timedelta(days=SOON))
    by_others = given.exclude(desk_entries__actor_id=user.pk, desk_entries__at__gt=since)
    work = Work(list(own.filter(overdue(today))), list(soon), list(by_others.distinct()))
    if user.has_perm(LEAD_PERMISSION):
        long_ago = timezone.now() - timedelta(days=UNTAKEN_DAYS)
        work.untaken = waiting.filter(assigned_at=None, updated__lt=long_ago).count()
    return work


def _remind(user: Any, work: Work, today: date) -> bool:
    """Queue one mail and remember it, both or neither; another worker may have been faster."""
    profile = UserProfile.objects.filter(user=user).first()
    language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    with translation.override(language):
        site = settings.WAGTAILADMIN_BASE_URL
        context = {
            "user": user,
            "work": work,
            "site": site,
            "mine": f"{site}{waiting_url(assessor='me')}",
            "untaken": f"{site}{reverse('assessment:queue')}?assessor=nobody",
        }
        text = render_to_string("assessment/mail/reminder.txt", context)
    subject, _, body = text.strip().partition("\n")
    try:
        with transaction.atomic():
            ReminderSent.objects.create(user=user, day=today)
            MailMessage.objects.create(
                kind="reminder", to=user.email, subject=subject, body=body.strip() + "\n", language=language
            )
    except IntegrityError:
        return False
    return True
