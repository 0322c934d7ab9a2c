"""Recordings of the podcasts: from the files to the page and back, and who may upload them."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Page

from cms.learning.context import page_context
from cms.learning.models import Recording, SkillPage
from cms.learning.snapshot import take_snapshot
from cms.translation.roles import SOURCE_EDITORS, make_groups, translator_group_name
from tests.content.loading import dump, files, load, sound

FOLDER = "skills/listening"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome.\n"
OTHER_CAPTIONS = CAPTIONS.replace(b"Welcome", b"Hello")


@pytest.fixture
def recorded(sample: Path) -> Path:
    """The sample with a recording in English, loaded."""
    (sample / FOLDER / "podcast.en.wav").write_bytes(sound(0.5))
    (sample / FOLDER / "podcast.en.vtt").write_bytes(CAPTIONS)
    assert "2 created, 0 updated, 28 unchanged" in load(sample)
    return sample


def recording(language: str) -> Recording:
    return Recording.objects.get(module__slug="listening", locale__language_code=language)


def shown(language: str) -> Any:
    """Return the recording that the module's page shows."""
    snapshot = take_snapshot()
    node = snapshot.find(language, FOLDER)
    assert node is not None
    return page_context(snapshot, node, language)["recording"]


def test_the_page_shows_the_recording_of_its_language(recorded: Path) -> None:
    (recorded / FOLDER / "podcast.ar.wav").write_bytes(sound(0.7))
    load(recorded)
    assert shown("ar")["language"] == "ar"
    assert shown("ar")["captions"] == ""
    english = shown("en")
    assert english["language"] == "en"
    assert english["audio"].startswith("/media/documents/listening-podcast.en.")
    assert english["captions"].endswith(".vtt")


def test_the_page_falls_back_to_the_recording_in_the_source_language(recorded: Path) -> None:
    assert shown("ar") == shown("en")


def test_a_second_load_changes_nothing(recorded: Path) -> None:
    before = recording("en").audio.file.name
    assert "0 created, 0 updated, 30 unchanged" in load(recorded)
    assert recording("en").audio.file.name == before


def test_a_changed_file_replaces_its_document_alone(recorded: Path) -> None:
    audio, captions = recording("en").audio, recording("en").captions
    (recorded / FOLDER / "podcast.en.vtt").write_bytes(OTHER_CAPTIONS)
    assert "0 created, 1 updated, 29 unchanged" in load(recorded)
    assert recording("en").audio.file.name == audio.file.name
    assert recording("en").captions.pk == captions.pk
    with recording("en").captions.open_file() as handle:
        assert handle.read() == OTHER_CAPTIONS


def test_another_format_replaces_the_first(recorded: Path) -> None:
    (recorded / FOLDER / "podcast.en.wav").unlink()
    (recorded / FOLDER / "podcast.en.mp3").write_bytes(b"ID3 and so on")
    load(recorded)
    assert recording("en").audio.file_extension == "mp3"
    assert Document.objects.count() == 2


def replace_in_cms(content: bytes) -> None:
    """Do what an editor does who uploads another recording under Documents."""
    document = recording("en").audio
    document.file = SimpleUploadedFile("better.wav", content)
    document._set_document_file_metadata()
    document.save()


def test_an_upload_in_the_cms_survives_a_load_of_unchanged_files(recorded: Path) -> None:
    replace_in_cms(sound(0.9))
    assert "30 unchanged" in load(recorded)
    assert recording("en").audio.file.size == len(sound(0.9))


def test_a_recording_changed_on_both_sides_is_a_conflict(recorded: Path) -> None:
    replace_in_cms(sound(0.9))
    (recorded / FOLDER / "podcast.en.wav").write_bytes(sound(0.2))
    with pytest.raises(CommandError, match=r"listening/podcast\.en\.wav: changed here and in the CMS"):
        load(recorded)
    load(recorded, on_conflict="keep")
    assert recording("en").audio.file.size == len(sound(0.9))


def test_load_then_dump_gives_the_same_bytes(recorded: Path, tmp_path: Path) -> None:
    assert files(dump(tmp_path)) == files(recorded)


