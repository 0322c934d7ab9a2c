"""Dumping: the same bytes back, and just the edit as a small diff."""

import difflib
from pathlib import Path

from django.core.management import call_command
from wagtail.models import Page

from cms.content.dump import dump_content
from cms.content.models import Review
from cms.learning.models import SkillPage
from cms.learning.snapshot import take_snapshot
from tests.content.loading import dump, files


def test_load_then_dump_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    assert files(dump(tmp_path)) == files(sample)


def test_an_edit_in_the_cms_is_a_small_diff(sample: Path, tmp_path: Path) -> None:
    page = SkillPage.objects.get(locale__language_code="en")
    page.theory[0].value["heading"] = "Listening is hard work"
    page.save_revision().publish()
    before, after = files(sample), files(dump(tmp_path))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"skills/listening/skill.yaml", "skills/listening/ar.po"}
    lines = difflib.unified_diff(
        before["skills/listening/skill.yaml"].decode().split("\n"),
        after["skills/listening/skill.yaml"].decode().split("\n"),
        lineterm="",
        n=0,
    )
    assert [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}] == [
        "-    heading: Listening is work",
        "+    heading: Listening is hard work",
    ]


def test_a_block_added_in_the_cms_keeps_the_name_that_the_first_dump_gave_it(sample: Path, tmp_path: Path) -> None:
    page = SkillPage.objects.get(locale__language_code="en")
    page.outcomes.append(("outcome", "Ask a question."))
    page.save_revision().publish()
    first = files(dump(tmp_path))
    assert b"Ask a question." in first["skills/listening/skill.yaml"]
    assert files(dump(tmp_path / "again")) == first


def test_what_was_dumped_after_an_edit_loads_as_it_is(sample: Path, tmp_path: Path) -> None:
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.title = "About us"
    page.save_revision().publish()
    folder = dump(tmp_path)
    call_command("load_content", dir=folder)
    assert files(dump(tmp_path / "again")) == files(folder)


def test_an_unpublished_draft_is_not_dumped(sample: Path, tmp_path: Path) -> None:
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.title = "Not yet"
    page.save_revision()
    assert files(dump(tmp_path)) == files(sample)


def test_a_small_change_in_the_files_keeps_the_translation_live_and_marked(sample: Path, tmp_path: Path) -> None:
    yaml, po = sample / "skills/listening/skill.yaml", sample / "skills/listening/ar.po"
    yaml.write_text(yaml.read_text("utf-8").replace("Watch the time.", "Watch the clock."), "utf-8")
    call_command("update_translations", dir=sample)
    assert '#, fuzzy\n#| msgid "Watch the time."\n' in po.read_text("utf-8")
    call_command("load_content", dir=sample)
    page = SkillPage.objects.get(locale__language_code="ar")
    assert page.live
    assert "ع Watch the time." in str(page.activities)
    assert Review.objects.get().previous == "Watch the time."
    assert files(dump(tmp_path)) == files(sample)


def test_pages_that_an_editor_has_moved_keep_their_place(sample: Path, tmp_path: Path) -> None:
    def paths() -> list[str]:
        return [path for path in take_snapshot().paths() if path and "/" not in path]

    dump_content(tmp_path / "usual")
    assert not (tmp_path / "usual/order.yaml").exists()
    usual = paths()
    moved, first = (Page.objects.get(slug=slug, locale__language_code="en") for slug in (usual[-1], usual[0]))
    moved.move(first, pos="left")
    dump_content(tmp_path / "moved")
    assert paths() == [usual[-1], *usual[:-1]]
    # A site that is made of the files has them in the same place.
    moved.refresh_from_db()
    moved.move(Page.objects.get(slug=usual[-2], locale__language_code="en"), pos="right")
    assert paths() == usual
    call_command("load_content", dir=tmp_path / "moved")
    assert paths() == [usual[-1], *usual[:-1]]
    dump_content(tmp_path / "again")
    assert (tmp_path / "again/order.yaml").read_bytes() == (tmp_path / "moved/order.yaml").read_bytes()
