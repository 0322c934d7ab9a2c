"""What browsers are told with each answer: policies, cookies, methods; and what may be uploaded."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site, Workflow
from wagtail_localize.models import Translation, TranslationSource

from cms.learning.models import HomePage, SkillPage
from tests.test_settings import ROOT, SAFE

# A script inside the page that a browser would run: data blocks are none.
INSIDE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"'](?:application/(?:ld\+)?json|text/(?:x-)?template|text/django-form-template))"
)
HANDLERS = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)


@pytest.fixture
def admin(db: None, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root", "root@site.example"))
    return client


def policy(response: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/",
        "/admin/password_reset/",
        "/admin/",
        "/admin/second-factor/set-up/",
        "/admin/nothing/",
        "/api/v3/docs",
        "/++api++/@docs",
        "/++api++/@openapi",
        "/++api++/nothing",
        "/apply/",
        "/apply/openapi.json",
        "/apply/status/guessed/",
        "/en/about/",
        "/en/nothing/",
        "/nothing",
    ],
)
def test_every_answer_has_its_policy(sample: Path, admin: Client, path: str) -> None:
    response = admin.get(path, follow=True)
    found = policy(response)
    assert found.get("object-src", found["default-src"]) == "'none'"
    assert found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert "unsafe" not in found.get("script-src", found["default-src"])
    assert "form-action" in found
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in {"strict-origin-when-cross-origin", "no-referrer"}


def test_previews_are_framed_by_our_own_admin_only(sample: Path, admin: Client) -> None:
    about = Page.objects.get(slug="about", locale__language_code="en")
    response = admin.get(f"/admin/pages/{about.pk}/view_draft/")
    found = policy(response)
    assert found["frame-ancestors"] in {"'self'", "'none'"}
    assert found.get("script-src", found["default-src"]) == "'self'"


def runs_nothing_inside(response: Any) -> None:
    text, address = response.content.decode(), response.request["PATH_INFO"]
    assert not HANDLERS.search(text), address
    assert not INSIDE.search(text), address
    assert "unsafe-inline" not in policy(response)["script-src"], address
    assert int(response["Content-Length"]) == len(response.content), address


def test_no_page_of_the_admin_has_a_script_inside(sample: Path, admin: Client) -> None:
    """Every page of the admin that needs no object, ours and Wagtail's."""
    tried = 0
    patterns = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    routes: list[str] = []

    def walk(found: Any, before: str) -> None:
        for pattern in found.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern, f"{before}{pattern.pattern}")
            else:
                routes.append(f"/{before}{pattern.pattern}")

    walk(patterns[0], "admin/")
    for route in routes:
        if (
            # Lists that are drawn anew and choosers in a window of their own are parts of pages.
            re.search(r"[<^]|results/$|choose", route)
            or route.startswith(("/admin/logout", "/admin/failwhale", "/admin/export/site.zip"))
        ):
            continue
        response = admin.get(route)
        if response.status_code != 200 or "text/html" not in response["Content-Type"] or response.streaming:
            continue
        tried += 1
        runs_nothing_inside(response)
    assert tried > 40


def test_nor_has_a_form_about_something(sample: Path, admin: Client) -> None:
    """Forms with choosers, pickers and panels, each kind once; the last two are wagtail-localize's own."""
    home = HomePage.objects.get(locale__language_code="en")
    skill = SkillPage.objects.filter(locale=home.locale)[0]
    workflow, site, group = Workflow.objects.all()[0], Site.objects.all()[0], Group.objects.all()[0]
    plain = home.add_child(instance=Page(title="Plain", slug="plain"))
    source, _made = TranslationSource.update_or_create_from_instance(plain)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.exclude(pk=home.locale_id)[0])
    translation.save_target(publish=False)
    for path in (
        *(f"pages/{skill.pk}/{view}/" for view in ("edit", "copy", "move", "history")),
        f"pages/add/learning/skillpage/{skill.get_parent().pk}/",
        f"workflows/edit/{workflow.pk}/",
        f"groups/edit/{group.pk}/",
        f"sites/edit/{site.pk}/",
        f"localize/submit/page/{plain.pk}/",
        f"pages/{translation.get_target_instance().pk}/edit/",
    ):
        response = admin.get(f"/admin/{path}")
        assert response.status_code == 200, path
        runs_nothing_inside(response)


def test_a_picture_opened_by_itself_runs_nothing(tmp_path: Path, settings: Any, client: Client) -> None:
    settings.EXPORT_DIR = tmp_path / "dist"
    settings.EXPORT_DIR.mkdir()
    (settings.EXPORT_DIR / "badge.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>")
    (settings.EXPORT_DIR / "index.html").write_text("<p>x")
    assert "sandbox" in Client().get("/badge.svg")["Content-Security-Policy"]
    assert "camera=()" in Client().get("/")["Permissions-Policy"]


def test_trace_is_refused(sample: Path, client: Client) -> None:
    for path in ("/", "/admin/login/", "/apply/", "/en/about/", "/++api++/en/about"):
        assert client.trace(path).status_code in {403, 404, 405}, path


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.xhtml", "x.js", "x.xml", "x.php", "x.htaccess", "x.pdf.html"])
def test_no_upload_takes_what_could_run(admin: Client, name: str) -> None:
    content = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    admin.post("/admin/documents/add/", {"title": "x", "file": SimpleUploadedFile(name, content, "application/pdf")})
    admin.post("/admin/images/add/", {"title": "x", "file": SimpleUploadedFile(name, content, "image/png")})
    # A picture is opened, whatever its name says.
    admin.post("/admin/images/add/", {"title": "x", "file": SimpleUploadedFile("x.png", content, "image/png")})
    assert not Document.objects.exists()
    assert not Image.objects.exists()


def test_a_true_picture_is_taken(admin: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    drawn = io.BytesIO()
    Pillow.new("RGB", (4, 4)).save(drawn, "PNG")
    admin.post("/admin/images/add/", {"title": "x", "file": SimpleUploadedFile("x.png", drawn.getvalue(), "image/png")})
    assert Image.objects.count() == 1


def test_no_cookie_is_set_but_the_two_of_production(admin: Client) -> None:
    page = admin.post("/admin/second-factor/end-sessions/", follow=True)
    assert "You are logged out everywhere but here" in page.content.decode(), "a message was kept"
    assert set(admin.cookies) <= {"sessionid", "csrftoken"}


def test_cookies_of_production_are_bound_to_this_host() -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    flags = ("SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SECOND_FACTOR_FOR")
    more = ("SILENCED_SYSTEM_CHECKS",)
    code = f"from django.conf import settings; print([getattr(settings, name) for name in {(*names, *flags, *more)}])"
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production", **SAFE}
    environment["PERENNIAL_SILENCED_CHECKS"] = "perennial.W001"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    expected = [
        "__Host-sessionid",
        "__Host-csrftoken",
        True,
        True,
        True,
        "Lax",
        "Lax",
        ["everybody"],
        ["perennial.W001"],
    ]
    assert said.stdout.strip() == str(expected)
    assert django_settings.SESSION_COOKIE_HTTPONLY
