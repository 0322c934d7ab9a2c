"""The disk is full or cannot be written, the database is away: a refusal in words, and everything goes on after."""

import json
import random
import resource
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from pytest_django import Settings
from wagtail.images.models import Image

from cms.issuance.mail import delivery
from cms.issuance.models import Achievement, Application
from tests.endpoint import Endpoint, form, running
from tests.postgres import Cluster

UNLIMITED = {"PERENNIAL_HOURLY_LIMIT": "10000", "PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": "10000"}
TAKEN = "SELECT idempotency_key FROM issuance_application"
Said = Callable[[], str]


@pytest.mark.slow
def test_a_full_disk_refuses_applications_in_words_and_keeps_those_before(tmp_path: Path) -> None:
    """A limit on the size of files is what every machine has; the server meets it as it meets the end of a disk."""
    with running(Endpoint(tmp_path, variables=UNLIMITED), 1) as endpoint:
        [worker] = endpoint.workers()
        assert endpoint.post(form(0, key="retry-00000")) == 303
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
        sent = 0
        while (status := endpoint.post(form(sent + 1, key=f"retry-{sent + 1:05}"))) == 303:
            sent += 1
            assert sent < 200
        assert status == 503
        assert sorted(endpoint.ask(TAKEN)) == [f"retry-{number:05}" for number in range(sent + 1)]
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert endpoint.post(form(sent + 1, key=f"retry-{sent + 1:05}")) == 303
        log = (tmp_path / "server.log").read_text()
    assert "The disk with the database is full" in log
    assert str(tmp_path / "perennial.sqlite3") in log


@pytest.mark.slow
def test_a_database_that_is_away_for_a_while_loses_and_doubles_nothing(
    postgres: Cluster, tmp_path: Path, choose: random.Random
) -> None:
    forms = [form(number, key=f"retry-{number:05}") for number in range(30)]
    with running(Endpoint(tmp_path, postgres.new_database(), UNLIMITED), 2) as endpoint:
        before = choose.randint(3, 10)
        assert set(endpoint.post_all(forms[:before])) == {303}
        postgres.stop()
        try:
            assert set(endpoint.post_all(forms[before:])) == {503}
        finally:
            postgres.start()
        # The same forms again: those from before are known, the others are new.
        assert set(endpoint.post_all(forms)) == {303}
        assert sorted(endpoint.ask(TAKEN)) == [fields["key"] for fields in forms]
        said = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines() if line.startswith("{")]
    words = {line["message"] for line in said if line["logger"] == "perennial.trouble"}
    assert words == {"The database is away. Does its server run, and is DATABASE_URL right?"}


def test_a_mail_that_went_out_while_the_database_was_away_is_not_sent_again(
    db: None, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    """Its row is written as soon as the database is there again."""
    message = delivery.MailMessage.objects.create(
        kind="note", to="a@mail.example", language="en", subject="Work", body="Three wait."
    )
    with monkeypatch.context() as away:

        def fail(*_words: Any, **_more: Any) -> None:
            raise psycopg.OperationalError("server closed the connection unexpectedly")

        away.setattr(delivery.MailMessage, "save", fail)
        with pytest.raises(psycopg.OperationalError):
            delivery.deliver_mail()
    assert len(mailoutbox) == 1
    # Even where the time is over in which nobody else takes it up.
    delivery.MailMessage.objects.update(next_try=message.created)
    assert delivery.deliver_mail().sent == 0
    message.refresh_from_db()
    assert (len(mailoutbox), message.sent_at is not None, message.attempts) == (1, True, 1)


@pytest.fixture
def no_folder(tmp_path: Path) -> Path:
    """A file where a folder should be: nobody can write into it, whatever their rights."""
    path = tmp_path / "no folder"
    path.touch()
    return path


def test_a_picture_that_cannot_be_kept_is_refused_in_words(
    sample: Path, settings: Settings, no_folder: Path, said: Said
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.create_superuser("boss"))
    out = BytesIO()
    Picture.new("RGB", (20, 20)).save(out, "PNG")
    before = Image.objects.count()
    settings.MEDIA_ROOT = no_folder

    def send() -> Any:
        upload = SimpleUploadedFile("cup.png", out.getvalue(), "image/png")
        return client.post("/admin/images/add/", {"title": "Cup", "file": upload, "collection": 1})

    answer = send()
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "Nothing of what you have sent was kept" in answer.content.decode()
    assert "A file or folder cannot be written" in said()
    assert str(no_folder) in said()
    assert Image.objects.count() == before
    no_folder.unlink()
    assert send().status_code == 302
    assert Image.objects.count() == before + 1


def test_files_of_an_application_that_cannot_be_kept_are_refused_with_all_of_it(
    sample: Path, settings: Settings, no_folder: Path, said: Said
) -> None:
    settings.EVIDENCE_FILES = 2
    options = {"location": no_folder}
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": storage}
    keys = [criterion["key"] for criterion in Achievement.objects.get(slug="listening", language="en").criteria]
    fields = {name: text for name, text in form(1).items() if not name.startswith("situation")}
    fields |= {"badge": "listening", **{f"situation-{key}": form(1)["situation-one"] for key in keys}}
    client = Client(raise_request_exception=False, headers={"Origin": settings.PUBLIC_URL})

    def send() -> Any:
        return client.post("/apply/", {**fields, "files": [SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF")]})

    assert send().status_code == 503
    assert not Application.objects.exists()
    assert "cannot be written" in said()
    no_folder.unlink()
    assert send().status_code == 303
    assert Application.objects.count() == 1
