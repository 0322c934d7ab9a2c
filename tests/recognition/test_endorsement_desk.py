"""The desk: who may, what to look at twice, one click that signs, pages that show it, and the way back."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.assessment.roles import LEADS, make_assessor_groups
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.awards.endorsements import endorsements_of, issue_endorsement
from cms.issuance.credentials.endorsement import check_endorsement
from cms.issuance.credentials.errors import EndorsementError
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Endorsement
from cms.issuance.record.endorsements import kept_endorsements, published_endorsements
from cms.issuance.record.files import endorsement_path
from cms.learning.models import OrganisationPage
from cms.recognition.models import Invitation, State
from cms.translation.roles import SOURCE_EDITORS, make_groups

TEXT = "Who holds this badge listens before answering.\n\nWe look for that when we hire."
Pages = Callable[[], dict[str, str]]


@pytest.fixture
def editor(db: None, two_languages: None, client: Client, settings: Any, tmp_path: Path) -> Client:
    criteria = [{"key": "waits", "title": "Waits", "description": "For an answer.", "example": "Three."}]
    if not Achievement.objects.exists():
        publish_achievement("listening", "en", AchievementContent("Listening", "The holder has.", criteria))
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL, settings.ENDPOINT_URL = "https://site.example", "https://apply.example"
    make_assessor_groups()
    user = get_user_model().objects.create_user("eve", "eve@mail.example", "x")
    user.groups.add(Group.objects.get(name=LEADS))
    client.force_login(user)
    return client


@pytest.fixture
def answered(editor: Client) -> Invitation:
    return Invitation.objects.create(
        **{"state": State.ANSWERED, "language": "en", "organisation": "The Harbour", "email": "m@harbour.example"},
        **{"website": "https://harbour.example", "badges": ["listening", ""], "chosen": ["listening", ""]},
        **{"deadline": timezone.localdate() + timedelta(days=9), "name": "The Harbour", "role": "Employer"},
        **{"text": TEXT, "invited_by": "eve", "months": 12},
    )


def address(invitation: Invitation) -> str:
    return f"/admin/endorsements/{invitation.pk}/"


def test_an_editor_invites_with_what_the_directory_knows(directory: Path, editor: Client) -> None:
    harbour = OrganisationPage.objects.get(slug="harbour", locale__language_code="en")
    day = timezone.localdate() + timedelta(days=20)
    form = {"page": harbour.pk, "email": "m@harbour.example", "badges": ["issuer", "listening"], "language": "ar"}
    made = editor.post("/admin/endorsements/invite/", {**form, "deadline": day.isoformat()})
    invitation = Invitation.objects.get()
    assert made["Location"] == address(invitation)
    assert (invitation.organisation, invitation.website) == ("The Harbour", "https://www.harbour.example/")
    assert (invitation.badges, invitation.answer_to) == (["", "listening"], "eve@mail.example")
    assert "harbour.example" in editor.get("/admin/endorsements/").content.decode()
    deliver_mail()
    assert "/apply/endorse/" in str(mail.outbox[-1].body)


FAULTS = [
    ("email", "nobody", "Write an e-mail address"),
    ("badges", "whistling", "not one of the available choices"),
    ("deadline", "2020-01-01", "Choose a day from tomorrow"),
    ("organisation", "", "Choose an organisation of the directory"),
    ("website", "", "Write the website"),
    ("months", "0", "greater than or equal to 1"),
]


def test_an_invitation_with_a_fault_is_not_sent(editor: Client) -> None:
    day = timezone.localdate() + timedelta(days=20)
    form = {"organisation": "X", "website": "https://x.example", "email": "x@x.example", "badges": "listening"}
    for field, value, said in FAULTS:
        sent = {**form, "language": "en", "deadline": day.isoformat(), field: value}
        answer = editor.post("/admin/endorsements/invite/", sent)
        assert answer.status_code == 422, field
        assert said in answer.content.decode(), field
    assert not Invitation.objects.exists()


def test_editors_and_leads_may_and_nobody_else(sample: Path, editor: Client, answered: Invitation) -> None:
    make_groups()
    for name, groups, standing in (("editor", [SOURCE_EDITORS], 200), ("lead", [LEADS], 200), ("stranger", [], 302)):
        user = get_user_model().objects.create_user(name, f"{name}@mail.example", "x")
        user.groups.set(Group.objects.filter(name__in=groups))
        editor.force_login(user)
        for path in ("/admin/endorsements/", "/admin/endorsements/invite/", address(answered)):
            assert editor.get(path).status_code == standing, (name, path)
    editor.post(address(answered), {"do": "publish"})
    assert not Endorsement.objects.exists()


def test_one_click_signs_and_pages_show_it(pages: Pages, editor: Client, answered: Invitation) -> None:
    editor.post(address(answered), {"do": "publish"})
    editor.post(address(answered), {"do": "publish"})
    rows = Endorsement.objects.order_by("slug")
    assert [row.slug for row in rows] == ["", "listening"]
    for row in rows:
        check_endorsement(row.credential)
        assert row.credential["issuer"]["description"] == "Employer"
        assert row.credential["validUntil"] > row.credential["validFrom"]
    found = pages()
    badge, organisation = found["en/badges/listening/index.html"], found["en/organisations/harbour/index.html"]
    assert badge.count("<p>We look for that when we hire.</p>") == 2
    assert '<a href="/en/organisations/harbour/">The Harbour</a></strong>, <span>Employer</span>' in badge
    assert f'href="/{endorsement_path(rows[1].credential_id)}"' in badge
    assert 'Said of: <a href="/en/badges/listening/">Listening</a>' in organisation
    assert organisation.count('class="endorsement"') == 2
    assert "has endorsed badges" in found["en/organisations/index.html"]
    assert 'lang="en"' in found["ar/badges/listening/index.html"].partition('class="endorsement"')[2][:80]
    assert len(endorsements_of(Achievement.objects.get(slug="listening", language="en"))) == 2


def test_the_link_in_the_mail_withdraws_it_once(pages: Pages, editor: Client, answered: Invitation) -> None:
    editor.post(address(answered), {"do": "publish"})
    deliver_mail()
    path = str(mail.outbox[-1].body).partition("https://apply.example")[2].split()[0]
    outside = Client()
    assert "Employer" in outside.get(path).content.decode()
    assert Endorsement.objects.filter(withdrawn_at=None).count() == 2, "to look is not to press"
    assert outside.post(path).status_code == 200
    assert not Endorsement.objects.filter(withdrawn_at=None).exists()
    assert 'class="endorsement"' not in pages()["en/badges/listening/index.html"]
    again = outside.post(path)
    assert (again.status_code, "nothing to withdraw" in again.content.decode()) == (410, True)
    deliver_mail()
    assert "is withdrawn" in mail.outbox[-1].subject


def test_the_desk_withdraws_too_and_says_no_with_a_reason(editor: Client, answered: Invitation) -> None:
    assert editor.post(address(answered), {"do": "refuse", "message": " "}).status_code == 422
    editor.post(address(answered), {"do": "return", "message": "Say <what> you do."})
    answered.refresh_from_db()
    assert (answered.state, answered.number, answered.text) == (State.INVITED, 2, TEXT)
    deliver_mail()
    assert "Say <what> you do." in str(mail.outbox[-1].body)
    Invitation.objects.update(state=State.ANSWERED)
    editor.post(address(answered), {"do": "publish"})
    editor.post(address(answered), {"do": "withdraw"})
    assert Invitation.objects.get().state == State.ENDED
    assert not Endorsement.objects.filter(withdrawn_at=None).exists()
    page = editor.post(address(answered), {"do": "refuse", "message": "No."}, follow=True).content.decode()
    assert "This cannot be done any more." in page


def test_what_does_not_fit_is_to_be_looked_at_twice(directory: Path, editor: Client, answered: Invitation) -> None:
    assert "Look twice" not in editor.get(address(answered)).content.decode()
    Invitation.objects.update(email="harbour@gmail.com", website="https://harb0ur.example", name="Thе Harbour")
    page = editor.get(address(answered)).content.decode()
    for said in ("at gmail.com, where anybody", "You invited “The Harbour”", "mixes alphabets (Cyrillic, Latin)"):
        assert said in page, said
    Invitation.objects.update(name="the harbour!", email="m@other.example")
    page = editor.get(address(answered)).content.decode()
    for said in ("is at other.example, the website at harb0ur.example", "in the directory has another website"):
        assert said in page, said


def test_nobody_signs_with_the_key_of_another(editor: Client, answered: Invitation) -> None:
    issue_endorsement("The Harbour", "https://real.example", "We do.", "en", "listening")
    with pytest.raises(EndorsementError, match=r"signed before with the website https://real\.example"):
        issue_endorsement("the  harbour", "https://fake.example", "We too.", "en", "listening")
    page = editor.post(address(answered), {"do": "publish"}, follow=True).content.decode()
    assert "has signed before with the website" in page
    assert (Endorsement.objects.count(), Invitation.objects.get().state) == (1, State.ANSWERED)


def test_pages_say_the_same_from_the_record_of_an_exported_site(
    editor: Client, answered: Invitation, tmp_path: Path
) -> None:
    editor.post(address(answered), {"do": "publish"})
    site = tmp_path / "site"
    (site / "endorsements").mkdir(parents=True)
    languages = {}
    for row in Endorsement.objects.all():
        path = endorsement_path(row.credential_id)
        (site / path).write_text(json.dumps(row.credential))
        languages[f"https://site.example/{path}"] = row.language
    (site / "record.json").write_text(json.dumps({"endorsementLanguages": languages}))
    in_order = sorted(published_endorsements(), key=lambda said: said["slug"])
    assert list(kept_endorsements(site)) == in_order


def test_an_endorsement_whose_time_is_over_is_shown_no_more(pages: Pages, editor: Client) -> None:
    past = timezone.now() - timedelta(days=1)
    issue_endorsement("The Harbour", "https://harbour.example", TEXT, "en", "listening", valid_until=past)
    assert 'class="endorsement"' not in pages()["en/badges/listening/index.html"]
    assert endorsements_of(Achievement.objects.get(slug="listening", language="en")) == ()
