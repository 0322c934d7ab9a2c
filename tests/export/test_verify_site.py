"""verify_site finds what was damaged, and says which file."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.learning.models import ProjectSettings


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url="https://site.example")
    return output


def test_a_whole_site_passes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_site", site)
    assert "The site is whole" in capsys.readouterr().out


def test_addresses_that_the_project_publishes_are_no_fault_and_others_are(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path, settings: Any
) -> None:
    project = ProjectSettings.objects.get()
    project.facts["contact"] = "hello@perennial-project.eu"
    project.save()
    settings.HOSTED_BADGES = True
    settings.DEFAULT_FROM_EMAIL = "Soft Skills Badges <badges@perennial-project.eu>"
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url="https://site.example")
    issuer = json.loads((output / "ob2/issuer.json").read_text())
    assert issuer["email"] == "badges@perennial-project.eu"
    call_command("verify_site", output)
    page = output / "ar/about/index.html"
    page.write_bytes(page.read_bytes().replace(b"hello@perennial", b"hallo@perennial", 1))
    with pytest.raises(CommandError, match=r"ar/about/index\.html: shows the e-mail address hallo@perennial"):
        call_command("verify_site", output)


def test_a_changed_byte_is_found(site: Path) -> None:
    page = site / "ar/about/index.html"
    page.write_bytes(page.read_bytes().replace(b"About", b"Abuot", 1))
    with pytest.raises(CommandError, match=r"ar/about/index\.html: was changed"):
        call_command("verify_site", site)


def test_a_lost_and_an_added_file_are_found(site: Path) -> None:
    (site / "issuer.json").unlink()
    (site / "extra.html").write_text("<p>x</p>")
    with pytest.raises(CommandError, match=r"extra\.html: was added(.|\n)*issuer\.json: is missing"):
        call_command("verify_site", site)


def test_a_forged_status_list_is_found_even_with_fresh_checksums(site: Path) -> None:
    path = site / "status/1.json"
    document = json.loads(path.read_text())
    document["validFrom"] = "2020-01-01T00:00:00Z"
    path.write_text(json.dumps(document))
    with pytest.raises(CommandError, match=r"status/1\.json: its signature does not hold"):
        call_command("verify_site", site)


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not an exported site"):
        call_command("verify_site", tmp_path)
