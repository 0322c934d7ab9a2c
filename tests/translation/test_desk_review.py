"""Between translator and reviewer: taking a page back, coming from the mail to the review, what was said before."""

from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from tests.translation.at_desk import desk, html, page, save, text_of


def test_a_translator_takes_a_submitted_page_back(translator: Client, reviewer: Client) -> None:
    save(translator, text_of("A list"), "قائمة")
    translator.post(desk("submit"))
    assert "Take it back" in html(translator.get(desk("editor")))
    # Only who handed it in takes it back.
    reviewer.post(desk("withdraw"))
    assert page("about", "ar").current_workflow_state is not None
    assert "Take it back" not in html(reviewer.get(desk("editor")))
    translator.post(desk("withdraw"))
    assert page("about", "ar").current_workflow_state is None
    assert save(translator, text_of("A list"), "قائمة أفضل").status_code == 200
    translator.post(desk("submit"))
    assert page("about", "ar").current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_a_reviewer_comes_from_the_mail_to_the_review(translator: Client, reviewer: Client) -> None:
    edit_address = reverse("wagtailadmin_pages:edit", args=[page("about", "ar").pk])
    assert reviewer.get(edit_address).headers["Location"] == desk("editor")
    save(translator, text_of("A list"), "قائمة")
    translator.post(desk("submit"))
    assert reviewer.get(edit_address).headers["Location"] == desk("review")
    assert translator.get(edit_address).headers["Location"] == desk("editor")
    # What the reviewer wrote the first time stands beside the second attempt.
    reviewer.post(desk("review"), {"action": "reject", "comment": "قصيرة جدا"})
    save(translator, text_of("A list"), "قائمة أطول")
    translator.post(desk("submit"))
    assert "قصيرة جدا" in html(reviewer.get(desk("review")))
