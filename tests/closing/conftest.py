"""A living project: one holder of a badge, one applicant who waits, and a person who may close it."""

import io
from pathlib import Path
from typing import Any

import png
import pytest

from cms.issuance.achievements import current_achievement
from cms.issuance.applications.applying import Sender, apply
from cms.issuance.applications.submission import Answers, Submission
from cms.issuance.awards.direct import issue_directly
from cms.issuance.models import Application, Award
from cms.issuance.states import State
from cms.issuance.steps import APPLICANT, Actor, move

ANNA = Actor("anna", 7)
HOLDER = ("Maija Mäki", "maija@mail.example")
WAITING = ("Olli Odottaja", "olli@mail.example")


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path, settings: Any) -> Path:
    """The sample with all that closing needs; the folder of the site that is served."""
    settings.EXPORT_DIR = tmp_path / "dist"
    settings.CACHE_DIR = tmp_path / "cache"
    settings.CONTENT_DIR = tmp_path / "frozen"
    picture = io.BytesIO()
    png.from_array([[0]], "L").write(picture)
    (assets / "badges" / "listening.png").write_bytes(picture.getvalue())
    return tmp_path / "dist"


@pytest.fixture
def holder(site: Path) -> Award:
    """Somebody with a badge."""
    return issue_directly("listening", "en", HOLDER, ANNA)[0]


@pytest.fixture
def waiting(site: Path) -> Application:
    """Somebody whose application waits for an assessor."""
    badge = current_achievement("listening", "en")
    assert badge is not None
    answers = Answers({criterion["key"]: "I listened all evening." for criterion in badge.criteria}, [])
    submission = Submission(badge, *WAITING, "prior", answers, True, True, False)
    made = Application.objects.get(pk=apply(submission, Sender("192.0.2.7")))
    made.confirmed_at = made.created
    move(made, State.SUBMITTED, APPLICANT)
    return made
