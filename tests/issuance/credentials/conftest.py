"""An issuer at work: a key, pictures, badges for three skills in two languages, a set badge for two of them."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from applicants import content
from django.core.management import call_command
from PIL import Image
from pytest_django import Settings

from cms.issuance.achievements import publish_achievement
from cms.issuance.credentials.keys import make_signing_key

SEAL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><circle cx="300" cy="300" r="290"/></svg>'
SKILLS = ("active-listening", "empathy", "ethics")
SET = "two-skills"

Run = Callable[..., str]
Issue = Callable[..., dict[str, Any]]


@pytest.fixture
def issuer(db: None, settings: Settings, tmp_path: Path) -> Path:
    """Set up the issuer; return its keys folder."""
    settings.KEYS_DIR = tmp_path / "keys"
    settings.ASSETS_DIR = tmp_path / "assets"
    pictures = settings.ASSETS_DIR / "badges"
    pictures.mkdir(parents=True)
    for slug in (*SKILLS, SET):
        (pictures / f"{slug}.svg").write_text(SEAL)
        Image.new("RGBA", (8, 8)).save(pictures / f"{slug}.png")
    make_signing_key()
    for language in ("en", "fi"):
        for slug in SKILLS:
            publish_achievement(slug, language, content(f"{slug} {language}"))
        publish_achievement(SET, language, content(f"Two skills {language}", skills_needed=2))
    keys: Path = settings.KEYS_DIR
    return keys


@pytest.fixture
def run() -> Run:
    """Run a command and return what it printed."""

    def call(name: str, *arguments: object) -> str:
        out = StringIO()
        call_command(name, *map(str, arguments), stdout=out)
        return out.getvalue()

    return call


@pytest.fixture
def issue(issuer: Path, run: Run, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Issue:
    """Issue a badge with the command and return the credential in its file."""

    def call(slug: str = "empathy", email: str = "aino@mail.example", *more: object, language: str = "fi") -> Any:
        path = tmp_path / "badge.json"
        words = ["--badge", slug, "--email", email, "--name", "Aino Äijälä", "--language", language, "--output", path]
        with django_capture_on_commit_callbacks(execute=True):
            run("issue_badge", *words, *more)
        return json.loads(path.read_text("utf-8"))

    return call
