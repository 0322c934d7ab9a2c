"""Editors write their own texts for mails in the admin, look at them, and go back to the standard ones."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cms.issuance.mail.texts import KINDS, standard_text
from cms.issuance.models import MailText

GOOD = {"subject": "One click for {badge}", "body": "Press here: {link}"}


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root", "root@site.example", "secret"))
    return client


def address(kind: str = "confirm", language: str = "fi") -> str:
    return reverse("assessment:mail_text", args=[kind, language])


def test_every_kind_stands_there_in_every_language(admin: Client) -> None:
    page = admin.get(reverse("assessment:mail_texts")).content.decode()
    for kind in KINDS:
        assert address(kind, "en") in page
        assert address(kind, "ro") in page


def test_an_own_text_is_written_seen_and_taken_back(admin: Client) -> None:
    assert standard_text("confirm", "fi").subject in admin.get(address()).content.decode()
    looked: Any = admin.post(address(), {**GOOD, "do": "look"})
    assert "How it reads" in looked.content.decode()
    assert not MailText.objects.exists()
    admin.post(address(), {**GOOD, "do": "save"})
    text = MailText.objects.get()
    assert (text.kind, text.language, text.subject, text.changed_by) == ("confirm", "fi", GOOD["subject"], "root")
    assert "Own text" in admin.get(reverse("assessment:mail_texts")).content.decode()
    admin.post(address(), {"do": "standard"})
    assert not MailText.objects.exists()


def test_a_text_without_its_link_is_not_saved_and_stays_on_the_page(admin: Client) -> None:
    response: Any = admin.post(address(), {"subject": "Hello", "body": "No link at all.", "do": "save"})
    page = response.content.decode()
    assert "{link} is missing" in page
    assert "No link at all." in page
    assert not MailText.objects.exists()


def test_a_copy_of_the_standard_text_is_not_kept(admin: Client) -> None:
    text = standard_text("received", "pl")
    admin.post(address("received", "pl"), {"subject": text.subject, "body": text.body, "do": "save"})
    assert not MailText.objects.exists()


def test_others_may_not(desk: Client, client: Client) -> None:
    for path in (reverse("assessment:mail_texts"), address()):
        assert desk.get(path).status_code == 302
    assert desk.post(address(), {**GOOD, "do": "save"}).status_code == 302
    assert not MailText.objects.exists()


def test_there_is_no_other_mail_or_language(admin: Client) -> None:
    for path in (address("nonsense"), address("confirm", "xx")):
        assert admin.get(path).status_code == 404
