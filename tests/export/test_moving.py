"""The site moves to another host: readers are warned and led on, and old badges are checked at the new one."""

import base64
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.issuance.awards.direct import issue_directly
from cms.issuance.steps import Actor
from cms.issuance.verification.checks import check_badge
from cms.learning.models import ProjectSettings

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
OLD, NEW = "https://old.example", "https://new.example"


def record_of(site: Path) -> dict[str, object]:
    text = (site / "record.js").read_text()
    record: dict[str, object] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return record


def test_a_site_moves_and_its_badges_stay_valid(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path, settings: object
) -> None:
    settings.PUBLIC_URL = OLD  # type: ignore[attr-defined]
    (assets / "badges/listening.png").write_bytes(PNG)
    badge = issue_directly("listening", "en", ("Maija Mäki", "maija@mail.example"), Actor("anna"))[0].credential
    assert str(badge["credentialStatus"]).count(OLD)
    row = ProjectSettings.objects.get()
    row.facts["moving"] = {"to": f"{NEW}/", "on": "2028-01-31"}
    row.save()
    old = tmp_path / "old"
    call_command("export_site", output=old, base_url=OLD)
    about = (old / "en/about/index.html").read_text()
    assert "From 31 January 2028 this page is here" in about
    assert f'<a href="{NEW}/en/about/">' in about
    # Over there: the CMS goes on with the old identity, or the files alone with the old record.
    del row.facts["moving"]
    row.save()
    settings.PUBLIC_URL, settings.ISSUER_URL = NEW, OLD  # type: ignore[attr-defined]
    call_command("export_site", output=tmp_path / "new", base_url=NEW)
    call_command("export_site", output=tmp_path / "kept", base_url=NEW, record=old, phase="archived")
    for name in ("new", "kept"):
        about = (tmp_path / name / "en/about/index.html").read_text()
        assert f'<link rel="canonical" href="{NEW}/en/about/">' in about
        assert "moves to another address" not in about
        assert check_badge(badge, record_of(tmp_path / name), timezone.now()).verdict == "valid"
        call_command("verify_site", tmp_path / name)
    # What stays at the old host.
    call_command("move_away", to=NEW, site=old, output=tmp_path / "stays")
    stays = tmp_path / "stays"
    assert (stays / ".well-known/did.json").read_bytes() == (old / ".well-known/did.json").read_bytes()
    assert (stays / "status/1.json").read_bytes() == (old / "status/1.json").read_bytes()
    assert f"url={NEW}/ar/about/" in (stays / "ar/about/index.html").read_text()
    assert 'dir="rtl"' in (stays / "ar/about/index.html").read_text()
    assert (stays / "_redirects").read_text() == f"/* {NEW}/:splat 301\n"
    assert (
        r"(?!issuer\.json$|record\.json$|did\.json$|\.well-known/did\.json$|achievements/"
        in (stays / ".htaccess").read_text()
    )
    for words, said in (
        ({"to": "new.example", "output": tmp_path / "x"}, "is no web address"),
        ({"to": NEW, "output": stays}, "is there already"),
        ({"to": NEW, "output": tmp_path / "x", "site": tmp_path}, "holds no badge record"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("move_away", **{"site": old, **words})  # type: ignore[arg-type]
    assert not (tmp_path / "x").exists()
