"""Background work as tasks: what is due each hour, once on all machines; and the queue in the database.

With PERENNIAL_TASK_QUEUE tasks (Wagtail's own among them) wait in the database and a worker takes them up; without,
each is run at once by whoever asks. Mails, webhooks and exports have rows of their own (docs/decisions).
"""

import socket
import threading
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.closing.on_the_day import export_on_the_day
from cms.issuance.limits import HOUR, Counting, Limit, TooManyError
from cms.issuance.rows import find

# Each does what is missing and no more, so that one that was broken off may be run again.
COMMANDS = (
    "purge_expired",
    "purge_suggestions",
    "purge_invitations",
    "purge_events",
    "award_sets",
    "complete_badge_files",
    "make_kit",
    "send_translation_digest",
    "send_assessment_reminders",
)
# The longest of them takes minutes. One that has not ended after this time has died with its worker.
LEASE = timedelta(hours=1)
MOST_TRIES = 3
KEPT = timedelta(days=3)


def run_silently(name: str) -> None:
    """Run a management command; nobody reads what it prints."""
    call_command(name, verbosity=0, stdout=_Silent())


@task()
def run_command(name: str) -> None:
    """Run one of COMMANDS."""
    run_silently(name)


@task()
def begin_the_day() -> None:
    """Ask for an export on the day on which applications close."""
    export_on_the_day()


@task()
def tidy_queue() -> None:
    """Delete what was done some days ago. Failures stay as long, for people to look at."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()


def begin_the_hour() -> bool:
    """Put the work of this hour into the queue, where no worker of any machine has; tell whether it was this one."""
    try:
        counting = Counting([Limit("work of the hour", "", 1, HOUR)])
        counting.is_within(find(counting.statement))
    except TooManyError:
        return False
    for name in COMMANDS:
        if settings.KIT or name != "make_kit":
            run_command.enqueue(name)
    begin_the_day.enqueue()
    tidy_queue.enqueue()
    return True


def is_waiting() -> bool:
    """Tell whether a task waits in the queue; those of a worker that has died are put back into it."""
    if not settings.TASK_QUEUE:
        return False
    _settle_lost()
    return DBTaskResult.objects.ready().exists()


def run_waiting() -> None:
    """Run the tasks that wait, one after the other; each is taken by one worker only."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}:{threading.get_native_id()}",
        excluded_queue_names=[],
    ).run()


def _settle_lost() -> None:
    for lost in DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LEASE):
        # Where the task itself ends the worker, it must not do so for ever.
        status = TaskResultStatus.READY if len(lost.worker_ids) < MOST_TRIES else TaskResultStatus.FAILED
        ended = timezone.now() if status == TaskResultStatus.FAILED else None
        mine = DBTaskResult.objects.filter(pk=lost.pk, status=TaskResultStatus.RUNNING, started_at=lost.started_at)
        mine.update(status=status, finished_at=ended)


class _Silent:
    """Output that nobody reads."""

    def write(self, _text: str) -> None:
        """Drop the text."""
