"""What is known of a site is read back as it was kept, with what later exports added to it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from cms.export.known import release as releases
from cms.export.known.release import MOST_ADDED, File, Known, Release, keep_release, load_release, release_file

FILES = {f"en/{number}/index.html": File(f"{number:064}", number) for number in range(100)}
STAMPS = {path: (file.size, 1, number) for number, (path, file) in enumerate(FILES.items())}
FIRST = Release(
    site=b"site",
    pages={("en", path): path.encode() for path in FILES},
    outputs={path: Known(path.encode(), (("en", path),)) for path in FILES},
    files=FILES,
    stamps=STAMPS,
    made_of={"code": b"code"},
)


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Path:
    settings.CACHE_DIR = tmp_path / "cache"
    return tmp_path / "site"


def edited(release: Release, number: int) -> Release:
    """Return the release after an edit of one page, which also made a file and took one away."""
    path, gone, fresh = f"en/{number}/index.html", f"en/{99 - number}/index.html", f"en/new-{number}/index.html"
    files = {name: file for name, file in release.files.items() if name != gone} | {fresh: File("f" * 64, number)}
    return replace(
        release,
        files=files,
        stamps={name: release.stamps.get(name, (number, 2, 3)) for name in files},
        outputs={**release.outputs, path: Known(f"edit {number}".encode())},
        added=0,
    )


def as_another_process_reads_it(site: Path, standing: Release, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setattr(releases, "_latest", None)
    return load_release(site, standing.stamps)


def test_what_later_exports_added_is_read_and_the_file_does_not_grow_for_ever(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = FIRST
    keep_release(site, release, Release())
    sizes = [release_file(site).stat().st_size]
    for number in range(MOST_ADDED + 5):
        before, release = release, edited(release, number)
        keep_release(site, release, before)
        read = as_another_process_reads_it(site, release, monkeypatch)
        assert replace(read, added=0) == replace(release, added=0)
        sizes.append(release_file(site).stat().st_size)
    assert max(sizes) < 3 * sizes[0]
    assert sizes[-1] < max(sizes)


def test_a_file_that_broke_off_says_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_release(site, FIRST, Release())
    now = edited(FIRST, 1)
    keep_release(site, now, FIRST)
    place = release_file(site)
    place.write_bytes(place.read_bytes()[:-10])
    assert as_another_process_reads_it(site, now, monkeypatch) == Release()


def test_a_process_notices_that_another_one_exported_meanwhile(site: Path, tmp_path: Path) -> None:
    keep_release(site, FIRST, Release())
    mine = shutil.copy(release_file(site), tmp_path / "mine")
    other = edited(FIRST, 2)
    keep_release(site, other, FIRST)
    theirs = release_file(site).read_bytes()
    shutil.copy(mine, release_file(site))
    assert load_release(site, FIRST.stamps).files == FIRST.files
    release_file(site).write_bytes(theirs)
    assert load_release(site, other.stamps).files == other.files


def test_where_a_file_of_the_site_was_touched_nothing_is_known(site: Path) -> None:
    keep_release(site, FIRST, Release())
    touched = {**STAMPS, "en/1/index.html": (1, 2, 1)}
    assert load_release(site, touched) == Release()
