"""Two projects exported from one database: apart, whole, each with its own issuer, and nothing of one in the other."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from tests.sample_site import BASE as BASE_URL

SECOND_URL = "https://second.perennial.example/site"
TEXTS = {".html", ".json", ".js", ".xml", ".txt", ".css"}


@pytest.fixture
def sites(both: Path, assets: Path, signing_key: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Both sites, exported, with an award in each."""
    Image.new("RGB", (8, 8)).save(assets / "badges" / "listening.png")
    call_command("make_signing_key", project="second")
    for project, name in (("", "one"), ("second", "two")):
        person = {"email": f"{name}@perennial.example", "name": f"Holder {name.title()}"}
        call_command(
            "issue_badge",
            project=project,
            badge="listening",
            language="en",
            output=[tmp_path / f"{name}.json"],
            **person,
        )
    call_command("export_site", output=tmp_path / "one", base_url=BASE_URL)
    call_command("export_site", output=tmp_path / "two", base_url=SECOND_URL, project="second")
    return tmp_path / "one", tmp_path / "two"


def texts(site: Path) -> dict[str, str]:
    return {
        str(path.relative_to(site)): path.read_text("utf-8")
        for path in site.rglob("*")
        if path.is_file() and path.suffix in TEXTS and path.name != "SHA256SUMS"
    }


def test_both_sites_are_whole_and_hold_nothing_of_each_other(sites: tuple[Path, Path]) -> None:
    one, two = sites
    for site in sites:
        call_command("verify_site", site)
    first, second = texts(one), texts(two)
    for path, text in first.items():
        for word in ("Second site", "Second issuer", "Listening elsewhere", SECOND_URL, "Lietuvių", "/lt/"):
            assert word not in text, (path, word)
    for path, text in second.items():
        for word in ("Sample", "Back to", "echo", BASE_URL, "/ar/", "العربية"):
            assert word not in text, (path, word)
    assert not (two / "ar").exists()
    assert not (one / "lt").exists()
    assert 'lang="lt"' in second["lt/index.html"]
    assert "Ž Second site" in second["lt/index.html"]


def test_each_issuer_has_its_own_key_name_and_lists(sites: tuple[Path, Path], tmp_path: Path) -> None:
    dids = [json.loads((site / ".well-known/did.json").read_text()) for site in sites]
    assert dids[0]["id"] != dids[1]["id"]
    assert (
        dids[0]["verificationMethod"][0]["publicKeyMultibase"] != dids[1]["verificationMethod"][0]["publicKeyMultibase"]
    )
    names = [json.loads((site / "issuer.json").read_text())["name"] for site in sites]
    assert names == ["SOSTRA Soft Skills Badges", "Second issuer"]
    badge = json.loads((tmp_path / "two.json").read_text())
    assert badge["issuer"]["name"] == "Second issuer"
    assert badge["credentialSubject"]["achievement"]["name"] == "Listening elsewhere"
    assert badge["proof"][0]["verificationMethod"] == dids[1]["verificationMethod"][0]["id"]
    achievements = [sorted(path.name for path in (site / "achievements").glob("*[!rz]")) for site in sites]
    assert achievements == [["listening", "listening.json", "listening.svg"]] * 2
    assert sorted(path.name for path in (sites[1] / "achievements/listening").iterdir()) == ["en", "lt"]


def test_a_badge_verifies_with_its_own_site_only(sites: tuple[Path, Path], tmp_path: Path) -> None:
    for own, other, name in ((sites[0], sites[1], "one"), (sites[1], sites[0], "two")):
        call_command("verify_badge", tmp_path / f"{name}.json", site=own)
        with pytest.raises(SystemExit):
            call_command("verify_badge", tmp_path / f"{name}.json", site=other)


def test_a_revocation_shows_on_its_own_site_only(sites: tuple[Path, Path], tmp_path: Path) -> None:
    before = (sites[0] / "status/1.json").read_bytes()
    credential = json.loads((tmp_path / "two.json").read_text())["id"]
    call_command("revoke_badge", credential, reason="Issued by mistake.")
    call_command("export_site", output=sites[0], base_url=BASE_URL)
    call_command("export_site", output=sites[1], base_url=SECOND_URL, project="second")
    assert (sites[0] / "status/1.json").read_bytes() == before
    with pytest.raises(SystemExit):
        call_command("verify_badge", tmp_path / "two.json", site=sites[1])


def test_the_look_is_a_sheet_of_its_own(sites: tuple[Path, Path]) -> None:
    one, two = sites
    assert not list(one.glob("assets/look.*"))
    [sheet] = two.glob("assets/look.*.css")
    assert "--link:light-dark(#003b6f,#9fd0ff)" in sheet.read_text()
    assert f"assets/{sheet.name}" in (two / "en/index.html").read_text()
    assert f"assets/{sheet.name}" in (two / "index.html").read_text()


def test_colours_that_cannot_be_read_are_refused_with_file_and_line(both: Path) -> None:
    path = both / "project.yaml"
    path.write_text(path.read_text().replace("#003b6f", "#9fd0ff"))
    line = path.read_text().splitlines().index("    link:") + 1
    with pytest.raises(
        CommandError, match=rf"second/project.yaml:{line}: look.colours: link cannot be read in the light"
    ):
        call_command("load_content", dir=both, verbosity=0)


def test_an_emblem_that_is_not_drawn_is_named(both: Path) -> None:
    path = both / "project.yaml"
    path.write_text(path.read_text().replace("  headings: plain", "  emblem: nobody\n  headings: plain"))
    with pytest.raises(CommandError, match=r"look.emblem: there is no drawing site/assets/badges/nobody.svg"):
        call_command("load_content", dir=both, verbosity=0)
