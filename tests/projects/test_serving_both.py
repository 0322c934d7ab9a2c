"""The process that serves the first project's site serves those of further projects below their keys."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cms import projects
from cms.serving import ServeSite


@pytest.fixture
def serve(db: None, settings: Any, tmp_path: Path) -> ServeSite:
    settings.EXPORT_DIR = tmp_path / "dist"
    for name, text in (("dist", "first"), ("dist-second", "second"), ("dist-backup", "private")):
        (tmp_path / name / "en").mkdir(parents=True)
        (tmp_path / name / "en" / "index.html").write_text(text)
        (tmp_path / name / "en" / "404.html").write_text(f"{text}: not here")
        (tmp_path / name / "SHA256SUMS").write_text("")
    projects.keep("second", {"name": "Second", "languages": ["en"], "issuer": {"name": "Second"}})

    def nothing(request: HttpRequest) -> HttpResponse:
        return HttpResponse("from the CMS", status=404)

    return ServeSite(nothing)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/en/", 200, "first"),
        ("/second/en/", 200, "second"),
        ("/second/en/nowhere/", 404, "second: not here"),
        ("/en/nowhere/", 404, "first: not here"),
        ("/backup/en/", 404, "from the CMS"),
        ("/lt/", 404, "first: not here"),
    ],
)
def test_each_address_leads_to_its_own_site(serve: ServeSite, path: str, status: int, text: str) -> None:
    response: Any = serve(RequestFactory().get(path))
    content = b"".join(response) if response.streaming else response.content
    assert (response.status_code, content.decode()) == (status, text)


def test_the_address_without_a_slash_leads_to_the_site(serve: ServeSite) -> None:
    assert serve(RequestFactory().get("/second"))["Location"] == "/second/"
