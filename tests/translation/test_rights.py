"""Who translates, who reviews, who is told; and how a language joins."""

import io
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Page, Workflow

from cms.translation.approval import submit
from cms.translation.digest import send_digests
from cms.translation.roles import make_groups, reviewer_group_name, translator_group_name
from cms.translation.texts import read_desk_page, save_text

SEVEN = [("en", "English"), ("ar", "العربية"), ("de", "Deutsch")]


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org")
    user.groups.add(Group.objects.get(name=group))
    return user


def target(slug: str = "about") -> Page:
    return Page.objects.get(slug=slug, locale__language_code="ar").specific


def translate(part: str, words: str, user: User) -> None:
    desk = read_desk_page(target())
    text = next(text for text in desk.texts if part in text.text.message.source)
    save_text(desk, text, words, user)


def change_source() -> None:
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.summary = "What this is, in short."
    page.save_revision().publish()


def test_03_a_translation_is_submitted_reviewed_and_then_live(sample: Path) -> None:
    make_groups()
    layla = person("layla", translator_group_name("ar"))
    omar = person("omar", reviewer_group_name("ar"))
    assert not target().permissions_for_user(layla).can_publish()
    translate("What this is.", "ما هذا الموقع", layla)
    state = submit(read_desk_page(target()), layla)
    assert state is not None
    assert target().summary == "ع What this is."
    assert state.current_task_state.task.specific.get_actions(target(), layla) == []
    state.current_task_state.reject(user=omar, comment="العنوان قصير")
    state = submit(read_desk_page(target()), layla)
    assert state is not None
    state.current_task_state.approve(user=omar)
    assert target().summary == "ما هذا الموقع"
    assert all(text.state == "done" for text in read_desk_page(target()).texts)


def test_nobody_approves_own_work_while_somebody_else_could(sample: Path) -> None:
    make_groups()
    omar = person("omar", reviewer_group_name("ar"))
    translate("What this is.", "ما هذا الموقع", omar)
    state = submit(read_desk_page(target()), omar)
    assert state is not None
    task = state.current_task_state.task.specific
    assert "approve" in {action for action, _label, _form in task.get_actions(target(), omar)}
    person("huda", reviewer_group_name("ar"))
    assert "approve" not in {action for action, _label, _form in task.get_actions(target(), omar)}


def test_groups_made_again_stay_as_they_are(sample: Path) -> None:
    assert [group.name for group in make_groups()] == [group.name for group in make_groups()]
    assert Workflow.objects.filter(name="Translation (ar)").count() == 1


def test_translators_get_one_mail_a_day_with_what_changed(sample: Path) -> None:
    make_groups()
    layla = person("layla", translator_group_name("ar"))
    now = timezone.now()
    assert send_digests(now) == 0
    change_source()
    assert send_digests(now + timedelta(hours=1)) == 0
    assert send_digests(now + timedelta(days=1, hours=1)) == 1
    assert send_digests(now + timedelta(days=1, hours=2)) == 0
    assert not mail.outbox
    call_command("send_mail_queue")
    [message] = mail.outbox
    assert message.to == [layla.email]
    assert "To look at again: 1" in message.body


def test_a_language_joins_with_tree_groups_files_and_catalogue(sample: Path, tmp_path: Path) -> None:
    output = io.StringIO()
    with override_settings(LANGUAGES=SEVEN, WAGTAIL_CONTENT_LANGUAGES=SEVEN):
        call_command("add_language", "de", dir=sample, locale_dir=_catalogues(tmp_path), stdout=output)
    pages = Page.objects.filter(locale__language_code="de")
    assert pages.count() == Page.objects.filter(locale__language_code="en", depth__gt=1).count()
    assert not pages.filter(live=True).exists()
    assert Group.objects.filter(name=translator_group_name("de")).exists()
    assert (sample / "skills/listening/de.po").is_file()
    catalogue = polib.pofile(str(tmp_path / "locale/de/LC_MESSAGES/django.po"))
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=2")
    assert [len(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural] == [2]
    assert "2 interface strings to translate" in output.getvalue()


def test_a_language_that_the_settings_do_not_name_is_refused(sample: Path) -> None:
    with pytest.raises(CommandError, match=r'Add a line like \("de", "its own name"\) to LANGUAGES'):
        call_command("add_language", "de", dir=sample)
    assert not Page.objects.filter(locale__language_code="de").exists()


def _catalogues(tmp_path: Path) -> Path:
    model = polib.POFile()
    model.metadata = {"Language": "fi", "Plural-Forms": "nplurals=3; plural=0;"}
    model.append(polib.POEntry(msgid="Save", msgstr="Tallenna"))
    model.append(polib.POEntry(msgid="%d page", msgid_plural="%d pages", msgstr_plural={0: "a", 1: "b", 2: "c"}))
    path = tmp_path / "locale/fi/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    model.save(str(path))
    return tmp_path / "locale"
