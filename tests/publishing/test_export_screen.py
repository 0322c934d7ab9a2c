"""The Export screen: who may, what changed, start, progress, result, history; and exports nobody asked for by hand."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.publishing import automatic
from cms.publishing.models import Export, Reason, State, this_process
from cms.publishing.queue import ask, is_due, take
from cms.publishing.run import run
from cms.translation.roles import SOURCE_EDITORS, make_groups

SCREEN = "/admin/export/"


@pytest.fixture
def ready(sample: Path, assets: Path, signing_key: Path, tmp_path: Path, settings: Any) -> Path:
    """The sample with all that an export needs; the folder of the site that is served."""
    settings.EXPORT_DIR = tmp_path / "dist"
    settings.CACHE_DIR = tmp_path / "cache"
    return tmp_path / "dist"


@pytest.fixture
def editor(ready: Path) -> Client:
    """Eeva, who writes the source language, at the admin."""
    make_groups()
    user = User.objects.create_user("eeva", first_name="Eeva", last_name="Editor")
    user.groups.add(Group.objects.get(name=SOURCE_EDITORS))
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str = SCREEN) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def start(client: Client) -> Export:
    """Press the button, and let the worker do what is due."""
    client.post(SCREEN)
    export = take()
    assert export
    run(export)
    return Export.objects.get(pk=export.pk)


def publish(slug: str = "about", title: str = "About, once more") -> Page:
    page = Page.objects.get(slug=slug, locale__language_code="en").specific
    page.title = title
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision(user=User.objects.filter(username="eeva").first()).publish(
            user=User.objects.filter(username="eeva").first()
        )
    return page


def test_only_those_who_may_export_see_the_screen(editor: Client) -> None:
    translator = User.objects.create_user("tarja")
    translator.groups.add(Group.objects.exclude(name=SOURCE_EDITORS).get(name="Translators (ar)"))
    client = Client()
    client.force_login(translator)
    for address in (SCREEN, f"{SCREEN}state/", f"{SCREEN}site.zip"):
        assert client.get(address).status_code == 302
    client.post(SCREEN)
    assert Export.objects.count() == 0
    assert f'"url": "{SCREEN}"' not in client.get("/admin/").content.decode()
    assert SCREEN in editor.get("/admin/").content.decode()


def test_from_the_button_to_the_result(editor: Client, ready: Path) -> None:
    assert "The site was not exported yet" in text(editor)
    editor.post(SCREEN)
    waiting = text(editor)
    assert "An export begins in a moment" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    export = take()
    assert export
    Export.objects.filter(pk=export.pk).update(step="checking")
    running = text(editor, f"{SCREEN}state/")
    assert "The site is being exported" in running
    assert "checking links, languages and personal data" in running
    run(export)
    assert (ready / "en/index.html").is_file()
    after = text(editor)
    assert "refresh" not in after
    assert "Pages: 26." in after
    assert "Nothing: the site shows all that was published" in after
    assert "Eeva Editor" in after
    done = Export.objects.get()
    assert (done.state, done.pages, done.asked_by.username) == (State.DONE, 26, "eeva")
    assert done.steps > 18
    assert text(editor, reverse("publishing:result", args=[done.pk]))


def test_pressing_twice_is_one_export(editor: Client) -> None:
    editor.post(SCREEN)
    editor.post(SCREEN)
    assert Export.objects.count() == 1


def test_what_changed_since_is_listed_with_who_and_where(editor: Client) -> None:
    start(editor)
    page = publish(title="About us all")
    publish(title="About us all")
    Page.objects.get(slug="privacy", locale__language_code="ar").specific.unpublish()
    shown = text(editor)
    changes = shown[shown.index('id="changes') : shown.index('id="history')]
    assert changes.count(f'href="/admin/pages/{page.pk}/edit/"') == 1
    assert "About us all" in changes
    assert "Eeva Editor" in changes
    assert "Unpublish" in changes
    assert start(editor).state == State.DONE
    assert "Nothing: the site shows all" in text(editor)


def test_a_fault_is_shown_with_the_way_to_mend_it(editor: Client, ready: Path) -> None:
    start(editor)
    before = (ready / "SHA256SUMS").read_bytes()
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.sections[0].value["body"].source = '<p><a href="#no-such-part">x</a></p>'
    page.save_revision().publish()
    export = start(editor)
    assert export.state == State.REFUSED
    shown = text(editor)
    assert "The check found 1 fault, so readers still see the site of before" in shown
    assert "broken anchor #no-such-part" in shown
    assert export.findings[0][1:3] == ["broken anchor %(address)s", {"address": "#no-such-part"}]
    assert f'<a href="/admin/pages/{page.pk}/edit/">Mend it' in shown
    assert (ready / "SHA256SUMS").read_bytes() == before
    # What that export did not show is still to be shown.
    assert "Nothing: the site shows all" not in shown


def test_a_redirect_that_leads_nowhere_is_shown_with_the_way_to_mend_it(editor: Client) -> None:
    redirect = Redirect.add_redirect("/old", "/nowhere/")
    start(editor)
    shown = text(editor)
    assert "there is no page at /nowhere/" in shown
    assert f'href="/admin/redirects/{redirect.pk}/"' in shown


@pytest.mark.parametrize("expected", [True, False])
def test_a_failure_is_shown_in_its_words(
    editor: Client, ready: Path, monkeypatch: pytest.MonkeyPatch, expected: bool
) -> None:
    if expected:
        ready.mkdir()
        (ready / "thesis.txt").write_text("dear to somebody")
    else:

        def fail(*arguments: object, **more: object) -> None:
            raise ZeroDivisionError("by nought")

        monkeypatch.setattr("cms.publishing.run.export_site", fail)
    assert start(editor).state == State.FAILED
    shown = text(editor)
    assert "The export failed; readers still see the site of before" in shown
    assert ("is no exported site" if expected else "ZeroDivisionError: by nought") in shown


def running(**facts: Any) -> Export:
    return Export.objects.create(
        state=State.RUNNING, reason=Reason.PERSON, started_at=timezone.now(), alive_at=timezone.now(), **facts
    )


def test_an_export_whose_process_has_died_is_shown_as_broken_off(editor: Client) -> None:
    host = this_process().rpartition(":")[0]
    running(process=f"{host}:999999999")
    assert "The export was broken off" in text(editor)
    assert Export.objects.get().state == State.BROKEN_OFF


def test_an_export_on_another_machine_is_broken_off_when_it_falls_silent(editor: Client) -> None:
    export = running(process="elsewhere:1")
    assert "The site is being exported" in text(editor)
    Export.objects.filter(pk=export.pk).update(alive_at=timezone.now() - timedelta(minutes=5))
    assert "The export was broken off" in text(editor)


def test_the_site_can_be_downloaded_and_is_the_latest(editor: Client, ready: Path) -> None:
    assert editor.get(f"{SCREEN}site.zip").status_code == 302
    for title in ("First title", "Second title"):
        publish(title=title)
        start(editor)
        response = editor.get(f"{SCREEN}site.zip")
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:  # type: ignore[attr-defined]
            assert title in archive.read("en/about/index.html").decode()
            assert archive.read("SHA256SUMS") == (ready / "SHA256SUMS").read_bytes()


@pytest.fixture
def after_ten_seconds(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EXPORT_AFTER_SECONDS = 10
    monkeypatch.setattr(automatic, "ONCE_SECONDS", 0.0)


def test_publishing_brings_an_export_about_and_publishing_again_puts_it_off(
    editor: Client, after_ten_seconds: None
) -> None:
    publish()
    [export] = Export.objects.all()
    assert (export.reason, export.state) == (Reason.PUBLISHING, State.WAITING)
    assert timedelta(seconds=9) < export.due_at - timezone.now() <= timedelta(seconds=10)
    assert not is_due()
    Export.objects.update(due_at=timezone.now() + timedelta(seconds=1))
    publish(title="Again")
    [export] = Export.objects.all()
    assert export.due_at - timezone.now() > timedelta(seconds=9)


def test_where_somebody_publishes_all_the_time_readers_do_not_wait_for_ever(
    editor: Client, after_ten_seconds: None
) -> None:
    publish()
    Export.objects.update(asked_at=timezone.now() - timedelta(seconds=100))
    publish(title="Again")
    assert is_due()


def test_unpublishing_deleting_and_redirecting_bring_an_export_about(editor: Client, after_ten_seconds: None) -> None:
    page = Page.objects.get(slug="privacy", locale__language_code="en").specific
    for change in (page.unpublish, lambda: Redirect.add_redirect("/a", "/en/"), publish().delete):
        Export.objects.all().delete()
        with TestCase.captureOnCommitCallbacks(execute=True):
            change()
        assert Export.objects.count() == 1, change


def test_saving_a_draft_brings_nothing_about(editor: Client, after_ten_seconds: None) -> None:
    page = Page.objects.get(slug="privacy", locale__language_code="en").specific
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision()
    assert Export.objects.count() == 0


def test_where_the_setting_is_off_publishing_brings_nothing_about(editor: Client) -> None:
    publish()
    assert Export.objects.count() == 0


def test_an_export_by_command_is_in_the_history_and_serves_those_who_wait(editor: Client, ready: Path) -> None:
    ask(User.objects.get(username="eeva"))
    call_command("export_site", output=ready)
    [export] = Export.objects.all()
    assert (export.state, export.reason, export.pages) == (State.DONE, Reason.COMMAND, 26)
    assert "by command" in text(editor)
    call_command("export_site", output=ready.parent / "elsewhere")
    assert Export.objects.count() == 1


def test_a_command_that_fails_is_in_the_history(editor: Client, ready: Path) -> None:
    ready.mkdir()
    (ready / "thesis.txt").write_text("dear to somebody")
    with pytest.raises(CommandError):
        call_command("export_site", output=ready)
    assert Export.objects.get().state == State.FAILED


def test_the_site_is_sent_on_after_each_export_and_a_failure_is_told(
    editor: Client, ready: Path, settings: Any
) -> None:
    settings.DEPLOY_TARGETS = [str(ready.parent / "copy"), "/proc/site.zip"]
    export = start(editor)
    assert (ready.parent / "copy/en/index.html").is_file()
    assert export.state == State.DONE
    shown = text(editor)
    assert "it could not be sent on" in shown
    assert "cannot write /proc/site.zip" in shown
