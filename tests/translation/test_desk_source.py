"""The translation desk and the pages behind it: edits by hand are decided, syncs are chosen and shown before."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.content.models import Review, WrittenRevision
from cms.translation.models import Conflict
from tests.translation.at_desk import desk, edit, html, page, save, text_of


def by_hand(words: str, *, publish: bool) -> None:
    target = page("about", "ar")
    target.title = words
    revision = target.save_revision()
    if publish:
        revision.publish()


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("choice", ["by_hand", "stored"])
def test_edits_by_hand_are_decided_text_by_text(translator: Client, choice: str, publish: bool) -> None:
    by_hand("بيدي", publish=publish)
    edit("first", "very first")
    assert "بيدي" in html(translator.get(desk("conflicts")))
    assert "Decide" in html(translator.get(desk("editor")))
    conflict = Conflict.objects.get()
    assert translator.post(desk("conflicts"), {}).status_code == 200
    assert Conflict.objects.exists()
    translator.post(desk("conflicts"), {f"choice-{conflict.pk}": choice})
    assert not Conflict.objects.exists()
    after = page("about", "ar")
    assert text_of("About").target == ("بيدي" if choice == "by_hand" else "ع About")
    # What nobody has approved is not live; the sync has gone on.
    assert after.title == ("بيدي" if choice == "by_hand" and publish else "ع About")
    assert text_of("very first").state == "review"
    assert after.live


def test_an_edit_by_hand_of_a_text_that_was_stored_anew_is_shown_with_its_source(translator: Client) -> None:
    page("about", "ar").unpublish()
    save(translator, text_of("About"), "حول")
    by_hand("بيدي", publish=False)
    shown = html(translator.get(desk("conflicts")))
    conflict = Conflict.objects.get()
    assert (conflict.text, conflict.by_hand, conflict.stored) == ("About", "بيدي", "حول")
    assert "بيدي" in shown
    assert "حول" in shown
    translator.post(desk("conflicts"), {"all": "by_hand"})
    assert text_of("About").target == "بيدي"


def test_edits_by_hand_are_found_before_the_desk_writes(translator: Client) -> None:
    by_hand("بيدي", publish=True)
    save(translator, text_of("A list"), "قائمة")
    assert "edited by hand" in html(translator.get(desk("submit")))
    translator.post(desk("submit"))
    assert page("about", "ar").title == "بيدي"
    translator.post(desk("conflicts"), {"all": "by_hand"})
    assert page("about", "ar").title == "بيدي"
    assert text_of("A list").target == "قائمة"


def test_a_sync_shows_what_it_would_change_then_does_it(source_editor: Client, settings: Any) -> None:
    settings.TRANSLATION_SYNC = False
    edit("first", "very first")
    sync = reverse("translation:sync", args=[page("about", "en").pk])
    assert "What would change" not in html(source_editor.get(sync))
    shown = html(source_editor.get(sync, {"language": "ar"}))
    assert "<td>1</td><td>0</td><td>0</td><td>Published</td>" in shown
    assert not Review.objects.exists()
    source_editor.post(sync, {})
    assert not Review.objects.exists()
    source_editor.post(sync, {"language": "ar"})
    assert Review.objects.count() == 1
    assert "Nothing: all texts keep" in html(source_editor.get(sync, {"language": "ar", "below": "1"}))


def test_a_source_page_leads_to_its_languages(translator: Client, source_editor: Client) -> None:
    languages = reverse("translation:languages", args=[page("about", "en").pk])
    assert translator.get(languages).url == desk("editor")  # type: ignore[attr-defined]
    assert "العربية" in html(source_editor.get(languages))
    explorer = html(source_editor.get(reverse("wagtailadmin_explore", args=[page("home", "en").pk])))
    assert languages in explorer


def test_a_live_translation_without_a_revision_does_not_stop_the_source(translator: Client) -> None:
    target = page("about", "ar")
    Page.objects.filter(pk=target.pk).update(latest_revision=None, live_revision=None)
    WrittenRevision.objects.filter(page_id=target.pk).delete()
    StringTranslation.objects.filter(context__object_id=target.translation_key).first().delete()
    page("about", "en").save_revision().publish()
    after = page("about", "ar")
    assert (after.live, after.title) == (True, target.title)
    assert after.latest_revision_id
