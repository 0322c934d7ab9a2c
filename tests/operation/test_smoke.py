"""The look at a running installation: what it asks, and what an operator reads where something is wrong."""

import http.client
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from cms.issuance.credentials.documents import did_document
from cms.issuance.credentials.keys import load_public_keys

HERE = "http://127.0.0.1:8000"


class Line:
    """Stands in for a connection to the server: the requests go to this process."""

    def __init__(self, place: str, timeout: float) -> None:
        self.place = place

    def request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> None:
        if self.place.endswith(":9"):
            raise ConnectionRefusedError(111, "Connection refused")
        kind = headers.pop("Content-Type", "application/octet-stream")
        self.answer: Any = Client().generic(method, path, body or "", content_type=kind, headers=headers)

    def getresponse(self) -> Any:
        body = b"".join(self.answer.streaming_content) if self.answer.streaming else self.answer.content
        kind = self.answer.get("Content-Type", "").partition(";")[0]
        return SimpleNamespace(
            status=self.answer.status_code, read=lambda: body, headers=SimpleNamespace(get_content_type=lambda: kind)
        )

    def close(self) -> None: ...


@pytest.fixture
def site(sample: Path, signing_key: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two pages with the keys of its issuer; the folder."""
    settings.EXPORT_DIR = tmp_path / "dist"
    settings.PUBLIC_URL = settings.ENDPOINT_URL = HERE
    settings.ALLOWED_ORIGINS = [HERE]
    # One that only a further project has: the site has no pages in it.
    settings.FURTHER_LANGUAGES = [("fr", "Français")]
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.FURTHER_LANGUAGES]
    monkeypatch.setattr(http.client, "HTTPConnection", Line)
    monkeypatch.setattr("cms.operation.health.ready._last", None)
    monkeypatch.setattr("cms.operation.health.checks._migrated", False)
    files = {
        f"{code}/index.html": f'<html lang="{code}"><link rel="stylesheet" href="../site.css">' for code in ("en", "ar")
    }
    files |= {"site.css": "", ".well-known/did.json": json.dumps(did_document(load_public_keys()))}
    for name, text in files.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "dist"


def test_a_running_installation_passes(site: Path, capsys: Any) -> None:
    call_command("smoke")
    lines = capsys.readouterr().out.splitlines()
    names = ["process", "readiness", "site", "api", "admin", "endpoint", "signature"]
    assert [line.split() for line in lines if line.endswith("ok")] == [[name, "ok"] for name in names]


def test_what_is_wrong_is_said(site: Path, capsys: Any) -> None:
    (site / "ar" / "index.html").write_text("<html>nothing of ours")
    (site / ".well-known" / "did.json").write_text('{"assertionMethod": []}')
    with pytest.raises(CommandError, match="not as it should be: site, signature"):
        call_command("smoke")
    said = capsys.readouterr().out
    assert "site         /ar/: this is no page in “ar”" in said
    assert "does not show the key that signs now to verifiers. Run: manage.py export_site" in said


def test_a_server_that_is_away_fails_every_check(site: Path, capsys: Any) -> None:
    with pytest.raises(CommandError, match="process, readiness, site, api, admin, endpoint, signature"):
        call_command("smoke", "http://127.0.0.1:9")
    assert "/healthz: nothing answers at 127.0.0.1:9" in capsys.readouterr().out
