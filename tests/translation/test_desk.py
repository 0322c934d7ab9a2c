"""The translation desk as people use it: editor, saving, checks, drafts, conflicts, preview, sync."""

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.content.models import Review
from cms.learning.models import LearningPage
from cms.translation.desk.rows import text_id
from cms.translation.models import Conflict
from cms.translation.roles import SOURCE_EDITORS, make_groups, translator_group_name
from cms.translation.texts import DeskText, read_desk_page

MOST_QUERIES = 29


@pytest.fixture
def person(sample: Path) -> Callable[[str, str], Client]:
    make_groups()

    def log_in(name: str, group: str) -> Client:
        user = User.objects.create_user(name, f"{name}@example.org")
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def translator(person: Callable[[str, str], Client]) -> Client:
    return person("amal", translator_group_name("ar"))


@pytest.fixture
def source_editor(person: Callable[[str, str], Client]) -> Client:
    return person("edith", SOURCE_EDITORS)


def page(slug: str, language: str) -> LearningPage:
    found: LearningPage = Page.objects.get(slug=slug, locale__language_code=language).specific
    return found


def desk(name: str, slug: str = "about", language: str = "ar") -> str:
    return reverse(f"translation:{name}", args=[page(slug, language).pk])


def html(response: Any) -> str:
    return unescape(response.content.decode())


def text_of(part: str, slug: str = "about", *, drafts: bool = False) -> DeskText:
    texts = read_desk_page(page(slug, "ar"), drafts=drafts).texts
    return next(text for text in texts if part in text.text.message.source)


def edit(old: str, new: str, *, publish: bool = True, slug: str = "about") -> None:
    source = page(slug, "en")
    raw = source.sections.get_prep_value()
    for item in raw:
        item["value"]["body"] = item["value"]["body"].replace(old, new)
    source.sections = raw
    revision = source.save_revision()
    if publish:
        revision.publish()


def save(client: Client, text: DeskText, target: str, **more: Any) -> Any:
    values = {"text": text_id(text.text), "before": text.target, "target": target, **more}
    return client.post(desk("texts"), json.dumps(values), content_type="application/json")


def test_the_editor_shows_every_text_beside_its_source(translator: Client) -> None:
    shown = html(translator.get(desk("editor")))
    for text in read_desk_page(page("about", "ar")).texts:
        assert text.target in shown
    assert 'lang="ar" dir="rtl" spellcheck="true"' in shown
    assert "Sections" in shown


def test_wagtails_editor_of_a_translation_leads_to_the_desk(translator: Client) -> None:
    response = translator.get(reverse("wagtailadmin_pages:edit", args=[page("about", "ar").pk]))
    assert response.url == desk("editor")  # type: ignore[attr-defined]


def test_the_source_is_open_to_a_translator_to_read_only(translator: Client) -> None:
    assert page("about", "en").sections[0].value["heading"] in html(translator.get(desk("source")))
    assert translator.get(desk("source").replace("source", "languages")).status_code == 404
    english = page("about", "en").pk
    assert translator.get(reverse("wagtailadmin_pages:edit", args=[english])).status_code == 302
    assert translator.get(reverse("translation:editor", args=[english])).status_code == 404
    assert translator.get(reverse("translation:sync", args=[english])).url == reverse("wagtailadmin_home")  # type: ignore[attr-defined]


def test_others_cannot_open_or_change_it(source_editor: Client) -> None:
    for name in ("editor", "source", "submit", "review", "conflicts", "preview"):
        assert source_editor.get(desk(name)).status_code == 302
    text = text_of("A list")
    assert save(source_editor, text, "changed").status_code == 302
    assert text_of("A list").target == text.target


