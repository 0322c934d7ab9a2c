"""Writing: whole or not at all, and never a half site in between."""

import os
import subprocess
from pathlib import Path

import pytest

from cms.export.write import WriteError, only_one, write_site

OLD = {"index.html": b"old" * 200, "gone/index.html": b"old"}
NEW = {"index.html": b"new" * 200, "fresh/index.html": b"new"}


def test_the_new_site_replaces_the_old_one_whole(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    write_site(NEW, output)
    assert (output / "index.html").read_bytes() == NEW["index.html"]
    assert not (output / "gone").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".dist.previous", "dist"]


def test_the_checksums_hold(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(NEW, output)
    result = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=output, capture_output=True, check=False
    )
    assert result.returncode == 0, result.stderr
    listed = {line.split("  ")[1] for line in (output / "SHA256SUMS").read_text().splitlines()}
    present = {str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()}
    assert listed == present - {"SHA256SUMS"}


def test_a_reader_who_holds_the_old_directory_keeps_the_old_site(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    descriptor = os.open(output, os.O_RDONLY)
    write_site(NEW, output)
    with os.fdopen(os.open("index.html", os.O_RDONLY, dir_fd=descriptor), "rb") as page:
        assert page.read() == OLD["index.html"]
    os.close(descriptor)


def test_a_second_export_at_the_same_time_says_so(tmp_path: Path) -> None:
    with (
        only_one(tmp_path / "dist"),
        pytest.raises(WriteError, match="another export is writing"),
        only_one(tmp_path / "dist"),
    ):
        pass


def test_a_failure_while_writing_leaves_the_old_site(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    with pytest.raises(WriteError, match="The old site is untouched"):
        write_site({"a": b"file", "a/b": b"below a file"}, output)
    assert (output / "index.html").read_bytes() == OLD["index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist"]


def test_what_an_interrupted_export_left_is_swept_away(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    (tmp_path / ".dist.staging" / "half").mkdir(parents=True)
    write_site(NEW, output)
    assert not (output / "half").exists()
