"""What editors complain about in wagtail-localize's editor, by number: moderation (3) and rich text (9)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState
from wagtail_localize.models import StringTranslation

from cms.translation.roles import reviewer_group_name
from tests.translation import at_desk
from tests.translation.at_desk import desk, html, page, text_of
from tests.translation.conftest import LogIn


def save(client: Client, part: str, target: str) -> Any:
    return at_desk.save(client, text_of(part), target)


def submit(client: Client) -> None:
    assert client.post(desk("submit")).status_code == 302
    state = page("about", "ar").current_workflow_state
    assert state is not None
    assert state.current_task_state.status == TaskState.STATUS_IN_PROGRESS


def test_03_a_translation_is_submitted_returned_mended_approved_then_live(translator: Client, reviewer: Client) -> None:
    save(translator, "A list", "قائمة أولى")
    submit(translator)
    assert page("about", "ar").sections[0].value["heading"] == "ع A list"
    # While it waits, the translator changes nothing; the reviewer sees the change beside the source.
    assert save(translator, "A list", "أخرى").status_code == 423
    review = html(reviewer.get(desk("review")))
    changed = review.split('id="changed"')[1].split("<details")[0]
    assert "A list" in changed
    assert "ع A list" in changed
    assert "أولى</ins>" in changed
    assert changed.count("<article") == 1
    # Returned only with a comment, which the translator reads on top of the editor.
    reviewer.post(desk("review"), {"action": "reject", "comment": " "})
    assert page("about", "ar").current_workflow_state.current_task_state.status == TaskState.STATUS_IN_PROGRESS
    reviewer.post(desk("review"), {"action": "reject", "comment": "قصيرة جدا"})
    shown = html(translator.get(desk("editor")))
    assert "rami has returned this page" in shown
    assert "قصيرة جدا" in shown
    # Mended, approved, live.
    assert save(translator, "A list", "قائمة ثانية").status_code == 200
    submit(translator)
    assert page("about", "ar").sections[0].value["heading"] == "ع A list"
    reviewer.post(desk("review"), {"action": "approve", "comment": "شكرا"})
    assert page("about", "ar").sections[0].value["heading"] == "قائمة ثانية"
    assert page("about", "ar").current_workflow_state is None
    assert text_of("A list").state == "done"
    logged = PageLogEntry.objects.filter(page_id=page("about", "ar").pk).values_list("action", flat=True)
    assert {"wagtail.workflow.start", "wagtail.workflow.reject", "wagtail.workflow.approve", "wagtail.publish"} <= set(
        logged
    )


def test_03_a_translator_does_not_review_and_a_reviewer_not_own_work(
    translator: Client, reviewer: Client, person: LogIn
) -> None:
    second = person("salma", reviewer_group_name("ar"))
    save(reviewer, "A list", "قائمة")
    submit(reviewer)
    for client in (translator, reviewer):
        client.post(desk("review"), {"action": "approve"})
        assert page("about", "ar").current_workflow_state is not None
        assert 'value="approve"' not in html(client.get(desk("review")))
    second.post(desk("review"), {"action": "approve"})
    assert page("about", "ar").sections[0].value["heading"] == "قائمة"


def test_03_what_a_reviewer_mends_is_what_goes_live(translator: Client, reviewer: Client) -> None:
    save(translator, "A list", "قائمة")
    submit(translator)
    assert save(reviewer, "A list", "قائمة أفضل").status_code == 200
    reviewer.post(desk("review"), {"action": "approve"})
    assert page("about", "ar").sections[0].value["heading"] == "قائمة أفضل"
    assert text_of("A list").state == "done"


def test_03_nothing_unfinished_is_approved_also_not_at_wagtails_own_button(
    translator: Client, reviewer: Client
) -> None:
    save(translator, "A list", "قائمة")
    submit(translator)
    source = page("about", "en")
    raw = source.sections.get_prep_value()
    raw[0]["value"]["body"] += "<p>Wholly unlike all that stood here.</p>"
    source.sections = raw
    source.save_revision().publish()
    assert "These texts are not ready" in html(reviewer.get(desk("review")))
    reviewer.post(desk("review"), {"action": "approve"})
    task = page("about", "ar").current_workflow_state.current_task_state
    wagtails = reverse("wagtailadmin_pages:workflow_action", args=[page("about", "ar").pk, "approve", task.pk])
    reviewer.post(wagtails, {"next": "/admin/"})
    assert page("about", "ar").sections[0].value["heading"] == "ع A list"
    assert page("about", "ar").current_workflow_state is not None


@pytest.fixture
def rich(translator: Client) -> Client:
    """A translator before a text with every kind of link."""
    source = page("about", "en")
    term, elsewhere = '<a href="#term-echo">leaning</a>', '<a href="https://example.org/a?b=1">a study</a>'
    inside = f'<a linktype="page" id="{source.get_parent().pk}">home</a>'
    raw = source.sections.get_prep_value()
    raw[0]["value"]["body"] = f"<p>A <b>strong</b> {term} in {elsewhere}, see {inside}.</p>"
    source.sections = raw
    source.save_revision().publish()
    return translator


def test_09_formatting_is_seen_not_retyped_as_tags(rich: Client) -> None:
    shown = html(rich.get(desk("editor")))
    row = next(row for row in shown.split("<article")[1:] if "leaning" in row)
    assert "A <b>strong</b> <a " in row
    for kind in ("term", "external", "page"):
        assert f"desk-link--{kind}" in row
    # No numbered tags, neither to read nor to type.
    assert '<a id="a1">' not in row
    text = text_of("leaning")
    assert text.text.message.source.startswith("A **strong** [leaning](term:")


def test_09_links_are_offered_with_what_they_lead_to(rich: Client) -> None:
    shown = rich.get(desk("editor"))
    [helps] = [found for found in shown.context["helps"].values() if len(found.get("links", [])) > 1]
    offered = {link["target"].partition(":")[0]: link for link in helps["links"]}
    assert offered["page"]["words"] == page("about", "ar").get_parent().title
    assert offered["https"]["leads_to"] == "https://example.org/a?b=1"
    assert offered["term"]["words"]


def test_09_markdown_goes_live_with_its_formatting_and_its_links(rich: Client, reviewer: Client) -> None:
    source = text_of("leaning").text.message.source
    links = [part.split("](")[1].rstrip(")") for part in source.replace(",", " ").split() if "](" in part]
    assert len(links) == 3
    words = f"**قوي** [ميل]({links[0]}) في [دراسة]({links[1]})، انظر [البداية]({links[2].rstrip(').')})"
    assert save(rich, "leaning", words).status_code == 200
    submit(rich)
    reviewer.post(desk("review"), {"action": "approve"})
    body = str(page("about", "ar").sections[0].value["body"].source)
    assert "<b>قوي</b>" in body
    assert 'href="https://example.org/a?b=1"' in body
    assert f'id="{page("about", "en").get_parent().pk}"' in body
    assert not StringTranslation.objects.filter(has_error=True).exists()
    assert text_of("leaning").target == words
