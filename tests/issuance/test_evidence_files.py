"""Files as evidence, where they are switched on: known by content, cleaned, kept apart, within limits."""

import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from applicants import ANNA, ORIGIN, SITUATION, Post, link_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cms.issuance.assessing.workflow import Mark, return_for_completion
from cms.issuance.evidence.images import LONGEST_SIDE, UnreadableImageError, redraw
from cms.issuance.evidence.kinds import JPEG, PNG, kind_of
from cms.issuance.models import Application, EvidenceFile, Purpose

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"
Fields = dict[str, Any]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_FILES = 2
    location = tmp_path / "evidence"
    options = {"location": location, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
    }
    return location


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "red").save(output, format=kind, **more)
    return output.getvalue()


def exif() -> Image.Exif:
    """Return data of a camera: a place, and a note that the picture lies on its side."""
    data = Image.Exif()
    data[0x0112] = 6
    data[0x010E] = "Helsinki, room 7"
    return data


def package(**entries: bytes) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return output.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_files_are_kept_under_names_that_say_nothing(post: Post, fields: Fields, folder: Path) -> None:
    files = [upload("../../etc/plan.exe", PDF), upload("photo.html", photo())]
    assert post({**fields, "files": files}).status_code == 303
    kept = list(EvidenceFile.objects.all())
    assert [(file.title, file.media_type) for file in kept] == [
        ("plan.pdf", "application/pdf"),
        ("photo.jpg", "image/jpeg"),
    ]
    on_disk = sorted(folder.iterdir())
    assert sorted(path.name for path in on_disk) == sorted(file.stored_as for file in kept)
    for path in on_disk:
        assert len(path.name) == 32
        assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote() -> None:
    drawn = redraw(photo(exif=exif(), comment=b"secret"), JPEG)
    for words in (b"Helsinki", b"secret", b"Exif"):
        assert words not in drawn
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()


def test_a_picture_that_hides_a_program_loses_it() -> None:
    drawn = redraw(photo("PNG") + b"<?php evil(); ?>", PNG)
    assert b"php" not in drawn


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(BytesIO(redraw(photo(size=(4000, 100)), JPEG))) as picture:
        assert max(picture.size) == LONGEST_SIDE


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, format="PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(UnreadableImageError):
        redraw(bomb.getvalue(), PNG)


DOCX = {"[Content_Types].xml": b"x", "word/document.xml": b"x"}
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PDF, "pdf"),
        (photo(), "jpg"),
        (photo("PNG"), "png"),
        (photo("WEBP"), "webp"),
        (b"ID3\x04 sound", "mp3"),
        (package(**DOCX), "docx"),
        (package(mimetype=ODT), "odt"),
        (package(**DOCX, **{"word/vbaProject.bin": b"x"}), None),
        (package(mimetype=ODT, **{"Basic/script.xml": b"x"}), None),
        (package(**{"run.exe": b"MZ"}), None),
        (b"PK\x03\x04 broken", None),
        (b"<html><script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ program", None),
        (b"", None),
    ],
)
def test_what_a_file_is_its_content_says(content: bytes, extension: str | None) -> None:
    kind = kind_of(content)
    assert (kind.extension if kind else None) == extension


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP"]),
)
def test_any_bytes_are_a_kind_or_none_and_never_an_error(content: bytes, head: bytes) -> None:
    kind = kind_of(head + content)
    if kind and kind.is_image:
        with pytest.raises(UnreadableImageError):
            redraw(head + content, kind)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.pdf", PDF)] * 3, "at most 2 files"),
        ([("a.pdf", PDF + b" " * 1_000_000)], "at most 1 MB"),
        ([("a.pdf", PDF + b" " * 700_000), ("b.pdf", PDF + b" " * 700_000)], "Together"),
        ([("page.pdf", b"<html><script>")], "kind of file that we cannot take"),
        ([("photo.png", b"\x89PNG\r\n\x1a\n broken")], "cannot be read as a picture"),
    ],
)
def test_what_is_not_taken_is_said_beside_the_field(
    post: Post, fields: Fields, settings: Any, folder: Path, files: list[tuple[str, bytes]], words: str
) -> None:
    settings.EVIDENCE_FILE_MB = settings.EVIDENCE_TOTAL_MB = 1
    response = post({**fields, "files": [upload(*file) for file in files]})
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'id="id_files_error"' in page
    assert SITUATION in page
    assert not folder.exists()