def test_a_text_is_saved_by_itself_and_waits(translator: Client) -> None:
    text = text_of("A list")
    answer = save(translator, text, "  قائمة\r\n")
    assert answer.status_code == 200
    assert answer.json() == {
        "target": "قائمة",
        "html": "قائمة",
        "state": "waiting",
        "state_label": "Waits for approval",
    }
    assert text_of("A list").target == "قائمة"
    row = StringTranslation.objects.get(data="قائمة")
    assert (row.last_translated_by.username, row.tool_name) == ("amal", "desk")


def test_without_scripts_a_text_is_saved_by_a_form(translator: Client) -> None:
    text = text_of("A list")
    values = {"text": text_id(text.text), "before": text.target, "target": "قائمة"}
    response = translator.post(desk("texts"), values)
    assert response.url == f"{desk('editor')}#{text_id(text.text)}"  # type: ignore[attr-defined]
    assert text_of("A list").target == "قائمة"


def test_nobody_overwrites_what_somebody_else_has_written_meanwhile(translator: Client) -> None:
    text = text_of("A list")
    save(translator, text, "كلماتهم")
    answer = save(translator, text, "كلماتي")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "كلماتهم"
    assert "amal" in answer.json()["message"]
    assert text_of("A list").target == "كلماتهم"
    form = {"text": text_id(text.text), "before": text.target, "target": "كلماتي"}
    shown = translator.post(desk("texts"), form)
    assert shown.status_code == 409
    # Both are there, and saving once more decides.
    assert "كلماتهم" in html(shown)
    assert "كلماتي" in html(shown)
    assert save(translator, text, "كلماتي", before="كلماتهم").status_code == 200


def test_faulty_markup_is_refused_and_kept_in_the_field(translator: Client) -> None:
    text = next(text for text in read_desk_page(page("about", "ar")).texts if text.text.rich)
    answer = save(translator, text, "[كلمة](https://elsewhere.example)")
    assert answer.status_code == 422
    assert "no such link" in answer.json()["message"]
    form = {"text": text_id(text.text), "before": text.target, "target": "[كلمة](https://elsewhere.example)"}
    assert "[كلمة](https://elsewhere.example)" in html(translator.post(desk("texts"), form))


def test_a_text_that_is_gone_is_told(translator: Client) -> None:
    text = text_of("A list")
    source = page("about", "en")
    source.sections = []
    source.save_revision().publish()
    assert save(translator, text, "قائمة").status_code == 410
    assert translator.post(desk("texts"), "{", content_type="application/json").status_code == 400


def test_a_locked_page_takes_no_texts(translator: Client) -> None:
    target = page("about", "ar")
    target.locked, target.locked_by = True, User.objects.create_user("boss")
    target.save(clean=False)
    assert save(translator, text_of("A list"), "قائمة").status_code == 423
    assert "readonly" in html(translator.get(desk("editor")))
    assert translator.post(desk("fill")).status_code == 302
    assert translator.post(desk("submit")).url == reverse("wagtailadmin_home")  # type: ignore[attr-defined]


def test_what_to_review_shows_what_has_changed_and_may_still_fit(translator: Client) -> None:
    edit("first", "very first")
    shown = html(translator.get(desk("editor") + "?show=review"))
    assert "<ins>very</ins>" in shown
    assert "It still fits" in shown
    text = text_of("very first")
    assert save(translator, text, text.target).json()["state"] == "done"
    assert not Review.objects.exists()


def test_filters_show_the_texts_they_name(translator: Client) -> None:
    StringTranslation.objects.filter(data="ع A list").delete()
    shown = html(translator.get(desk("editor") + "?show=missing"))
    visible = [row for row in shown.split("<article")[1:] if " hidden>" not in row.split(">", 1)[0] + ">"]
    assert len(visible) == 1
    assert 'data-state="missing"' in visible[0]


