"""The page of impact: figures of awards and events, nobody pointed at, made anew with them alone, frozen at the end."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cms.events.models import Participant, TrainingEvent
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.awards import make as awards
from cms.issuance.awards.holders import is_new_holder
from cms.issuance.awards.make import make_award
from cms.issuance.credentials import AwardFacts, IssuedBadge
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.models import Application
from cms.issuance.record.figures import award_figures
from cms.issuance.states import State
from cms.issuance.steps import APPLICANT
from tests.sample_site import BASE

CRITERIA = [{"key": "a", "title": "Attention", "description": "You notice.", "example": "A talk."}]
PAGE = "type: tool\ntool: impact\ntitle: Impact\nsummary: In numbers.\n"
Give = Callable[..., Application]


@pytest.fixture
def give(db: None, monkeypatch: pytest.MonkeyPatch) -> Give:
    """Award a badge to an address on a day; the signing has tests of its own."""

    def issue(facts: AwardFacts) -> IssuedBadge:
        import hashlib

        digest = hashlib.sha256((facts.recipient_email + facts.salt).encode()).hexdigest()
        subject = {"identifier": [{"salt": facts.salt, "identityHash": f"sha256${digest}"}]}
        return IssuedBadge({"id": facts.credential_id, "credentialSubject": subject}, b"{}", b"\x89PNG", b"<svg/>")

    monkeypatch.setattr(awards, "issue_badge", issue)

    def award(email: str, slug: str = "listening", language: str = "en", day: date = date(2026, 3, 5)) -> Application:
        badge, _new = publish_achievement(slug, language, AchievementContent(slug.title(), "", CRITERIA))
        made = Application.objects.create(
            achievement=badge,
            name=f"Holder of {email}",
            email=email,
            route="prior",
            state=State.AWARDED,
            digest=f"{email} {slug} {language} {day}",
            own_work=True,
            privacy=True,
        )
        make_award(made, datetime(day.year, day.month, day.day, tzinfo=UTC))
        return made

    return award


@pytest.fixture
def impact_page(content_dir: Path) -> None:
    """Add the page to the sample's files."""
    folder = content_dir / "pages" / "impact"
    folder.mkdir()
    (folder / "page.yaml").write_text(PAGE)


def rows(site: Path, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((site / name).read_text("utf-8-sig"))))


def export(site: Path, **more: Any) -> Path:
    call_command("export_site", output=site, base_url=BASE, **more)
    return site


def test_the_page_shows_what_was_counted_and_changes_with_it_alone(
    impact_page: None, sample: Path, assets: Path, signing_key: Path, tmp_path: Path, give: Give
) -> None:
    for slug in ("ethics", "rare"):
        shutil.copy(assets / "badges" / "listening.svg", assets / "badges" / f"{slug}.svg")
    for number in range(7):
        give(f"p{number}@mail.example")
    for number in range(5):
        give(f"p{number}@mail.example", "ethics", day=date(2026, 5, 1))
    give("only@mail.example", "rare", day=date(2026, 5, 2))
    event = TrainingEvent.objects.create(
        title="Day",
        starts="2026-03-01",
        ends="2026-03-01",
        language="en",
        badges=["listening"],
        organiser="The Harbour",
        state="held",
    )
    Participant.objects.create(event=event, name="Just Bo", email="bo@mail.example", attended=True)
    site = export(tmp_path / "dist")
    page = (site / "en/impact/index.html").read_text("utf-8")
    assert "<strong>13</strong> badges awarded" in page
    assert "<strong>8</strong> people who hold a badge" in page
    # The one of the rare badge is hidden, and the next smallest with it: thirteen less the others would be the one.
    assert rows(site, "en/impact/badges.csv") == [
        ["Badge", "Awarded"],
        ["Listening", "7"],
        ["ethics", "hidden"],
        ["rare", "hidden"],
        ["Together", "13"],
    ]
    assert rows(site, "en/impact/months.csv")[1:] == [
        ["March 2026", "7"],
        ["April 2026", "0"],
        ["May 2026", "6"],
        ["Together", "13"],
    ]
    assert rows(site, "en/impact/events.csv")[1:] == [["English", "1", "hidden"], ["Together", "1", "hidden"]]
    kept = json.loads((site / "impact.json").read_text("utf-8"))
    assert (kept["badges"], kept["people"], kept["organisations"], kept["attended"]) == (13, 8, 1, None)
    assert "Just Bo" not in "".join(
        path.read_text("utf-8") for path in site.glob("en/impact/*.*") if path.suffix != ".gz" and path.suffix != ".br"
    )
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    give("more@mail.example", day=date(2026, 5, 3))
    export(site)
    changed = [str(path.relative_to(site)) for path in before if path.stat().st_mtime_ns != before[path]]
    assert sorted(changed) == ["ar/impact/index.html", "en/impact/index.html"]
    assert "<strong>14</strong> badges awarded" in (site / "en/impact/index.html").read_text("utf-8")
    # The archive counts until its day, and an export with the record of an earlier site shows what that one did.
    kept_site = export(tmp_path / "kept", record=site)
    assert (kept_site / "impact.json").read_bytes() == (site / "impact.json").read_bytes()


def test_an_archive_counts_until_its_day(give: Give) -> None:
    for number in range(6):
        give(f"p{number}@mail.example")
    give("late@mail.example", day=date(2026, 6, 1))
    until = award_figures(date(2026, 5, 31))
    assert (until.total, until.people, list(until.by_month)) == (6, 6, ["2026-03"])
    assert award_figures().total == 7


def test_people_are_counted_once_and_stay_counted_when_they_are_erased(give: Give) -> None:
    for number in range(5):
        give(f"p{number}@mail.example")
    give("p0@mail.example", "ethics")
    assert award_figures().people == 5
    erase(Application.objects.get(email="p1@mail.example"), Choice.APPLICATION, APPLICANT)
    assert award_figures().people == 5
    assert not is_new_holder("p1@mail.example", "listening")
    give("p1@mail.example", "ethics")
    assert award_figures().people == 5
    give("new@mail.example")
    assert award_figures().people == 6


def test_few_people_are_not_told(give: Give) -> None:
    give("p0@mail.example")
    figures = award_figures()
    assert (figures.total, figures.people, figures.by_badge, figures.by_month) == (
        None,
        None,
        {"listening": None},
        {"2026-03": None},
    )
    assert award_figures(date(2026, 1, 1)).total == 0
