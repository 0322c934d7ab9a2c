"""The translation desk as translators use it: editor, saving, checks, suggestions, drafts, preview."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.content.models import Review
from cms.translation.desk.rows import text_id
from cms.translation.texts import read_desk_page
from tests.translation.at_desk import desk, edit, html, page, post, save, text_of

MOST_QUERIES = 30


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
    answer = post(translator, desk("check"), values).json()
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
    post(translator, desk("texts", "privacy"), values)
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


def test_opening_and_saving_take_few_queries(translator: Client, django_assert_max_num_queries: Any) -> None:
    edit("</p>", "</p>" + "".join(f"<p>Paragraph number {number} of many.</p>" for number in range(300)))
    address, text = desk("editor"), text_of("A list")
    values = {"text": text_id(text.text), "before": text.target, "target": "قائمة"}
    translator.get(address)  # content types are looked up once a process
    with django_assert_max_num_queries(MOST_QUERIES):
        translator.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        post(translator, address + "texts/", values)
