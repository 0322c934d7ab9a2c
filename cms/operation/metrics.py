"""Figures for Prometheus: requests of all server processes, and what the database knows of queues and work.

Requests are counted in files that the processes share (PROMETHEUS_MULTIPROC_DIR, which `manage.py serve` and the units
of systemd set), or in memory where there is one process; the endpoint alone counts in the same way. Everything else is
read from the database when asked, so it holds for all machines.
"""

import os
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# Anything else that calls itself a method would make a series of its own.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_requests = Counter("perennial_requests", "Requests answered.", ("method", "route", "status"))
_seconds = Histogram("perennial_request_seconds", "How long answers took.", ("route",), buckets=BUCKETS)


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request."""
    _requests.labels(method if method in METHODS else "other", route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


def exposition() -> bytes:
    """Return all figures in Prometheus' text format, version 0.0.4."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it registers itself
    else:
        registry.register(REGISTRY)
    registry.register(_Work())
    return generate_latest(registry)


class _Work(Collector):
    """What waits and what was done."""

    def collect(self) -> Iterator[Metric]:
        """Read the figures from the database."""
        yield from _applications()
        yield from _mails()
        yield from _badge_files()
        # The endpoint alone knows nothing of exports.
        if apps.is_installed("cms.publishing"):
            yield from _exports()
            yield from _tasks()


def _applications() -> Iterator[Metric]:
    from cms.issuance.models import Application, Award

    states = GaugeMetricFamily("perennial_applications", "Applications by state.", labels=["state"])
    for row in Application.objects.order_by().values("state").annotate(number=Count("pk")):
        states.add_metric([row["state"]], row["number"])
    yield states
    revoked = Award.objects.filter(revoked_at__isnull=False).count()
    in_force = Award.objects.in_force().count()
    awards = GaugeMetricFamily("perennial_awards", "Badges awarded, by whether they still hold.", labels=["state"])
    awards.add_metric(["in force"], in_force)
    awards.add_metric(["expired"], Award.objects.not_revoked().count() - in_force)
    awards.add_metric(["revoked"], revoked)
    yield awards


def _mails() -> Iterator[Metric]:
    from cms.issuance.models import MailMessage

    now = timezone.now()
    open_mails = Q(sent_at=None, failed_at=None, due__lte=now)
    found = MailMessage.objects.aggregate(
        waiting=Count("pk", filter=open_mails),
        oldest=Min("due", filter=open_mails),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
    )
    mails = GaugeMetricFamily("perennial_mails", "Mails of the outbox by state.", labels=["state"])
    for state in ("waiting", "failed", "sent"):
        mails.add_metric([state], found[state])
    yield mails
    age = (now - found["oldest"]).total_seconds() if found["oldest"] else 0
    yield GaugeMetricFamily("perennial_mail_oldest_seconds", "How long the oldest mail has been due.", age)


def _badge_files() -> Iterator[Metric]:
    from cms.issuance.awards.file_faults import given_up
    from cms.issuance.models import FileFault

    files = GaugeMetricFamily(
        "perennial_badge_file_faults", "Badges whose files could not be made, by what comes next.", labels=["state"]
    )
    files.add_metric(["waiting"], FileFault.objects.filter(failed_at=None).count())
    files.add_metric(["failed"], given_up().count())
    yield files


def _exports() -> Iterator[Metric]:
    from cms.publishing.models import Export, State

    states = GaugeMetricFamily("perennial_exports", "Exports by state.", labels=["state"])
    for row in Export.objects.order_by().values("state").annotate(number=Count("pk")):
        states.add_metric([row["state"]], row["number"])
    yield states
    last = Export.objects.filter(state=State.DONE).order_by("-finished_at").first()
    if last and last.finished_at and last.duration:
        ended, took = last.finished_at.timestamp(), last.duration.total_seconds()
        yield GaugeMetricFamily("perennial_export_last_success", "When an export last went well (Unix time).", ended)
        yield GaugeMetricFamily("perennial_export_last_seconds", "How long that export took.", took)


def _tasks() -> Iterator[Metric]:
    from django_tasks_db.models import DBTaskResult

    tasks = GaugeMetricFamily("perennial_tasks", "Tasks of the queue by state.", labels=["state"])
    for row in DBTaskResult.objects.order_by().values("status").annotate(number=Count("pk")):
        tasks.add_metric([row["status"].lower()], row["number"])
    yield tasks
