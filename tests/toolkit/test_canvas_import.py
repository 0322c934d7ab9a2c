"""An editor imports a design canvas: a look before, drafts that nobody sees, faults by field, nothing twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.learning.models import BadgePage
from cms.learning.plain import PlainWriter
from cms.toolkit.canvas import FIELDS, LONGEST_CRITERION, MOST_BADGES, MOST_BYTES
from cms.toolkit.models import CanvasImport
from cms.toolkit.reading import CanvasError, read_canvas
from cms.translation.roles import SOURCE_EDITORS, make_groups, translator_group_name

ADDRESS = "/admin/canvas/"
BADGE = {"name": "Leads a group", "description": "Leads & ends a talk: 3 < 5.", "criteria": ["Ends with an agreement."]}


def canvas_file(canvas: Any = None, **more: Any) -> bytes:
    canvas = {"name": "Harbour", "goals": "Be seen.", "badges": [BADGE]} if canvas is None else canvas
    return json.dumps({"format": "perennial-canvas", "version": 1, "language": "en", "canvas": canvas, **more}).encode()


def client_of(name: str, group: str) -> Client:
    user = get_user_model().objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(sample: Path) -> Client:
    make_groups()
    return client_of("eve", SOURCE_EDITORS)


def upload(client: Client, content: bytes) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("canvas.json", content)})


def make(client: Client, content: bytes) -> Any:
    """Take both steps: what the first has shown goes into the second."""
    shown = upload(client, content)
    assert shown.status_code == 200
    return client.post(ADDRESS, {"do": "import", "canvas": shown.context["canvas"].as_file()})


def faults(content: bytes) -> list[str]:
    with pytest.raises(CanvasError) as caught:
        read_canvas(content)
    return [str(fault) for fault in caught.value.faults]


def badge_titles() -> list[str]:
    return list(BadgePage.objects.filter(locale__language_code="en").values_list("title", flat=True))


def test_what_will_be_made_is_shown_before_anything_is_made(editor: Client) -> None:
    before = badge_titles()
    page = upload(editor, canvas_file()).content.decode()
    assert "Leads &amp; ends a talk: 3 &lt; 5." in page
    assert "badges/leads-a-group/" in page
    assert "Be seen." in page
    assert badge_titles() == before


def test_drafts_are_made_in_the_source_language_and_stay_drafts(editor: Client) -> None:
    second = {"name": "Listening", "description": "", "criteria": []}
    answer = make(editor, canvas_file({"badges": [BADGE, second]}, language="ar"))
    assert answer.status_code == 302
    page = BadgePage.objects.get(slug="leads-a-group")
    assert (page.live, page.locale.language_code, page.owner.get_username()) == (False, "en", "eve")
    words = PlainWriter(keys={}).page_fields(page)
    assert words["summary"] == "Leads & ends a talk: 3 < 5."
    assert [item["description"] for item in words["criteria"]] == ["Ends with an agreement."]
    # A badge of this name is there already, live, and stays what it was.
    twin = BadgePage.objects.get(slug="listening-2")
    assert not twin.live
    assert BadgePage.objects.get(slug="listening", locale=page.locale).live
    assert page.get_latest_revision().as_object().title == "Leads a group"


def test_the_same_canvas_makes_nothing_twice(editor: Client) -> None:
    make(editor, canvas_file())
    titles = badge_titles()
    # Saved at another time, with other spaces: still the same canvas.
    again = canvas_file({"goals": "Be seen. ", "name": "Harbour", "badges": [BADGE]}, saved="2026-12-01T00:00:00Z")
    shown = upload(editor, again)
    assert "Make the drafts" not in shown.content.decode()
    answer = editor.post(ADDRESS, {"do": "import", "canvas": again.decode()})
    assert answer.status_code == 422
    assert [page.title for page in answer.context["earlier"]] == ["Leads a group"]
    assert badge_titles() == titles
    BadgePage.objects.get(slug="leads-a-group").delete()
    assert make(editor, again).status_code == 302


def test_a_fault_on_the_way_leaves_nothing(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = badge_titles()
    calls = iter([None])

    def fail_second(*_args: Any, **_more: Any) -> None:
        next(calls)

    monkeypatch.setattr("cms.toolkit.drafting.log", fail_second)
    with pytest.raises(StopIteration):
        make(editor, canvas_file({"badges": [BADGE, {**BADGE, "name": "Another"}]}))
    assert badge_titles() == before
    assert not CanvasImport.objects.exists()


def test_who_may_not_add_badges_does_not_get_in(editor: Client) -> None:
    translator = client_of("tina", translator_group_name("ar"))
    assert translator.get(ADDRESS).status_code == 302
    assert translator.post(ADDRESS, {"do": "import", "canvas": canvas_file().decode()}).status_code == 302
    assert "Leads a group" not in badge_titles()
    assert ADDRESS in editor.get("/admin/").content.decode()
    assert ADDRESS not in translator.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe{", "not in UTF-8"),
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"9" * 5000, "no JSON"),
        (b"[]", "no design canvas"),
        (b'{"format": "perennial-data", "version": 1}', "no design canvas"),
        (canvas_file(version=2), "version 2"),
        (canvas_file(version=True), "version True"),
        (b'{"format": "perennial-canvas", "format": "x"}', "twice"),
        (b" " * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_a_file_that_is_no_canvas_of_this_version_is_refused_as_a_whole(content: bytes, words: str) -> None:
    [fault] = faults(content)
    assert words in fault


@pytest.mark.parametrize(
    ("canvas", "words"),
    [
        ([], "canvas: this is not of the kind"),
        ({"goals": 5}, "Goals: this is not of the kind"),
        ({"goals": "x" * 3001}, "Goals: longer than 3000"),
        ({"aims": ""}, "“aims”: this version of the format has no such field"),
        ({"goals": "<script>alert(1)</script>"}, "Goals: plain text is needed, without markup such as “<script>”"),
        ({"goals": "a\x00b"}, "Goals: it holds characters"),
        ({"goals": "\ud800"}, "Goals: it holds characters"),
        ({"badges": {}}, "Badges: this is not of the kind"),
        ({"badges": [BADGE] * (MOST_BADGES + 1)}, "Badges: more than 20"),
        ({"badges": ["x"]}, "Badge 1: this is not of the kind"),
        ({"badges": [{"name": " "}]}, "Badge 1, Name: it is empty"),
        ({"badges": [{"name": "A", "level": 3}]}, "Badge 1, “level”: this version"),
        ({"badges": [{"name": "A", "criteria": "B"}]}, "Badge 1, Criteria: this is not of the kind"),
        ({"badges": [{"name": "A", "criteria": [["x"]]}]}, "Badge 1, Criterion 1: this is not of the kind"),
        ({"badges": [{"name": "A", "criteria": ["x" * (LONGEST_CRITERION + 1)]}]}, "Badge 1, Criterion 1: longer"),
        ({"badges": [BADGE, {"name": "LEADS  a group"}]}, "Badge 2: it has the same name as badge 1"),
    ],
)
def test_a_fault_is_named_by_its_field(canvas: Any, words: str) -> None:
    [fault] = faults(canvas_file(canvas))
    assert fault.startswith(words)


def test_all_faults_are_said_at_once_and_on_the_screen(editor: Client) -> None:
    answer = upload(editor, canvas_file({"goals": 5, "badges": [{"name": "<b>A</b>"}]}))
    assert answer.status_code == 422
    assert [fault.field for fault in answer.context["faults"]] == ["Goals", "Badge 1, Name"]
    assert "&lt;b&gt;" in answer.content.decode()
    assert upload(editor, b"").status_code == 422


def test_a_canvas_may_leave_fields_out_and_begin_with_a_mark_of_order() -> None:
    canvas = read_canvas(b"\xef\xbb\xbf" + canvas_file({}))
    assert set(canvas.texts.values()) == {""}
    assert canvas.badges == ()
    assert len(FIELDS) == 9
