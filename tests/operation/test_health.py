"""A balancer, an operator and Prometheus ask how the product is."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.issuance.models import MailMessage
from cms.operation import logs, sentry
from cms.operation.health import checks, ready

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer of another test."""
    monkeypatch.setattr(ready, "_last", None)
    monkeypatch.setattr(checks, "_migrated", False)


def readiness(client: Client) -> tuple[int, list[str]]:
    """Return the status of /readyz and the checks that failed."""
    answer = client.get("/readyz")
    return answer.status_code, [name for name, said in answer.json()["checks"].items() if said != "ok"]


def test_all_is_well(client: Client, signing_key: Path) -> None:
    assert readiness(client) == (200, [])


def test_probes_are_answered_for_any_host_and_are_not_sent_to_https(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["cms.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/healthz", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_each_thing_that_is_not_there_is_named(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    settings.MIN_FREE_MB = 1024**3
    (tmp_path / "a file").touch()
    settings.MEDIA_ROOT = tmp_path / "a file" / "media"
    assert readiness(client) == (503, ["disk", "media", "signature"])


def test_mail_that_nobody_sends(client: Client, signing_key: Path) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    MailMessage.objects.create(kind="confirm", language="en", due=long_ago)
    assert readiness(client) == (503, ["mail"])


def test_a_migration_that_waits(client: Client, signing_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [leaf] = MigrationLoader(connection).graph.leaf_nodes("issuance")
    MigrationRecorder(connection).record_unapplied(*leaf)
    assert readiness(client) == (503, ["migrations"])
    with pytest.raises(CommandError, match="not ready: migrations"):
        call_command("check_ready")
    assert "Run: manage.py migrate" in capsys.readouterr().out


def test_the_public_is_not_told_what_is_wrong(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.content.decode()


def test_figures_for_those_who_have_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a token of ours"
    assert client.get("/metrics").status_code == 401
    MailMessage.objects.create(kind="confirm", language="en")
    client.get("/apply/challenge")
    text = client.get("/metrics", headers={"Authorization": "Bearer a token of ours"}).content.decode()
    assert 'perennial_mails{state="waiting"} 1.0' in text
    assert 'perennial_requests_total{method="GET",route="apply/challenge",status="200"}' in text
    assert 'perennial_awards{state="in force"} 0.0' in text


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What a JSON log gets."""
    written: list[str] = []
    handler = logging.Handler()
    from cms.operation.json_lines import JsonLine

    handler.setFormatter(JsonLine())
    handler.addFilter(logs.Private())
    handler.emit = lambda record: written.append(handler.format(record))  # type: ignore[method-assign]
    logger, level = logging.getLogger(), logging.getLogger().level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logging.getLogger("django").setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)
    logging.getLogger("django").setLevel(level)


def test_a_request_has_a_number_and_its_line_no_secret(client: Client, lines: list[str]) -> None:
    answer = client.get("/apply/status/s3cr3t/?q=somebody", headers={"X-Request-ID": "from-the-proxy-1"})
    assert answer["X-Request-ID"] == "from-the-proxy-1"
    found = [json.loads(line) for line in lines]
    [line] = [line for line in found if line["logger"] == "perennial.request"]
    assert line | {"ms": 0, "time": ""} == {
        **{"time": "", "level": "INFO", "logger": "perennial.request", "message": "request", "ms": 0},
        **{"request_id": "from-the-proxy-1", "method": "GET", "status": answer.status_code},
        "route": "apply/status/<str:secret>/",
    }
    # Django's own lines as well.
    assert "s3cr3t" not in "".join(lines)
    assert "somebody" not in "".join(lines)


def test_a_number_that_forges_a_line_is_not_taken(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    number = client.get("/apply/challenge", headers={"X-Request-ID": 'x" level="ERROR'})["X-Request-ID"]
    assert len(number) == 32


def test_a_report_of_an_error_says_nothing_about_people() -> None:
    event = {
        "request": {"method": "POST", "url": "https://site.example/apply/status/s3cr3t/", "data": {"name": "Maija"}},
        "user": {"ip_address": "192.0.2.1"},
        "extra": {"email": "maija@mail.example"},
        "exception": {"values": [{"type": "IntegrityError", "value": "Key (email)=(maija@mail.example) exists"}]},
    }
    kept = json.dumps(sentry.without_people(event, None))
    assert "IntegrityError" in kept
    assert not any(word in kept for word in ("s3cr3t", "aija", "192.0.2.1"))
