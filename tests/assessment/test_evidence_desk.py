"""Assessors fetch evidence files: from the desk only, as attachments only."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.assessment.evidence import files_of
from cms.issuance.applications.submission import CheckedFile
from cms.issuance.evidence.storage import keep_files
from cms.issuance.models import Application, EvidenceFile, EvidenceLink
from cms.issuance.states import State

EVIL = b"<script>alert(document.domain)</script>"


@pytest.fixture
def sent(wait: Any, settings: Any, tmp_path: Path) -> Application:
    options = {"location": tmp_path / "evidence"}
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": storage}
    application: Application = wait()
    keep_files(application.pk, [CheckedFile("Plan “2026”.pdf", "application/pdf", EVIL)])
    return application


def test_a_file_is_sent_to_be_kept_and_never_shown(desk: Client, sent: Application) -> None:
    [file] = files_of(sent)
    assert (file.title, file.size) == ("Plan “2026”.pdf", len(EVIL))
    sheet: Any = desk.get(reverse("assessment:sheet", args=[sent.pk]))
    assert file.address in sheet.content.decode()
    response: Any = desk.get(file.address)
    assert b"".join(response.streaming_content) == EVIL
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20%E2%80%9C2026%E2%80%9D.pdf"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_nobody_else_gets_it(client: Client, editor: Client, sent: Application) -> None:
    [file] = files_of(sent)
    assert editor.get(file.address).status_code == 302
    client.logout()
    assert client.get(file.address).status_code == 302


def test_what_is_not_confirmed_or_of_another_application_is_not_found(
    desk: Client, sent: Application, wait: Any
) -> None:
    other = wait("Piotr")
    number = EvidenceFile.objects.get().pk
    assert desk.get(reverse("assessment:evidence", args=[other.pk, number])).status_code == 404
    Application.objects.update(state=State.UNCONFIRMED)
    assert desk.get(reverse("assessment:evidence", args=[sent.pk, number])).status_code == 404


def test_a_file_that_is_lost_is_not_found(desk: Client, sent: Application, tmp_path: Path) -> None:
    for path in (tmp_path / "evidence").iterdir():
        path.unlink()
    [file] = files_of(sent)
    assert desk.get(file.address).status_code == 404


def test_each_criterion_stands_beside_its_evidence(desk: Client, sent: Application) -> None:
    def sheet() -> str:
        return desk.get(reverse("assessment:sheet", args=[sent.pk])).content.decode()

    assert "All evidence stands beside" not in sheet()
    EvidenceLink.objects.update(criterion_key="checks")
    keep_files(sent.pk, [CheckedFile("Log.pdf", "application/pdf", EVIL, "attention")])
    page = sheet()
    whole = 'id="evidence"'
    order = ('id="criterion-attention"', "Log.pdf", 'id="criterion-checks"', "e.example/x", whole, "Plan “2026”.pdf")
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    sent.files.update(criterion_key="checks")
    assert "All evidence stands beside" in sheet()
