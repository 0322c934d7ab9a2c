"""Loading: what an editor finds in the CMS, and what never happens to it."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from wagtail.models import Page, Revision, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.content.pages import stable_id
from cms.learning.models import HomePage, InfoPage, ProjectSettings, SkillPage, ToolPage
from tests.content.loading import load


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def skill(language: str) -> SkillPage:
    return SkillPage.objects.get(slug="listening", locale__language_code=language)


def test_every_page_stands_in_every_language_at_the_same_place(sample: Path) -> None:
    addresses = {
        page.url_path.split("/", 2)[2] for page in Page.objects.filter(locale__language_code="en", depth__gt=1)
    }
    arabic = {page.url_path.split("/", 2)[2] for page in Page.objects.filter(locale__language_code="ar", depth__gt=1)}
    assert addresses == arabic
    assert "skills/listening/" in addresses


def test_the_site_begins_at_our_home_page_and_the_welcome_page_is_gone(sample: Path) -> None:
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_translated_pages_are_live_with_their_words(sample: Path) -> None:
    page = skill("ar")
    assert page.live
    assert page.title == "ع Listening"
    assert page.theory[0].value["heading"] == "ع Listening is work"
    assert page.theory[0].value["image"].contextual_alt_text == "ع An ear"
    assert page.number == 1


def test_editors_see_full_progress_of_every_translation(sample: Path) -> None:
    assert Translation.objects.count() == TranslationSource.objects.count() == 13
    for translation in Translation.objects.all():
        total, done = translation.get_progress()
        assert done == total > 0


def test_the_rows_are_those_that_wagtail_localize_would_write(sample: Path) -> None:
    source = TranslationSource.objects.get(object_id=skill("en").translation_key)
    before = set(source.stringsegment_set.values_list("context__path", "string__data", "order", "attrs"))
    paths = set(source.stringsegment_set.values_list("context__path", "context__field_path"))
    for context in {segment.context for segment in source.stringsegment_set.select_related("context")}:
        context.field_path = ""
        context.save()
    source.refresh_segments()
    assert before == set(source.stringsegment_set.values_list("context__path", "string__data", "order", "attrs"))
    assert paths == set(source.stringsegment_set.values_list("context__path", "context__field_path"))


def test_publishing_in_the_translation_editor_keeps_the_words(sample: Path) -> None:
    page = skill("ar")
    before = page.theory.get_prep_value()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    translation.save_target()
    assert skill("ar").theory.get_prep_value() == before


def test_ids_are_the_same_in_every_database(sample: Path) -> None:
    assert skill("en").translation_key == stable_id("skills/listening")
    assert skill("en").theory[0].id == str(stable_id("skills/listening", "theory.work"))
    assert skill("ar").theory[0].id == skill("en").theory[0].id


def test_a_second_load_changes_nothing(sample: Path) -> None:
    revisions = Revision.objects.count()
    assert "0 created, 0 updated, 28 unchanged" in load(sample)
    assert Revision.objects.count() == revisions


def test_a_changed_file_updates_its_page_alone(sample: Path) -> None:
    change(sample / "pages/about/page.yaml", "summary: What this is.", "summary: What this was.")
    change(sample / "pages/about/ar.po", 'msgid "What this is."', 'msgid "What this was."')
    before = Revision.objects.count()
    assert "0 created, 2 updated, 26 unchanged" in load(sample)
    assert Revision.objects.count() == before + 2


def test_a_page_with_a_missing_translation_is_not_live_in_that_language(
    content_dir: Path, db: None, two_languages: None
) -> None:
    change(content_dir / "skills/listening/ar.po", 'msgstr "ع Listening is work"', 'msgstr ""')
    load(content_dir)
    page = skill("ar")
    assert not page.live
    total, done = Translation.objects.get(source__object_id=page.translation_key).get_progress()
    assert (total, done) == (total, total - 1)


def test_a_live_translation_stays_live_when_the_source_gets_a_new_text(sample: Path) -> None:
    change(sample / "pages/about/page.yaml", "    heading: A list", "    heading: A longer list")
    change(sample / "pages/about/ar.po", 'msgid "A list"', 'msgid "A longer list"')
    change(sample / "pages/about/ar.po", 'msgstr "ع A list"', 'msgstr ""')
    load(sample)
    page = Page.objects.get(slug="about", locale__language_code="ar").specific
    assert page.live
    assert page.sections[0].value["heading"] == "ع A list"


def test_a_missing_translation_file_is_reported_and_its_page_waits(
    content_dir: Path, db: None, two_languages: None
) -> None:
    (content_dir / "pages/about/ar.po").unlink()
    output = load(content_dir)
    assert "no translation: pages/about/ar.po is missing" in output
    assert not Page.objects.get(slug="about", locale__language_code="ar").live


def edit_title(text: str) -> None:
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.title = text
    page.save_revision().publish()


def test_an_edit_in_the_cms_survives_a_load_of_unchanged_files(sample: Path) -> None:
    edit_title("About us")
    assert "28 unchanged" in load(sample)
    assert Page.objects.filter(title="About us").exists()


def test_an_edit_on_both_sides_is_a_conflict_and_changes_nothing(sample: Path) -> None:
    edit_title("About us")
    change(sample / "pages/about/page.yaml", "title: About\n", "title: About them\n")
    change(sample / "terms/terms.yaml", "summary: Words we use.", "summary: Words.")
    change(sample / "terms/ar.po", 'msgid "Words we use."', 'msgid "Words."')
    with pytest.raises(CommandError, match=r"pages/about/page\.yaml: changed here and in the CMS"):
        load(sample)
    assert Page.objects.filter(title="About us").exists()
    assert not Page.objects.filter(glossarypage__summary="Words.").exists()


@pytest.mark.parametrize(("choice", "title"), [("keep", "About us"), ("overwrite", "About them")])
def test_a_conflict_is_decided_by_the_person(sample: Path, choice: str, title: str) -> None:
    edit_title("About us")
    change(sample / "pages/about/page.yaml", "title: About\n", "title: About them\n")
    change(sample / "pages/about/ar.po", 'msgid "About"', 'msgid "About them"')
    if choice == "keep":
        change(sample / "pages/about/ar.po", 'msgid "About them"', 'msgid "About us"')
    load(sample, on_conflict=choice)
    assert Page.objects.get(slug="about", locale__language_code="en").title == title


def test_an_edited_translation_is_not_overwritten(sample: Path) -> None:
    row = StringTranslation.objects.get(data="ع A list", context__path__endswith="heading")
    row.data = "قائمة"
    row.save()
    change(sample / "pages/about/ar.po", 'msgstr "ع A list"', 'msgstr "ع another"')
    with pytest.raises(CommandError, match=r"pages/about/ar\.po: changed here and in the CMS"):
        load(sample)
    row.refresh_from_db()
    assert row.data == "قائمة"


def test_a_badge_page_becomes_an_achievement_in_each_language(sample: Path) -> None:
    from cms.issuance.achievements import current_achievement

    for language, name in (("en", "Listening"), ("ar", "ع Listening")):
        achievement = current_achievement("listening", language)
        assert achievement is not None
        assert (achievement.name, achievement.version) == (name, 1)
        assert [criterion["key"] for criterion in achievement.criteria] == ["waits", "echoes"]
        assert achievement.alignment[0]["code"] == "S2"


def test_menus_changed_on_both_sides_are_a_conflict(sample: Path) -> None:
    project = ProjectSettings.objects.get()
    project.menus = {"header": ["about"], "footer": []}
    project.save()
    change(sample / "menus.yaml", "- verify\n", "")
    with pytest.raises(CommandError, match=r"menus\.yaml: changed here and in the CMS"):
        load(sample)
    project.refresh_from_db()
    assert project.menus["header"] == ["about"]


def test_an_editor_can_add_a_page_below_a_loaded_one(sample: Path) -> None:
    assert all(not found for found in Page.find_problems())
    home = HomePage.objects.get(locale__language_code="en")
    home.add_child(instance=InfoPage(title="News", slug="news", locale=home.locale))
    assert home.get_children().filter(slug="news").exists()


def test_a_page_that_joins_later_finds_its_place(sample: Path) -> None:
    folder = sample / "pages" / "news"
    folder.mkdir()
    (folder / "page.yaml").write_text("type: info\ntitle: News\n", "utf-8")
    load(sample)
    assert HomePage.objects.get(locale__language_code="en").get_children().filter(slug="news", live=True).exists()


def test_a_page_may_change_its_type_and_keeps_its_number_and_its_translation(sample: Path) -> None:
    before = {page.locale.language_code: page.pk for page in Page.objects.filter(slug="about")}
    file = sample / "pages" / "about" / "page.yaml"
    change(file, "type: info", "type: tool\ntool: share")
    load(sample)
    pages = ToolPage.objects.filter(slug="about")
    assert {page.locale.language_code: page.pk for page in pages} == before
    assert pages.get(locale__language_code="ar").live
    assert "ع A list" in str(pages.get(locale__language_code="ar").sections)
    assert not InfoPage.objects.filter(slug="about").exists()
