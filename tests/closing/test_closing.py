"""Closing a project by command: in order, repeatable, logged, never further than it was told to go."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.closing.models import Entry
from cms.closing.on_the_day import export_on_the_day
from cms.closing.project import set_dates
from cms.closing.standing import STANDINGS, Stand
from cms.issuance.assessing.workflow import revoke
from cms.issuance.awards.direct import issue_directly
from cms.issuance.credentials.keys import PASSPHRASE_VARIABLE
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, MailMessage
from cms.issuance.record.files import verifier_record
from cms.issuance.record.privacy import private_texts
from cms.issuance.states import State
from cms.issuance.steps import KeyDestroyedError
from cms.issuance.verification.checks import check_badge
from cms.learning.models import ProjectSettings
from cms.publishing.models import Export
from tests.closing.conftest import ANNA, HOLDER, WAITING

ORIGIN = {"Origin": "http://127.0.0.1:8000"}
ISSUER = "SOSTRA Soft Skills Badges"


def close(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("close_project", *words, stdout=out, **options)
    return out.getvalue()


def stands() -> dict[str, Stand]:
    return {name: standing().stand for name, standing in STANDINGS.items()}


def answer() -> Any:
    return Client(headers=ORIGIN).post("/apply/", {"badge": "listening", "language": "en"})


def page(site: Path) -> str:
    return (site / "en/badges/listening/index.html").read_text()


def test_a_dry_run_and_wrong_wishes_change_nothing_and_say_why(site: Path, holder: Award, waiting: Application) -> None:
    facts = ProjectSettings.objects.get().facts
    told = close("--dry-run")
    assert [line[:6] for line in told.splitlines()] == [
        "[ ] 1.", "[-] 2.", "[-] 3.", "[-] 4.", "[-] 5.", "[-] 6.", "[-] 7.",
    ]  # fmt: skip
    for words, said in (
        (("--decisions-by", "2020-01-31"), "decisions_by: 2020-01-31 is in the past"),
        (("--applications-close", "2041-01-01", "--available-until", "2040-01-01"), "must not be after"),
        (("--step", "mails"), "Possible when no application is open"),
        (("--destroy-key", "--step", "key", "--confirm", ISSUER), "Possible when the archived site is exported"),
        (("--reopen",), "nothing was closed"),
    ):
        with pytest.raises(CommandError, match=said):
            close(*words)
    assert answer().status_code == 422
    assert ProjectSettings.objects.get().facts == facts
    assert not Entry.objects.exists()
    assert not MailMessage.objects.exclude(kind="confirm").exists()
    row = ProjectSettings.objects.get()
    row.facts["decisions_by"] = "soon"
    with pytest.raises(ValidationError, match="decisions_by: “soon” is no day"):
        row.clean()
    ProjectSettings.objects.update(facts=row.facts)
    with pytest.raises(CommandError, match="decisions_by: “soon” is no day"):
        close("--now")


def test_a_project_is_closed_from_the_first_step_to_the_last(
    site: Path, holder: Award, waiting: Application, settings: Any
) -> None:
    set_dates({"available_until": date(2040, 1, 31)})
    told = close("--now")
    assert "1 application was closed." in told
    assert answer().status_code == 410
    waiting.refresh_from_db()
    assert waiting.state == State.EXPIRED
    # Nothing is erased before the mails have gone out.
    assert stands()["retention"] is Stand.WAITING
    deliver_mail()
    to_holder = next(message for message in mail.outbox if message.to == [HOLDER[1]])
    assert "until 31 January 2040" in to_holder.body
    assert {attachment[0] for attachment in to_holder.attachments} == {"badge.json", "badge.png", "badge.svg"}  # type: ignore[index]
    assert any(message.to == [WAITING[1]] and "could not be decided" in message.body for message in mail.outbox)
    # The words are files, and the site is an archive.
    facts = yaml.safe_load((Path(settings.CONTENT_DIR) / "project.yaml").read_text())
    assert facts["archived_on"] == timezone.localdate()
    assert page(site).count("This site was archived on") == 2
    assert "action=" not in page(site)
    told = close("--erase-all")
    assert "hold none of 4 names and addresses" in told
    assert not private_texts()
    assert stands() == {**dict.fromkeys(STANDINGS, Stand.DONE), "key": Stand.OPTIONAL}
    # Again: nothing is left to do, and nothing is done.
    entries = Entry.objects.count()
    close("--now", "--erase-all")
    assert Entry.objects.count() == entries
    with pytest.raises(CommandError, match="This is done already"):
        close("--step", "applications")


@pytest.fixture
def archived(site: Path, holder: Award) -> Path:
    """A project that is closed but for its key; the folder of the site."""
    set_dates({"available_until": date(2040, 1, 31)})
    close("--now")
    deliver_mail()
    return site


def test_the_key_is_destroyed_only_for_who_types_the_issuer_s_name(
    archived: Path, holder: Award, signing_key: Path
) -> None:
    revoked = issue_directly("listening", "en", ("Pekka Peruttu", "pekka@mail.example"), ANNA)[0]
    revoke(revoked, "A mistake.", ANNA)
    # The site does not tell of it yet, so the key is still needed.
    with pytest.raises(CommandError, match="archived site is exported"):
        close("--step", "key", "--destroy-key", "--confirm", ISSUER)
    close("--step", "publish")
    lists = (archived / "status/1.json").read_bytes()
    (signing_key / "retired").mkdir()
    (signing_key / "retired/old.pem").write_text("an old key")
    with pytest.raises(CommandError, match="type the issuer’s name exactly"):
        close("--destroy-key", "--confirm", "yes")
    assert (signing_key / "signing-key.pem").exists()
    told = close("--destroy-key", "--confirm", ISSUER)
    assert "Destroyed: old.pem, signing-key.pem" in told
    assert not list(signing_key.rglob("*.pem"))
    assert list((signing_key / "public").glob("*.json"))
    # Badges are checked as before, also on a site that is exported later.
    call_command("export_site", output=archived)
    assert (archived / "status/1.json").read_bytes() == lists
    call_command("verify_site", archived)
    record = verifier_record()
    assert check_badge(holder.credential, record, timezone.now()).verdict == "valid"
    assert check_badge(revoked.credential, record, timezone.now()).verdict == "revoked"
    # What can no longer be signed is refused in words.
    with pytest.raises(KeyDestroyedError, match="no badge can be revoked"):
        revoke(holder, "A mistake.", ANNA)
    for command in ("make_signing_key", "rotate_key"):
        with pytest.raises(CommandError, match="destroyed on"):
            call_command(command)
    with pytest.raises(CommandError, match="rotate_key --lost"):
        close("--reopen")
    call_command("rotate_key", "--lost")
    assert "taken again" in close("--reopen")


def test_what_is_erased_is_proved_to_be_unpublished_and_a_project_can_be_opened_again(
    archived: Path, holder: Award, settings: Any
) -> None:
    # By the settings what is young is kept.
    told = close()
    until = timezone.localdate() + timedelta(days=settings.KEEP_EVIDENCE_DAYS)
    assert f"1 application is kept, by the settings until {until}" in told
    about = archived / "en/about/index.html"
    before = about.read_text()
    about.write_text(before.replace("</main>", f"<p>{HOLDER[0]}</p></main>"))
    with pytest.raises(CommandError, match=r"Nothing was erased(.|\n)*en/about/index.html: shows “Maija Mäki”"):
        close("--erase-all")
    about.write_text(before)
    assert HOLDER[0] in private_texts()
    assert "Applications are taken again" in close("--reopen")
    assert answer().status_code == 422
    assert "This site was archived" not in page(archived)
    assert "Apply for this badge" in page(archived)
    assert "archived_on" not in (Path(settings.CONTENT_DIR) / "project.yaml").read_text()


def test_days_to_come_are_kept_to(site: Path, waiting: Application) -> None:
    soon = timezone.localdate() + timedelta(days=2)
    close("--applications-close", str(soon), "--decisions-by", str(soon + timedelta(days=30)))
    assert answer().status_code == 422
    call_command("export_site", output=site)
    assert "Applications are taken until" in page(site)
    assert export_on_the_day() is None
    # The day comes: the endpoint and the next export know it by themselves.
    row = ProjectSettings.objects.get()
    row.facts["applications_close"] = timezone.localdate().isoformat()
    row.save()
    Export.objects.update(started_at=timezone.now() - timedelta(days=1))
    assert answer().status_code == 410
    assert export_on_the_day() is not None
    call_command("export_site", output=site)
    assert "action=" not in page(site)
    assert "This site was archived" not in page(site)
    # What is open has its time.
    assert stands()["open"] is Stand.WAITING
    with pytest.raises(CommandError, match=r"1 application is open\. They are decided until"):
        close("--step", "open")
    assert Application.objects.get(pk=waiting.pk).state == State.SUBMITTED


def test_a_forgotten_passphrase_is_said_before_anything_is_lost(
    site: Path, holder: Award, signing_key: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # A folder that cannot be written stops the step; the site is no archive then.
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        close("--now", "--content", str(tmp_path / "file" / "content"))
    assert "archived_on" not in ProjectSettings.objects.get().facts
    (signing_key / "signing-key.pem").unlink()
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "once known")
    call_command("make_signing_key")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "something else")
    row = ProjectSettings.objects.get()
    row.facts = {name: value for name, value in row.facts.items() if name != "available_until"}
    row.save()
    told = close("--now")
    assert "Set the day until which the site stays available" in told
    assert "rotate_key --lost" in told
    assert stands()["publish"] is Stand.WAITING
    assert (signing_key / "signing-key.pem").exists()
