"""What editors complain about in wagtail-localize, by number: the complaint, and that it does not happen here."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from cms.content.models import Review
from cms.learning.models import HomePage, InfoPage, LearningPage
from cms.translation.approval import NotReadyError, submit
from cms.translation.models import Conflict
from cms.translation.sync import sync_page
from cms.translation.texts import read_desk_page, save_text
from tests.translation.at_desk import edit, page, text_of


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("editor", "editor@example.org")


def translate(target: LearningPage, part: str, words: str, user: User, *, drafts: bool = False) -> None:
    desk = read_desk_page(target, drafts=drafts)
    text = next(text for text in desk.texts if part in text.text.message.source)
    save_text(desk, text, words, user)


def approve(target: LearningPage, user: User) -> None:
    state = submit(read_desk_page(target), user)
    assert state is not None
    state.current_task_state.approve(user=user)


def test_01_a_small_change_of_the_source_keeps_the_translation_live_and_marks_it(sample: Path) -> None:
    before = str(page("about", "ar").sections)
    edit("first", "very first")
    after = page("about", "ar")
    assert after.live
    assert str(after.sections) == before
    review = text_of("very first").review
    assert review is not None
    assert "first" in review.previous
    assert "very first" not in review.previous


def test_01_a_text_that_only_moved_or_got_another_id_keeps_its_translation(sample: Path) -> None:
    source = page("about", "en")
    raw = source.sections.get_prep_value()
    for item in raw:
        item["id"] = f"00000000-0000-4000-8000-{len(item['value']['heading']):012d}"
    source.sections = list(reversed(raw))
    source.save_revision().publish()
    target = page("about", "ar")
    assert [text.state for text in read_desk_page(target).texts] == ["done"] * len(read_desk_page(target).texts)
    assert not Review.objects.exists()


def test_01_only_really_new_text_is_empty_and_what_is_live_waits_for_it(sample: Path, editor: User) -> None:
    before = str(page("about", "ar").sections)
    edit("</p>", "</p><p>Wholly unlike all that stood here.</p>")
    target = page("about", "ar")
    assert str(target.sections) == before
    missing = [text for text in read_desk_page(target).texts if text.state == "missing"]
    assert {text.text.message.source for text in missing} == {"Wholly unlike all that stood here."}
    translate(target, "Wholly unlike", "جديد كليا", editor)
    approve(page("about", "ar"), editor)
    assert "جديد كليا" in str(page("about", "ar").sections)


def test_02_an_untranslated_page_does_not_go_live(sample: Path, editor: User) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    news = home.add_child(instance=InfoPage(title="News", slug="news", locale=home.locale, live=False))
    news.save_revision().publish()
    target = page("news", "ar")
    assert not target.live
    assert [text.state for text in read_desk_page(target).texts] == ["missing"]
    with pytest.raises(NotReadyError, match="1 text has no translation"):
        submit(read_desk_page(target), editor)


def test_04_an_edit_by_hand_is_not_overwritten_but_shown(sample: Path) -> None:
    target = page("about", "ar")
    target.title = "بيدي"
    target.save_revision().publish()
    edit("first", "very first")
    assert page("about", "ar").title == "بيدي"
    conflict = Conflict.objects.get()
    assert (conflict.by_hand, conflict.stored) == ("بيدي", "ع About")


def test_06_a_draft_of_the_source_can_be_translated_early(sample: Path, editor: User) -> None:
    edit("</p>", "</p><p>This comes in spring.</p>", publish=False)
    target = page("about", "ar")
    before = str(target.sections)
    assert text_of("comes in spring", drafts=True).coming
    translate(target, "comes in spring", "يأتي في الربيع", editor, drafts=True)
    assert str(page("about", "ar").sections) == before
    assert all(text.state == "done" for text in read_desk_page(target).texts)
    page("about", "en").get_latest_revision().publish()
    assert "يأتي في الربيع" in str(page("about", "ar").sections)


def test_07_moving_renaming_and_unpublishing_carry_over(
    sample: Path, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    source = page("about", "en")
    old = page("about", "ar").url_path
    source.slug = "about-us"
    # Wagtail tells of a new slug when the transaction is over.
    with django_capture_on_commit_callbacks(execute=True):
        source.save_revision().publish()
    moved = page("about-us", "ar")
    assert moved.live
    assert moved.url_path != old
    assert Redirect.objects.filter(redirect_page=moved).exists()
    parent = page("privacy", "en")
    page("about-us", "en").move(Page.objects.get(pk=parent.pk), pos="last-child")
    assert page("about-us", "ar").get_parent().pk == page("privacy", "ar").pk
    page("about-us", "en").unpublish()
    assert not page("about-us", "ar").live
    page("about-us", "en").save_revision().publish()
    assert page("about-us", "ar").live


def test_07_the_order_of_pages_carries_over(sample: Path) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    first, last = home.get_children().first(), home.get_children().last()
    last.move(first, pos="left")
    orders = [
        list(HomePage.objects.get(locale__language_code=code).get_children().values_list("slug", flat=True))
        for code in ("en", "ar")
    ]
    assert orders[0] == orders[1]
    assert orders[0][0] == last.slug


def test_08_no_alias_speaks_english_in_another_language(sample: Path) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    home.add_child(instance=InfoPage(title="News", slug="news", locale=home.locale)).save_revision().publish()
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert not Page.objects.filter(slug="news", locale__language_code="ar", live=True).exists()


def test_12_a_sync_concerns_the_languages_that_were_chosen(sample: Path, settings: object) -> None:
    settings.TRANSLATION_SYNC = False  # type: ignore[attr-defined]
    edit("first", "very first")
    assert not Review.objects.exists()
    sync_page(page("about", "en"), locales=[])
    assert not Review.objects.exists()
    sync_page(page("about", "en"), locales=[Locale.objects.get(language_code="ar")])
    assert Review.objects.count() == 1
