"""Evidence stands with the criterion that it is for: in the form, by JSON, when it is mended, on the own page."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from applicants import ANNA, ORIGIN, SITUATION, Post, link_in, submit_all
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client

from cms.issuance.assessing.workflow import Mark, return_for_completion
from cms.issuance.models import Application, EvidenceFile, EvidenceLink, Purpose

Read = Callable[[], EmailMessage]
Fields = dict[str, Any]
LOG, PLAN = "https://example.org/log", "https://example.org/plan"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"


def kept() -> list[tuple[str, str]]:
    return list(EvidenceLink.objects.values_list("criterion_key", "url"))


def own_page(client: Client, message: EmailMessage) -> str:
    return client.get(link_in(message, Purpose.STATUS)).content.decode()


def test_a_link_is_kept_with_its_criterion_whatever_the_form_is_sent_as(
    client: Client, post: Post, fields: Fields
) -> None:
    post({**fields, "link-checks": LOG, "link-nobody": LOG})
    submit_all()
    assert kept() == [("checks", LOG), ("", PLAN)]
    names = ("badge", "language", "name", "email", "route")
    body = {name: fields[name] for name in names} | {"own_work": True, "privacy": True, "evidence": [PLAN]}
    body |= {"situations": {"attention": SITUATION, "checks": SITUATION}, "links": {"checks": LOG}}
    send: Any = lambda body: client.post(  # noqa: E731
        "/apply/", json.dumps(body), content_type="application/json", headers={"Origin": ORIGIN}
    )
    assert send(body).status_code == 202
    assert Application.objects.count() == 1, "the same content is the same application"
    assert send({**body, "links": {"attention": LOG}}).status_code == 202
    assert Application.objects.count() == 2
    wrong = send({**body, "links": {"checks": "javascript:alert(1)"}})
    assert set(wrong.json()["errors"]) == {"link-checks"}
    assert send({**body, "links": {"checks": ["a", "b"]}}).status_code == 400


def test_what_is_wrong_with_it_is_said_beside_it_and_nothing_is_lost(post: Post, fields: Fields) -> None:
    page = post({**fields, "link-checks": "http://[", "link-attention": LOG}).content.decode()
    assert 'href="#id_link-checks">Link to evidence for “Checking”: Write a web address' in page
    assert f'value="{LOG}"' in page


def test_new_evidence_takes_back_the_mark_of_its_criterion(
    confirmed: Application, client: Client, read_mail: Read
) -> None:
    EvidenceLink.objects.create(application=confirmed, criterion_key="checks", url=LOG)
    marks = {"attention": Mark("met", "Good."), "checks": Mark("met", "Good.")}
    return_for_completion(confirmed.pk, marks, ANNA, "Show more.")
    message = read_mail()
    link = link_in(message, Purpose.MEND)
    page = client.get(link).content.decode()
    for name, value in (("link-checks", LOG), ("evidence-1", PLAN)):
        assert re.search(rf'<input[^>]+name="{name}"[^>]+value="{value}"', page)
    same = {"situation-attention": SITUATION, "situation-checks": SITUATION, "evidence-1": PLAN}
    client.post(link, {**same, "link-checks": LOG, "link-attention": f"{LOG}/2"})
    assert [answer.outcome for answer in confirmed.answers.all()] == ["", "met"]
    assert kept() == [("attention", f"{LOG}/2"), ("checks", LOG), ("", PLAN)]
    shown = own_page(client, message)
    places = [
        shown.index(text) for text in ("Full attention", f"{LOG}/2", "Checking", f"{LOG}<", "More evidence", PLAN)
    ]
    assert places == sorted(places)


@pytest.fixture
def with_files(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_FILES = 2
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "evidence"}}
    settings.STORAGES = {**settings.STORAGES, "evidence": storage}


def test_files_are_kept_with_their_criterion_and_counted_together(with_files: None, post: Post, fields: Fields) -> None:
    def file(name: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, PDF + name.encode())

    many = {"files": [file("a.pdf")], "files-checks": [file("b.pdf")], "files-attention": [file("c.pdf")]}
    refused = post({**fields, **many})
    assert refused.status_code == 422
    assert "at most 2 files" in refused.content.decode()
    assert 'name="files-checks"' in refused.content.decode()
    assert post({**fields, "files": [file("a.pdf")], "files-checks": [file("b.pdf")]}).status_code == 303
    assert list(EvidenceFile.objects.values_list("criterion_key", "title")) == [("", "a.pdf"), ("checks", "b.pdf")]
