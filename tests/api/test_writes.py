"""Pages are written through the API as in the admin: by the same forms, permissions, revisions and log."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageLogEntry

from cms.learning.models import SkillPage
from tests.api.people import API, Person

MODULE: dict[str, Any] = {
    "@type": "skill",
    "title": "Patience",
    "description": "You can wait.",
    "audience": "For everybody.",
    "number": 2,
    "family": "self",
    "level": "introductory",
    "reviewed": "2026-02-01",
    "blocks": {
        "a": {"@type": "outcomes.outcome", "key": "wait", "value": "Wait for an answer."},
        "b": {
            "@type": "theory.section",
            "key": "slow",
            "minutes": 5,
            "heading": "Slow is fine",
            "body": '<p>See <a href="/en/skills/listening/">listening</a> and <b>wait</b><script>x()</script>.</p>',
        },
        "c": {
            "@type": "activities.activity",
            "title": "Sit",
            "purpose": "To sit.",
            "minutes": 5,
            "grouping": "alone",
            "steps": [{"value": "Sit down."}, {"value": "Stay."}],
        },
    },
}


def words(response: Any) -> str:
    return str(response.json().get("detail", "")) + str(response.json().get("errors", ""))


def test_a_module_is_written_translated_reviewed_and_published(
    editor: Person, translator: Person, reviewer: Person, client: Client
) -> None:
    page = editor.ok("POST", "/en/skills", MODULE, 201)
    assert (page["@id"], page["review_state"], page["id"]) == ("/en/skills/patience/", "private", "patience")
    blocks = [page["blocks"][name] for name in page["blocks_layout"]["items"]]
    assert [block["@type"] for block in blocks] == ["outcomes.outcome", "theory.section", "activities.activity"]
    assert blocks[1]["body"] == '<p>See <a href="/en/skills/listening/">listening</a> and <b>wait</b>x().</p>'
    assert client.get(f"{API}/en/skills/patience").status_code == 404
    assert editor.get("/en/skills/patience")["title"] == "Patience"

    done = editor.ok("POST", "/en/skills/patience/@workflow/publish", {"comment": "Ready."})
    assert done["review_state"] == "published"
    assert client.get(f"{API}/en/skills/patience").json()["title"] == "Patience"

    translator_sees = translator.get("/ar/skills/patience/@texts")["items"]
    texts = [{"context": t["context"], "source": t["source"], "target": f"ع {t['source']}"} for t in translator_sees]
    draft = translator.ok("PATCH", "/ar/skills/patience/@texts", {"texts": texts})
    assert draft["title"] == "ع Patience"
    assert client.get(f"{API}/ar/skills/patience").json()["is_fallback"] is True

    address = "/ar/skills/patience/@workflow"
    assert [t["id"] for t in translator.get(address)["transitions"]] == ["submit"]
    assert translator.ok("POST", f"{address}/submit", {"comment": "Please look."})["review_state"] == "pending"
    assert reviewer.send("POST", f"{address}/reject").status_code == 422
    reviewer.ok("POST", f"{address}/reject", {"comment": "The title is too long."})
    assert "too long" in str(translator.get(address)["history"])
    translator.ok("POST", f"{address}/submit")
    assert reviewer.ok("POST", f"{address}/approve")["review_state"] == "published"
    public = client.get(f"{API}/ar/skills/patience").json()
    assert (public["title"], public["is_fallback"]) == ("ع Patience", False)


def test_bodies_with_faults_change_nothing(editor: Person) -> None:
    before = Page.objects.count()
    section = MODULE["blocks"]["b"]
    cases: list[tuple[Any, str]] = [
        ({**MODULE, "@type": "Document"}, "no page type"),
        ({**MODULE, "@type": "badge"}, "cannot stand here"),
        ({**MODULE, "title": 5}, "title"),
        ({**MODULE, "title": None}, "title"),
        ({**MODULE, "number": "two"}, "number"),
        ({**MODULE, "family": "cats"}, "family"),
        ({**MODULE, "reviewed": "yesterday"}, "reviewed"),
        ({**MODULE, "colour": "red"}, "colour"),
        ({**MODULE, "id": "listening"}, "id"),
        ({**MODULE, "id": "no spaces"}, "id"),
        ({**MODULE, "blocks": []}, "blocks"),
        ({**MODULE, "blocks": {"x": {"@type": "video"}}}, "There is no block “video”"),
        ({**MODULE, "blocks": {"x": {**section, "minutes": "five"}}}, "minutes"),
        ({**MODULE, "blocks": {"x": {**section, "minutes": 9999}}}, "minutes"),
        ({**MODULE, "blocks": {"x": {**section, "key": "Not A Key"}}}, "key"),
        ({**MODULE, "blocks": {"x": {**section, "image": {"@id": "/@images/99999"}}}}, "no such picture"),
        ({**MODULE, "blocks": {"x": {**section, "body": '<a href="/en/nothing/">x</a>'}}}, "no page"),
        ({**MODULE, "blocks_layout": {"items": ["nothing"]}}, "no block “nothing”"),
        ({"@type": "skill"}, "title"),
    ]
    for body, expected in cases:
        response = editor.send("POST", "/en/skills", body)
        assert response.status_code == 422, (expected, response.content)
        assert expected in words(response), response.content
    for raw in (b"{", b"[]", b'"x"', b"\xff", b'{"title": NaN}', b'{"title": "\\ud800"}', b"[" * 100_000):
        assert editor.send("POST", "/en/skills", raw).status_code in {400, 422}
    assert Page.objects.count() == before


def test_a_change_is_a_draft_until_it_is_published(editor: Person, client: Client) -> None:
    page = editor.get("/en/skills/listening")
    section = next(name for name, block in page["blocks"].items() if block["@type"] == "theory.section")
    change = {"title": "Hearing", "blocks": {section: {**page["blocks"][section], "heading": "Hearing is work"}}}
    changed = editor.ok("PATCH", "/en/skills/listening", change)
    assert changed["title"] == "Hearing"
    assert changed["blocks"][section]["heading"] == "Hearing is work"
    assert changed["blocks_layout"] == page["blocks_layout"]
    assert client.get(f"{API}/en/skills/listening").json()["title"] == "Listening"
    entry = PageLogEntry.objects.filter(action="wagtail.edit").latest("timestamp")
    assert entry.user == editor.user
    editor.ok("POST", "/en/skills/listening/@workflow/publish")
    assert client.get(f"{API}/en/skills/listening").json()["title"] == "Hearing"


def test_what_was_read_can_be_sent_back_unchanged(editor: Person) -> None:
    for path in ("/en/", "/en/skills/listening", "/en/badges/listening", "/en/about", "/en/glossary"):
        page = editor.get(path)
        again = editor.ok("PATCH", path, page)
        assert {k: v for k, v in again.items() if k not in {"modified", "items", "items_total"}} == {
            k: v for k, v in page.items() if k not in {"modified", "items", "items_total"}
        }, path


def test_blocks_are_put_in_order_and_left_out_by_the_layout(editor: Person) -> None:
    page = editor.get("/en/skills/listening")
    items = page["blocks_layout"]["items"]
    kept = [name for name in items if not page["blocks"][name]["@type"].startswith("podcast")]
    changed = editor.ok("PATCH", "/en/skills/listening", {"blocks_layout": {"items": kept}})
    assert changed["blocks_layout"]["items"] == kept


def test_a_lost_update_is_refused(editor: Person, person: Any) -> None:
    tag = editor.send("GET", "/en/about")["ETag"]
    first = editor.send("PATCH", "/en/about", {"title": "One"}, If_Match=tag)
    assert first.status_code == 204
    second = editor.send("PATCH", "/en/about", {"title": "Two"}, If_Match=tag)
    assert second.status_code == 412
    assert editor.send("PATCH", "/en/about", {"title": "Three"}, If_Match=first["ETag"]).status_code == 204
    assert editor.send("DELETE", "/en/about", If_Match='"nonsense"').status_code == 412


def test_pages_move_copy_reorder_and_go(editor: Person, client: Client) -> None:
    editor.ok("POST", "/en/skills", MODULE, 201)
    editor.ok("PATCH", "/en/skills", {"ordering": {"obj_id": "patience", "delta": "top"}})
    assert editor.get("/en/skills")["items"][0]["@id"] == "/en/skills/patience/"
    copies = editor.ok("POST", "/en/skills/@copy", {"source": "/en/skills/patience"})
    assert copies[0]["target"].startswith("/en/skills/patience-")
    assert editor.send("POST", "/en/about/@move", {"source": "/en/skills/patience"}).status_code == 409
    assert editor.send("POST", "/en/skills/@move", {"source": "/en/nothing"}).status_code == 422
    assert editor.send("DELETE", "/en/").status_code == 409
    assert editor.send("DELETE", "/en/skills/patience").status_code == 204
    assert editor.send("GET", "/en/skills/patience").status_code == 404
    assert not SkillPage.objects.filter(slug="patience").exists()


def test_a_translation_changed_as_a_page_keeps_its_words(translator: Person, editor: Person) -> None:
    page = translator.get("/ar/about")
    name = page["blocks_layout"]["items"][0]
    change = {"title": "ع حول", "blocks": {name: {**page["blocks"][name], "heading": "ع عنوان"}}}
    changed = translator.ok("PATCH", "/ar/about", change)
    assert (changed["title"], changed["blocks"][name]["heading"]) == ("ع حول", "ع عنوان")
    texts = {text["target"] for text in translator.get("/ar/about/@texts")["items"]}
    assert {"ع حول", "ع عنوان"} <= texts
    refused = translator.send("PATCH", "/ar/skills/listening", {"number": 7})
    assert refused.status_code == 422
    assert "same in all languages" in words(refused)


def test_translations_are_begun_and_unlinked_and_linked(editor: Person, person: Any) -> None:
    boss = person("boss")
    boss.user.is_superuser = True
    boss.user.save()
    assert boss.get("/en/skills/listening/@translation-locator?target_language=ar")["@id"] == "/ar/skills/"
    assert boss.send("POST", "/en/about/@translations", {"language": "ar"}).status_code == 409
    assert boss.send("DELETE", "/en/about/@translations", {"language": "ar"}).status_code == 204
    assert boss.get("/en/about/@translations")["items"] == []
    lone = boss.get("/ar/about-ar")
    assert lone["is_fallback"] is False
    boss.ok("POST", "/en/about/@translations", {"id": "/ar/about-ar"}, 201)
    assert [item["@id"] for item in boss.get("/en/about/@translations")["items"]] == ["/ar/about/"]
    assert boss.get("/ar/about")["title"] == lone["title"]
    made = boss.ok("POST", "/en/skills", MODULE, 201)
    assert boss.send("POST", f"{made['@id']}@translations", {"language": "ar"}).status_code == 409
    assert boss.send("POST", "/en/about/@translations", {"language": "xx"}).status_code == 422


@pytest.mark.parametrize("transition", ["approve", "publish", "nonsense"])
def test_a_transition_that_is_not_possible_says_what_is(editor: Person, transition: str) -> None:
    response = editor.send("POST", f"/en/about/@workflow/{transition}")
    assert response.status_code == 409
    assert "retract" in words(response)


def test_history_says_who_did_what_and_goes_back(editor: Person) -> None:
    editor.ok("PATCH", "/en/about", {"title": "One"})
    editor.ok("PATCH", "/en/about", {"title": "Two"})
    entries = editor.get("/en/about/@history")
    versions = [entry["version"] for entry in entries if entry["type"] == "versioning"]
    assert entries[0]["actor"]["username"] == "edith"
    assert editor.get(f"/en/about/@history/{versions[1]}")["title"] == "One"
    assert editor.get("/en/about/@history/latest")["title"] == "Two"
    assert editor.send("GET", "/en/about/@history/99999999").status_code == 404
    assert editor.ok("PATCH", "/en/about/@history", {"version": versions[1]})["title"] == "One"