def test_checks_and_formatting_come_while_typing(translator: Client) -> None:
    values = {"source": "See **3** things", "target": "<b> **a  b** & c", "rich": True}
    answer = translator.post(desk("check"), json.dumps(values), content_type="application/json").json()
    assert answer["html"] == "&lt;b&gt; <b>a  b</b> &amp; c"
    assert {"numbers", "spaces"} <= {finding["code"] for finding in answer["findings"]}
    # What the page shows at first is what the checks say later.
    StringTranslation.objects.filter(data="ع A list").update(data="ع  A list")
    assert "There are spaces too many." in html(translator.get(desk("editor")))


def test_suggestions_come_from_other_pages_with_their_origin(translator: Client) -> None:
    source = page("privacy", "en")
    section = {"heading": "What", "body": "<p>All the things that we keep here.</p>"}
    source.sections = [("section", section)]
    source.save_revision().publish()
    twin = text_of("All the things", "privacy")
    values = {"text": text_id(twin.text), "before": twin.target, "target": "قائمة بما نحفظ"}
    translator.post(desk("texts", "privacy"), json.dumps(values), content_type="application/json")
    edit("</p>", f"</p><p>{twin.text.message.source}</p>")
    text = text_of(twin.text.message.source)
    answer = translator.get(desk("suggestions"), {"text": text_id(text.text)}).json()
    first = answer["suggestions"][0]
    assert (first["target"], first["percent"]) == ("قائمة بما نحفظ", 100)
    assert first["origin"] == page("privacy", "ar").draft_title
    assert translator.get(desk("suggestions"), {"text": "nobody"}).status_code == 404
    translator.post(desk("fill"))
    assert text_of(twin.text.message.source).target == "قائمة بما نحفظ"


def test_what_is_in_the_way_is_listed_with_links(translator: Client) -> None:
    StringTranslation.objects.filter(data="ع A list").delete()
    text = text_of("A list")
    shown = html(translator.get(desk("submit")))
    assert f"{desk('editor')}#{text_id(text.text)}" in shown
    assert '<button class="button" type="submit">' not in shown
    assert page("about", "ar").current_workflow_state is None
    translator.post(desk("submit"))
    assert page("about", "ar").current_workflow_state is None


def test_drafts_of_the_source_are_shown_when_asked_for(translator: Client) -> None:
    edit("</p>", "</p><p>This comes in spring.</p>", publish=False)
    assert "This comes in spring." not in html(translator.get(desk("editor")))
    assert "Show what is coming" in html(translator.get(desk("editor")))
    assert "This comes in spring." in html(translator.get(desk("editor") + "?drafts=1"))
    text = text_of("comes in spring", drafts=True)
    assert save(translator, text, "يأتي في الربيع").status_code == 410
    assert save(translator, text, "يأتي في الربيع", drafts="1").status_code == 200
    assert text_of("comes in spring", drafts=True).target == "يأتي في الربيع"


def test_the_preview_shows_what_is_stored_in_frames_of_the_own_site(translator: Client) -> None:
    save(translator, text_of("A list"), "قائمة")
    frames = html(translator.get(desk("preview") + "?at=who"))
    assert "#who" in frames
    for side, words in (("source", "A list"), ("target", "قائمة")):
        address = reverse("translation:preview_frame", args=[page("about", "ar").pk, side])
        response = translator.get(address)
        assert words in html(response)
        assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "قائمة" not in str(page("about", "ar").sections)
    other = reverse("translation:preview_frame", args=[page("about", "ar").pk, "elsewhere"])
    assert translator.get(other).status_code == 404


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


def test_opening_and_saving_take_few_queries(translator: Client, django_assert_max_num_queries: Any) -> None:
    edit("</p>", "</p>" + "".join(f"<p>Paragraph number {number} of many.</p>" for number in range(300)))
    address, text = desk("editor"), text_of("A list")
    values = {"text": text_id(text.text), "before": text.target, "target": "قائمة"}
    translator.get(address)  # content types are looked up once a process
    with django_assert_max_num_queries(MOST_QUERIES):
        translator.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        translator.post(address + "texts/", json.dumps(values), content_type="application/json")