def test_an_upload_in_the_cms_is_dumped_in_place_of_the_old_file(recorded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(recorded, tmp_path / "dump"))
    document = recording("en").audio
    document.file = SimpleUploadedFile("better.ogg", b"OggS and so on")
    document._set_document_file_metadata()
    document.save()
    dump(tmp_path)
    assert (folder / FOLDER / "podcast.en.ogg").read_bytes() == b"OggS and so on"
    assert not (folder / FOLDER / "podcast.en.wav").exists()
    load(folder, on_conflict="overwrite")


FAULTS = [
    ({"podcast.xx.mp3": b"ID3"}, r"podcast\.xx\.mp3: unknown language “xx”: known are en, ar"),
    ({"podcast.mp3": b"ID3"}, r"podcast\.mp3: unknown language"),
    ({"podcast.en.vtt": CAPTIONS}, r"podcast\.en\.vtt: captions without a recording"),
    ({"podcast.en.mp3": b"ID3", "podcast.en.ogg": b"OggS"}, r"two recordings in one language, .*mp3 and .*ogg: keep"),
    ({"podcast.en.mp3": b"ID3", "podcast.en.vtt": b"1\n00:00"}, r"podcast\.en\.vtt: not captions: line 1 must say"),
    ({"podcast.en.mp3": b"ID3", "podcast.en.vtt": b"WEBVTTX"}, r"podcast\.en\.vtt: not captions"),
    ({"podcast.en.flac": b"fLaC"}, r"podcast\.en\.flac: not a kind of file that browsers play: known are m4a"),
    ({"podcast.en.mp3": b"version https://git-lfs"}, r"podcast\.en\.mp3: the file holds no mp3 audio"),
    ({"podcast.en.mp3": b""}, r"podcast\.en\.mp3: the file holds no mp3 audio"),
]


@pytest.mark.parametrize(("written", "message"), FAULTS)
def test_a_faulty_file_is_named_and_nothing_is_loaded(
    content_dir: Path, db: None, two_languages: None, written: dict[str, bytes], message: str
) -> None:
    for name, content in written.items():
        (content_dir / FOLDER / name).write_bytes(content)
    before = Page.objects.count()
    with pytest.raises(CommandError, match=message):
        call_command("load_content", dir=content_dir)
    assert Page.objects.count() == before
    assert not Recording.objects.exists()


def test_a_recording_of_a_module_without_a_podcast_is_refused(content_dir: Path, db: None, two_languages: None) -> None:
    skill = content_dir / FOLDER / "skill.yaml"
    head, tail = skill.read_text("utf-8").split("podcast:\n")
    skill.write_text(f"{head}quiz:\n{tail.split('quiz:')[1][1:]}", "utf-8")
    (content_dir / FOLDER / "podcast.en.mp3").write_bytes(b"ID3")
    with pytest.raises(CommandError, match=r"podcast\.en\.mp3: skill\.yaml has no podcast"):
        call_command("load_content", dir=content_dir)


@pytest.mark.parametrize("group", [SOURCE_EDITORS, translator_group_name("ar")])
def test_editors_and_translators_upload_recordings(sample: Path, client: Client, group: str) -> None:
    make_groups()
    user = User.objects.create_user("layla")
    user.groups.add(*user.groups.model.objects.filter(name=group))
    client.force_login(user)
    client.post(
        reverse("wagtaildocs:add"),
        {"title": "Episode", "file": SimpleUploadedFile("episode.wav", sound(0.5)), "collection": 1},
    )
    document = Document.objects.get(title="Episode")
    module = SkillPage.objects.get(slug="listening", locale__language_code="ar")
    values = {"module": module.pk, "locale": module.locale_id, "audio": document.pk, "captions": ""}
    response = client.post(reverse("wagtailsnippets_learning_recording:add"), values)
    assert response.status_code == 302, response.content.decode()
    assert recording("ar").audio == document
    assert recording("ar").module.locale.language_code == "en"


def test_a_text_is_refused_as_a_recording(sample: Path, admin_client: Client) -> None:
    document = Document.objects.create(title="Text", file=SimpleUploadedFile("text.txt", b"text"))
    module = SkillPage.objects.get(slug="listening", locale__language_code="en")
    values = {"module": module.pk, "locale": module.locale_id, "audio": document.pk, "captions": ""}
    response = admin_client.post(reverse("wagtailsnippets_learning_recording:add"), values)
    assert response.status_code == 200
    assert "Choose an audio file" in response.content.decode()
