"""Files that are half there or damaged: refused with their name, and nothing of them is kept."""

import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.content import dump
from cms.content.errors import ContentError
from cms.content.read import read_content
from tests.faults.killing import ROUNDS


@pytest.mark.parametrize("ending", [".yaml", ".po"])
def test_a_content_file_that_is_half_written_is_named_wherever_it_was_cut(
    content_dir: Path, two_languages: None, choose: random.Random, ending: str
) -> None:
    for path in sorted(content_dir.rglob(f"*{ending}")):
        whole = path.read_bytes()
        for _round in range(2 * ROUNDS):
            # Within a line: a line that is whole may be the last one that an author has written.
            cut = choose.choice([place for place in range(1, len(whole)) if whole[place - 1 : place] != b"\n"])
            path.write_bytes(whole[:cut])
            with pytest.raises(ContentError, match=path.name):
                read_content(content_dir)
        path.write_bytes(whole)


def test_nothing_of_a_half_written_file_is_loaded(sample: Path) -> None:
    path = sample / "skills" / "listening" / "ar.po"
    before = (Page.objects.count(), StringTranslation.objects.count())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CommandError, match=r"ar\.po:\d+: .*the file ends within a line"):
        call_command("load_content", dir=sample, verbosity=0)
    assert (Page.objects.count(), StringTranslation.objects.count()) == before


def test_a_dump_that_is_broken_off_leaves_each_file_as_it_was_or_as_it_is_to_be(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample / "project.yaml"
    path.write_text("old: words\n")

    def cut_off(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", cut_off)
        with pytest.raises(OSError, match="No space left"):
            dump.dump_content(sample)
    assert path.read_text() == "old: words\n"
    assert not list(sample.rglob(".dump-*"))
