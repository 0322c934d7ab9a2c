"""The exchange in use: two at once, who may, its commands and its screens."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.translation.exchange import archive
from cms.translation.exchange.pending import GoneError, InProgressError, apply_pending, begin, plan_of
from cms.translation.exchange.plan import Outcome
from cms.translation.exchange.store import ChangedError
from cms.translation.models import PendingImport
from cms.translation.roles import make_groups, translator_group_name
from tests.translation.exchanging import (
    arabic,
    changed,
    edited,
    exported,
    packed,
    planned,
    refusals,
    stored,
    target,
    translate,
    unpacked,
)

ADDRESS = "/admin/translation/exchange/ar/"


@pytest.fixture
def layla(sample: Path) -> User:
    """A translator into Arabic."""
    make_groups()
    user = User.objects.create_user("layla", "layla@example.org", "pw")
    user.groups.add(Group.objects.get(name=translator_group_name("ar")))
    return user


@pytest.fixture
def omar(sample: Path) -> User:
    return User.objects.create_superuser("omar", "omar@example.org", "pw")


@pytest.fixture
def work(sample: Path) -> dict[str, bytes]:
    """The files of the language with one text changed."""
    return edited(exported(), "po", changed("A list", "قائمة"))


# Two at once, and who may.


def test_the_second_of_two_imports_is_told_who_and_since_when(work: dict[str, bytes], layla: User, omar: User) -> None:
    begin(arabic(), layla, "back.zip", packed(work))
    with pytest.raises(InProgressError, match=r"layla has been importing “back.zip”"):
        begin(arabic(), omar, "other.zip", b"")
    with pytest.raises(CommandError, match="layla has been importing"):
        call_command("import_translations", write(work), language="ar")
    begin(arabic(), layla, "again.zip", packed(work))
    assert PendingImport.objects.get().file_name == "again.zip"


def test_a_report_that_nobody_confirms_does_not_keep_others_out_for_ever(
    work: dict[str, bytes], layla: User, omar: User
) -> None:
    begin(arabic(), layla, "back.zip", packed(work))
    PendingImport.objects.update(started_at=timezone.now() - timedelta(hours=2))
    begin(arabic(), omar, "other.zip", packed(work))
    with pytest.raises(GoneError):
        apply_pending(arabic(), layla, "")


def test_what_is_applied_is_what_the_report_showed(work: dict[str, bytes], layla: User) -> None:
    pending = begin(arabic(), layla, "back.zip", packed(work))
    digest = plan_of(pending).digest
    translate("A list", "فهرس", layla)
    before = stored()
    with pytest.raises(ChangedError):
        apply_pending(arabic(), layla, digest)
    assert stored() == before
    assert PendingImport.objects.exists()


def test_a_translator_imports_own_language_only(work: dict[str, bytes], layla: User) -> None:
    assert planned(work, layla).accepted == 1
    layla.groups.clear()
    layla = User.objects.get(pk=layla.pk)  # who remembers no rights
    assert set(refusals(work, layla).values()) == {"You may not edit this page."}


def test_a_page_that_is_with_a_reviewer_or_locked_is_left_alone(work: dict[str, bytes], layla: User) -> None:
    page = target()
    page.get_workflow().start(page, layla)
    assert refusals(work, layla) == {"about.po": "The page is locked, or with a reviewer."}
    assert planned(work).accepted == 1
    page.current_workflow_state.cancel()
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=User.objects.create_user("someone"))
    assert refusals(work, layla) == refusals(work) == {"about.po": "The page is locked, or with a reviewer."}


# The commands.


def write(files: dict[str, bytes]) -> str:
    path = Path("back.zip").resolve()
    path.write_bytes(packed(files))
    return str(path)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, **options: Any) -> str:
    output = io.StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


@pytest.mark.parametrize("name", ["po", "xliff-1.2", "xliff-2.0"])
def test_the_commands_export_and_import(layla: User, name: str) -> None:
    out = run("export_translations", "ar", format=name, output=Path("out.zip"))
    assert "13 pages" in out
    files = edited(unpacked(Path("out.zip").read_bytes()), name, changed("A list", "قائمة"))
    assert "Changed: 1" in run("import_translations", write(files), language="ar", dry_run=True)
    assert not StringTranslation.objects.filter(data="قائمة").exists()
    assert "1 texts stored on 1 pages" in run("import_translations", write(files), language="ar", user="layla")
    assert StringTranslation.objects.get(data="قائمة").last_translated_by == layla
    assert "0 texts stored" in run("import_translations", write(files), language="ar", user="layla")
    assert not PendingImport.objects.exists()


def test_pages_are_chosen_by_path_or_by_what_is_left(layla: User) -> None:
    run("export_translations", "ar", output=Path("out.zip"), pages=["about", "home"])
    assert set(unpacked(Path("out.zip").read_bytes())) == {"READ-ME.txt", "about.po", "home.po"}
    with pytest.raises(CommandError, match="no page “nowhere”"):
        run("export_translations", "ar", output=Path("out.zip"), pages=["nowhere"])
    with pytest.raises(CommandError, match="No page has work left"):
        run("export_translations", "ar", output=Path("out.zip"), unfinished=True)
    StringTranslation.objects.filter(translation_of__data="A list", locale=arabic()).delete()
    run("export_translations", "ar", output=Path("out.zip"), unfinished=True)
    assert set(unpacked(Path("out.zip").read_bytes())) == {"READ-ME.txt", "about.po"}


def test_a_command_that_accepts_nothing_fails(work: dict[str, bytes], layla: User) -> None:
    wrong = {name: data.replace(b'"Language: ar\\n"', b'"Language: fi\\n"') for name, data in work.items()}
    with pytest.raises(CommandError, match="Nothing could be accepted"):
        run("import_translations", write(wrong), language="ar")
    Path("bad.zip").write_bytes(b"no zip")
    for arguments in (
        {"file": "bad.zip", "language": "ar"},
        {"file": "gone.zip", "language": "ar"},
        {"file": "bad.zip", "language": "en"},
        {"file": "bad.zip", "language": "ar", "user": "nobody"},
    ):
        with pytest.raises(CommandError):
            run("import_translations", arguments.pop("file"), **arguments)
    assert not PendingImport.objects.exists()


def test_a_person_without_the_right_imports_nothing(work: dict[str, bytes], layla: User) -> None:
    layla.groups.clear()
    with pytest.raises(CommandError, match="“ar” is not a language"):
        run("import_translations", write(work), language="ar", user="layla")


def test_a_conflict_is_decided_by_an_option(work: dict[str, bytes], layla: User) -> None:
    translate("A list", "فهرس", layla)
    with pytest.raises(CommandError, match="Nothing could be accepted"):
        run("import_translations", write(work), language="ar")
    assert "1 texts stored" in run("import_translations", write(work), language="ar", on_conflict="file")


# The screens.


@pytest.fixture
def browser(client: Client, layla: User) -> Client:
    client.force_login(layla)
    return client


def send(browser: Client, content: bytes, name: str = "back.zip") -> Any:
    return browser.post(f"{ADDRESS}upload/", {"file": SimpleUploadedFile(name, content)})


def test_a_zip_is_taken_away_and_brought_back(browser: Client) -> None:
    screen = browser.get("/admin/translation/exchange/")
    assert "Translation files: العربية" in screen.content.decode()
    response = browser.get(ADDRESS, {"format": "po", "extent": "chosen", "page": ["about"]})
    assert response["Content-Disposition"].startswith('attachment; filename="perennial-ar-po-')
    files = edited(unpacked(response.content), "po", changed("A list", "قائمة"))
    assert send(browser, packed(files)).url == f"{ADDRESS}report/"
    report = browser.get(f"{ADDRESS}report/")
    assert "<ins>قائمة</ins>" in report.content.decode()
    assert not StringTranslation.objects.filter(data="قائمة").exists()
    digest = report.context["form"].initial["digest"]
    response = browser.post(f"{ADDRESS}apply/", {"digest": digest}, follow=True)
    assert "Stored: 1 texts on 1 pages" in response.content.decode()
    assert StringTranslation.objects.filter(data="قائمة").exists()


def test_a_file_that_was_put_away_changes_nothing(browser: Client, work: dict[str, bytes]) -> None:
    send(browser, packed(work))
    assert "waits for you" in browser.get(ADDRESS).content.decode()
    browser.post(f"{ADDRESS}apply/", {"discard": "1"})
    assert not PendingImport.objects.exists()
    assert not StringTranslation.objects.filter(data="قائمة").exists()
    assert browser.get(f"{ADDRESS}report/").url == ADDRESS


def test_the_report_is_shown_again_where_texts_have_changed_meanwhile(
    browser: Client, work: dict[str, bytes], omar: User
) -> None:
    send(browser, packed(work))
    digest = browser.get(f"{ADDRESS}report/").context["form"].initial["digest"]
    translate("A list", "فهرس", omar)
    response = browser.post(f"{ADDRESS}apply/", {"digest": digest}, follow=True)
    assert "have changed meanwhile" in response.content.decode()
    assert str(Outcome.CONFLICT.label) in response.content.decode()
    digest = response.context["form"].initial["digest"]
    browser.post(f"{ADDRESS}apply/", {"digest": digest, "conflicts": "file"})
    assert StringTranslation.objects.filter(data="قائمة").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "not a zip"),
        (b"0" * (archive.MAX_PACKED + 1), "larger than 16 MB"),
        (b"", "The submitted file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(browser: Client, content: bytes, words: str) -> None:
    response = send(browser, content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not PendingImport.objects.exists()


def test_the_second_person_is_told_at_the_screen(browser: Client, work: dict[str, bytes], omar: User) -> None:
    begin(arabic(), omar, "other.zip", packed(work))
    assert "omar has been importing “other.zip”" in browser.get(ADDRESS).content.decode()
    response = send(browser, packed(work))
    assert response.status_code == 422
    assert "omar has been importing" in response.content.decode()


def test_the_upload_wants_the_token_of_its_form(layla: User, work: dict[str, bytes]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(layla)
    assert send(strict, packed(work)).status_code == 403


def test_the_screens_are_for_those_who_may_edit_the_language(client: Client, layla: User) -> None:
    assert "/admin/login/" in client.get(ADDRESS).url
    client.force_login(layla)
    assert "Translation files" in client.get("/admin/").content.decode()
    assert client.get("/admin/translation/exchange/en/").status_code == 302
    group = layla.groups.get()
    group.page_permissions.all().delete()
    assert client.get(ADDRESS).status_code == 302
    assert client.post(f"{ADDRESS}apply/", {"discard": "1"}).status_code == 302
    assert "Translation files" not in client.get("/admin/").content.decode()


def test_the_page_history_names_the_import(browser: Client, work: dict[str, bytes]) -> None:
    send(browser, packed(work))
    digest = browser.get(f"{ADDRESS}report/").context["form"].initial["digest"]
    browser.post(f"{ADDRESS}apply/", {"digest": digest})
    history = browser.get(f"/admin/pages/{target().pk}/history/").content.decode()
    assert "1 translations imported from “back.zip”" in history


def test_queries_do_not_grow_with_the_pages(
    work: dict[str, bytes], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(45):
        files = exported()
    with django_assert_max_num_queries(45):
        planned(files)
    with django_assert_max_num_queries(45):
        planned({"about.po": files["about.po"]})