def test_far_too_much_is_refused_before_it_is_read(post: Post, fields: Fields, settings: Any) -> None:
    settings.EVIDENCE_TOTAL_MB = 1
    assert post({**fields, "files": [upload("a.pdf", PDF + b" " * 3_000_000)]}).status_code == 413


def test_where_files_are_off_they_are_not_looked_at(post: Post, fields: Fields, settings: Any, folder: Path) -> None:
    settings.EVIDENCE_FILES = 0
    assert post({**fields, "files": [upload("a.exe", b"MZ")]}).status_code == 303
    assert not EvidenceFile.objects.exists()
    assert not folder.exists()


def test_a_returned_application_changes_its_files(
    post: Post,
    fields: Fields,
    client: Client,
    read_mail: Callable[[], Any],
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    post({**fields, "files": [upload("old.pdf", PDF), upload("good.pdf", PDF + b"2")]})
    client.post(link_in(read_mail(), Purpose.CONFIRM))
    read_mail()
    return_for_completion(Application.objects.get().pk, {"checks": Mark("partly")}, ANNA, "Another plan, please.")
    link = link_in(read_mail(), Purpose.MEND)
    assert "old.pdf" in client.get(link).content.decode()
    answers = {f"situation-{key}": SITUATION for key in ("attention", "checks")}
    assert client.post(link, {**answers, "files": [upload("new.pdf", PDF)]}).status_code == 422
    old = EvidenceFile.objects.get(title="old.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link, {**answers, "removed": old.pk, "files": [upload("new.pdf", PDF)]})
    assert [file.title for file in EvidenceFile.objects.all()] == ["good.pdf", "new.pdf"]
    assert len(list(folder.iterdir())) == 2


def test_what_a_crash_left_behind_is_deleted_a_day_later(
    post: Post, fields: Fields, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post({**fields, "files": [upload("a.pdf", PDF)]})
    (folder / "orphan").write_bytes(b"x")
    call_command("purge_expired", verbosity=0)
    assert (folder / "orphan").exists()
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("purge_expired", verbosity=0)
    assert [path.name for path in folder.iterdir()] == [EvidenceFile.objects.get().stored_as]


class Scanner(threading.Thread):
    """Speaks as clamd does: finds the one bad word."""

    def __init__(self, answer: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(length)
                found = b"stream: Test-Signature FOUND" if b"EICAR" in content else b"stream: OK"
                line.sendall((self.answer or found) + b"\0")


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    running = Scanner()
    running.start()
    settings.CLAMD = running.address
    yield running
    running.socket.close()


def test_the_scanner_decides(post: Post, fields: Fields, scanner: Scanner) -> None:
    assert post({**fields, "files": [upload("a.pdf", PDF)]}).status_code == 303
    bad = post({**fields, "name": "B", "files": [upload("b.pdf", PDF + b"EICAR" + b" " * 100_000)]})
    assert bad.status_code == 422
    assert "virus scanner" in bad.content.decode()
    assert EvidenceFile.objects.count() == 1


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"x", None])
def test_without_a_clear_answer_of_the_scanner_nothing_is_taken(
    post: Post, fields: Fields, settings: Any, scanner: Scanner, answer: bytes | None
) -> None:
    if answer is None:
        settings.CLAMD = "127.0.0.1:9"
    else:
        scanner.answer = answer
    response = post({**fields, "files": [upload("a.pdf", PDF)]})
    assert response.status_code == 422
    assert "We cannot take files just now" in response.content.decode()


def test_the_form_of_an_error_page_takes_files_too(client: Client, post: Post, fields: Fields) -> None:
    page = post({**fields, "name": ""}).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="files"' in page
    assert ORIGIN in page
