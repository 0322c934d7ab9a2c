"""The editors' queue: who sees it, a draft with one click, a friendly no."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from cms.content.dump import dump_content
from cms.issuance.mail import deliver_mail
from cms.learning.models import PracticePage
from cms.learning.plain import PlainWriter
from cms.practices.models import State, Suggestion
from cms.translation.roles import SOURCE_EDITORS, make_groups


@pytest.fixture
def editor(sample: Path, client: Client) -> Client:
    make_groups()
    user = get_user_model().objects.create_user("eve", "eve@mail.example", "x")
    user.groups.add(Group.objects.get(name=SOURCE_EDITORS))
    client.force_login(user)
    return client


@pytest.fixture
def waiting(send: Any, fields: dict[str, str]) -> Suggestion:
    send(fields)
    Suggestion.objects.update(state=State.WAITING)
    return Suggestion.objects.get()


def address(suggestion: Suggestion) -> str:
    return f"/admin/practices/{suggestion.pk}/"


def test_only_who_may_sees_the_queue(editor: Client, waiting: Suggestion, send: Any, fields: dict[str, str]) -> None:
    send({**fields, "title": "Not confirmed"})
    page = editor.get("/admin/practices/").content.decode()
    assert "Badges at the harbour" in page
    assert "Not confirmed" not in page
    shown = editor.get(address(waiting)).content.decode()
    assert "Ships &amp; cranes: 3 &lt; 5." in shown
    stranger = get_user_model().objects.create_user("stranger", "s@mail.example", "x")
    editor.force_login(stranger)
    assert editor.get(address(waiting)).status_code == 302
    assert editor.post(address(waiting), {"do": "draft"}).status_code == 302
    assert Suggestion.objects.get(pk=waiting.pk).state == State.WAITING


def test_one_click_makes_a_draft_and_the_second_opens_it(editor: Client, waiting: Suggestion, tmp_path: Path) -> None:
    first, second = (editor.post(address(waiting), {"do": "draft"}) for _ in range(2))
    page = PracticePage.objects.get(organisation="The Harbour")
    assert first["Location"] == second["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert (page.live, page.slug, page.has_unpublished_changes) == (False, "badges-at-the-harbour", True)
    words = PlainWriter(keys={}).page_fields(page)
    assert words["context"]["value"] == "<p>Ships &amp; cranes: 3 &lt; 5.</p><p>A second paragraph.</p>"
    assert [item["value"] for item in words["lessons"]] == ["Begin small.", "Ask first."]
    assert [item["value"] for item in words["countries"]] == ["fi"]
    # A draft is nobody's business but the editors'.
    dump_content(tmp_path / "dump")
    assert not (tmp_path / "dump/practices/badges-at-the-harbour").exists()
    page.get_latest_revision().publish()
    dump_content(tmp_path / "dump")
    written = (tmp_path / "dump/practices/badges-at-the-harbour/practice.yaml").read_text()
    assert "Ships & cranes: 3 < 5." in written
    assert "mail.example" not in written
    deliver_mail()
    assert [message.subject for message in mail.outbox][-1] == "Your suggestion: Badges at the harbour"


def test_the_editor_opens_the_draft_for_editing(editor: Client, waiting: Suggestion) -> None:
    response = editor.post(address(waiting), {"do": "draft"}, follow=True)
    assert response.status_code == 200
    assert "The Harbour" in response.content.decode()


def test_names_that_are_taken_and_names_without_letters_get_an_address(
    editor: Client, send: Any, fields: dict[str, str]
) -> None:
    for title in ("Evening class", "北海道", "Evening  class"):
        send({**fields, "title": title})
    Suggestion.objects.update(state=State.WAITING)
    for suggestion in Suggestion.objects.order_by("created"):
        editor.post(address(suggestion), {"do": "draft"})
    made = PracticePage.objects.filter(organisation="The Harbour").order_by("pk")
    assert list(made.values_list("slug", flat=True)) == ["evening-class-2", "practice", "evening-class-3"]


def test_a_no_needs_a_message_and_mails_it_once(editor: Client, waiting: Suggestion) -> None:
    assert editor.post(address(waiting), {"do": "decline", "message": " "}).status_code == 422
    assert Suggestion.objects.get().state == State.WAITING
    editor.post(address(waiting), {"do": "decline", "message": "Please say <more> about quality."})
    editor.post(address(waiting), {"do": "decline", "message": "Again."})
    editor.post(address(waiting), {"do": "draft"})
    suggestion = Suggestion.objects.get()
    assert (suggestion.state, suggestion.decided_by) == (State.DECLINED, "eve")
    assert not PracticePage.objects.filter(organisation="The Harbour").exists()
    deliver_mail()
    said = [message for message in mail.outbox if "Please say <more>" in str(message.body)]
    assert len(said) == 1
    html: Any = said[0]
    assert "Please say &lt;more&gt;" in html.alternatives[0][0]
