"""The texts of mails: standard in every language, and editors' own ones in their place."""

from typing import Any

import pytest
from applicants import ANNA, Post
from django.conf import settings as django_settings
from django.core import mail

from cms.issuance.assessing.workflow import decline
from cms.issuance.mail import deliver_mail
from cms.issuance.mail.texts import KINDS, PLACEHOLDERS, faults_of, fill, standard_text
from cms.issuance.models import Application, MailText

LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_standard_text_can_be_sent(kind: str, language: str) -> None:
    text = standard_text(kind, language)
    assert faults_of(kind, text.subject, text.body) == []
    assert "\n" not in text.subject
    example = fill(text.body, dict.fromkeys(PLACEHOLDERS, "x"))
    assert "{" not in example
    assert "%" not in example


def test_an_own_text_is_used_from_the_next_mail_on(post: Post, fields: dict[str, str]) -> None:
    post(fields)
    MailText.objects.create(kind="confirm", language="en", subject="One click for {badge}", body="Here: {link}")
    deliver_mail()
    assert mail.outbox[0].subject == "One click for Active listening"
    assert str(mail.outbox[0].body).startswith("Here: https://apply.example/apply/confirm/")


def test_another_language_keeps_its_standard_text(post: Post, fields: dict[str, str]) -> None:
    MailText.objects.create(kind="confirm", language="en", subject="One click", body="{link}")
    post({**fields, "language": "fi"})
    deliver_mail()
    assert "Aktiivinen kuuntelu" in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("kind", "subject", "body", "word"),
    [
        ("confirm", "Hello", "No link.", "{link}"),
        ("confirm", "Hello", "{link} {name}", "{name}"),
        ("received", "Hello", "{nonsense}", "{nonsense}"),
        ("received", "{status}", "Hello", "subject"),
    ],
)
def test_a_text_that_would_be_of_no_use_is_refused_in_words(kind: str, subject: str, body: str, word: str) -> None:
    [fault] = faults_of(kind, subject, body)
    assert word in fault


def test_what_is_empty_leaves_no_gap(confirmed: Application) -> None:
    decline(confirmed.pk, {}, ANNA, "Not yet.")
    deliver_mail()
    assert "\n\n\n" not in str(mail.outbox[-1].body)
    html: Any = mail.outbox[-1].alternatives[0][0]  # type: ignore[attr-defined]
    assert "<p></p>" not in html
