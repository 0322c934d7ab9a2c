"""A package is whole, says so, is the same every time, and tells what was done to it."""

import hashlib
import json
import resource
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from django.core.management import CommandError, call_command

from cms.archive.bag import clashing_names
from cms.archive.package import PackageError, package_archive
from cms.archive.verify import TAG_MANIFESTS, verify_package
from cms.export.errors import WriteError
from cms.export.files import MissingFileError
from tests.archive.packaged import DAY, verify
from tests.sample_site import BASE


def digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_a_package_is_whole_by_every_judge(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_archive", package)
    assert "whole" in capsys.readouterr().out
    assert verify(package).returncode == 0
    bagit.Bag(str(package)).validate()
    check = ["sha256sum", "-c", "--quiet", "manifest-sha256.txt"]
    assert not subprocess.run(check, cwd=package, capture_output=True, check=True).stdout


def test_everything_named_is_there(package: Path) -> None:
    payload = package / "data"
    for name in (
        *("site/index.html", "site/ar/skills/listening/index.html", "project/dist/index.html", "project/manage.py"),
        *(
            "books/perennial.ar.epub",
            "books/perennial.en.pdf",
            "modules/listening.en.epub",
            "modules/listening.en.pdf",
            "modules/listening.ar.scorm.zip",
        ),
        *("web/site.warc.gz", "web/site.wacz", "deposit/zenodo.json", "deposit/oai_dc.xml", "READ-ME.txt"),
    ):
        assert (payload / name).is_file(), name
    crate = json.loads((payload / "ro-crate-metadata.json").read_text())
    for entity in crate["@graph"]:
        if entity["@type"] == "File":
            assert (payload / entity["@id"]).is_file(), entity["@id"]


def test_the_same_project_and_day_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        package_archive(tmp_path / name, BASE, DAY)
    assert digests(tmp_path / "first") == digests(tmp_path / "second")


def test_nothing_private_is_in_it(package: Path) -> None:
    names = [path.name for path in package.rglob("*")]
    assert not [name for name in names if name.endswith((".pem", ".sqlite3", ".pyc")) or name.startswith(".env")]
    assert ".git" not in names
    assert "None was found" in (package / "data/PRIVACY.txt").read_text()


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda data: (data / "books/perennial.en.epub").write_bytes(b"PK"), "books/perennial.en.epub: does not open"),
        (lambda data: (data / "site/index.html").unlink(), "data/site/index.html: is missing"),
        (lambda data: (data / "books/perennial.en.pdf").write_bytes(b"%PDF-1.7"), "perennial.en.pdf: is no whole PDF"),
        (lambda data: (data / "extra.txt").write_text("x"), "data/extra.txt: was added"),
        (lambda data: (data / "web/site.warc.gz").write_bytes(b"x"), "data/web/site.warc.gz: was changed"),
        (lambda data: (data.parent / "bag-info.txt").write_text("x"), "bag-info.txt: was changed"),
    ],
    ids=["a broken book", "a lost page", "half a PDF", "a new file", "a changed archive", "a changed label"],
)
def test_damage_is_found_and_named(copy: Path, damage: Callable[[Path], object], found: str) -> None:
    damage(copy / "data")
    told = verify(copy)
    assert told.returncode == 1
    assert found in told.stdout
    with pytest.raises(CommandError, match=found.split(":")[0]):
        call_command("verify_archive", copy)


def test_a_changed_page_inside_a_web_archive_is_found_even_with_fresh_checksums(copy: Path) -> None:
    path = copy / "data/web/site.wacz"
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["pages/pages.jsonl"] = files["pages/pages.jsonl"].replace(b"Listening", b"Listenign")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert "site.wacz: pages/pages.jsonl in it was changed" in verify(copy).stdout


def test_a_folder_that_is_no_package_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a package"):
        call_command("verify_archive", tmp_path)


def test_a_place_that_is_taken_is_left_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"is there already(.|\n)*No package was made"):
        call_command("package_archive", output=tmp_path / "package", base_url=BASE)
    assert (tmp_path / "package" / "mine.txt").read_text() == "mine"


def test_a_failure_leaves_nothing_behind(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "place"
    place.mkdir()

    def full(*_arguments: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cms.archive.package.wacz", full)
    with pytest.raises(PackageError, match=r"No space left on device.*Make room"):
        package_archive(place / "package", BASE, DAY)
    assert not list(place.iterdir())


def test_a_full_disk_leaves_nothing_behind(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "place with spaces"
    place.mkdir()
    # As on a disk with room for a few files: what is longer than this cannot be written.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises((PackageError, WriteError), match="cannot write"):
            package_archive(place / "package", BASE, DAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(place.iterdir())


def test_a_missing_picture_is_named_and_nothing_is_left(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_arguments: object, **_options: object) -> None:
        raise MissingFileError("media/dog.jpg is missing, and a page shows it.")

    monkeypatch.setattr("cms.archive.package.export_site", missing)
    # What an earlier process left that was killed is no obstacle, and is cleared away.
    (tmp_path / ".package.making/package/data").mkdir(parents=True)
    with pytest.raises(CommandError, match=r"media/dog\.jpg is missing(.|\n)*No package was made"):
        call_command("package_archive", output=tmp_path / "package", base_url=BASE)
    assert not list(tmp_path.glob("*package*"))


def test_names_that_other_disks_cannot_hold_are_told() -> None:
    assert not clashing_names(["a/Read me.txt", "a/b.txt", "B/b.txt"])
    faults = clashing_names(["a/Page.html", "a/page.html", "con.txt", "a:b", "folder./x"])
    assert [fault.split()[0] for fault in faults] == ["a/page.html", "a:b", "con.txt", "folder./x"]


def test_a_project_that_does_not_say_whose_it_is_is_refused(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    from cms.learning.models import ProjectSettings

    row = ProjectSettings.objects.get()
    row.facts = {name: value for name, value in row.facts.items() if name != "licence"}
    row.save()
    with pytest.raises(PackageError, match="licence"):
        package_archive(tmp_path / "package", BASE, DAY)


def test_every_page_names_the_day_and_has_no_form(package: Path) -> None:
    badge = (package / "data/site/en/badges/listening/index.html").read_text()
    assert badge.count("This site was archived on 1 March 2027") == 2
    assert "action=" not in badge
    assert "Applications are closed" in badge
    assert "<code>sha256sum -c SHA256SUMS</code>" in (package / "data/site/en/verify/index.html").read_text()


def test_one_changed_byte_in_any_file_is_found_and_named(copy: Path) -> None:
    paths = [path for path in copy.rglob("*") if path.is_file() and path.stat().st_size]
    # What runs is the verifier of the project: the one in the package is among the changed.
    for path in paths:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x80
        path.write_bytes(content)
    told = verify_package(copy)
    named = {path.relative_to(copy).as_posix() for path in paths}
    # A list of checksums that was changed tells on itself by what it then says of others, where nothing lists it.
    assert {name for name in named if not any(line.startswith(f"{name}: ") for line in told)} <= TAG_MANIFESTS.keys()


def test_no_two_names_are_one_on_a_disk_that_knows_no_capitals(package: Path) -> None:
    names = [path.relative_to(package).as_posix().lower() for path in package.rglob("*")]
    assert len(names) == len(set(names))


def test_a_copy_on_another_disk_is_the_same(package: Path, tmp_path: Path) -> None:
    moved = shutil.make_archive(str(tmp_path / "moved"), "tar", package)
    shutil.unpack_archive(moved, tmp_path / "elsewhere")
    assert verify(tmp_path / "elsewhere").returncode == 0
