"""Writing: whole or not at all, and never a half site in between."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.export.errors import WriteError
from cms.export.write.lock import BusyError, only_one
from cms.export.write.staging import recover
from tests.prepared import write_site

OLD = {"index.html": b"old" * 200, "gone/index.html": b"old"}
NEW = {"index.html": b"new" * 200, "fresh/index.html": b"new"}
# As most exports are: more stays than changes.
SAME = {f"same/{number}.html": b"same" * number for number in range(8)}


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


def test_a_second_export_at_the_same_time_says_who_is_at_it(tmp_path: Path) -> None:
    own = rf"process {os.getpid()} on .+, since 20\d\d-"
    with only_one(tmp_path / "dist"), pytest.raises(BusyError, match=own), only_one(tmp_path / "dist"):
        pass


def test_a_second_export_can_wait_for_the_first(tmp_path: Path) -> None:
    first = only_one(tmp_path / "dist")
    first.__enter__()
    told = []

    def tell(text: str) -> None:
        told.append(text)
        first.__exit__(None, None, None)

    with only_one(tmp_path / "dist", 60, tell):
        assert len(told) == 1


def test_the_lock_falls_with_its_process_even_where_that_has_children(tmp_path: Path) -> None:
    ready, report = os.pipe()
    if (holder := os.fork()) == 0:
        with only_one(tmp_path / "dist"):
            child = os.fork()
            if child:
                os.write(report, str(child).encode())
            signal.pause()
    child = int(os.read(ready, 20))
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    try:
        # The child lets go of the lock as soon as it runs, which may be a moment after its parent is gone.
        with only_one(tmp_path / "dist", wait=5):
            pass
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_failure_while_writing_leaves_the_old_site(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    with pytest.raises(WriteError, match="The old site is untouched"):
        write_site({"a": b"file", "a/b": b"below a file"}, output)
    assert (output / "index.html").read_bytes() == OLD["index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist"]


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that is killed before its n-th file operation; tell whether it was."""
    process = os.fork()
    if process == 0:
        left = step

        def count(event: str, _arguments: object) -> None:
            nonlocal left
            # The kill is an event itself.
            if event == "open" or (event.startswith("os.") and event != "os.kill"):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def site_at(output: Path) -> dict[str, bytes]:
    """Return the files of a site without their compressed forms, after its checksums were found to hold."""
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=output, check=False).returncode == 0
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and path.suffix not in {".gz", ".br"} and path.name != "SHA256SUMS"
    }


@pytest.mark.parametrize(("can_exchange", "same"), [(True, {}), (False, {}), (True, SAME)])
def test_killed_before_any_file_operation_the_old_or_the_new_site_stands_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool, same: dict[str, bytes]
) -> None:
    if not can_exchange:
        monkeypatch.setattr("cms.export.write.staging._exchange", lambda first, second: False)
    output, old, new = tmp_path / "dist", {**OLD, **same}, {**NEW, **same}
    write_site(new, output)
    write_site(old, output)
    step, seen = 0, []
    while killed_at(step, lambda: write_site(new, output)):
        if not can_exchange:
            recover(output)
        seen.append(site_at(output))
        assert seen[-1] in (old, new)
        recover(output)
        write_site(new, output)
        assert site_at(output) == new
        assert {path.name for path in tmp_path.iterdir()} <= {".dist.previous", "dist"}
        write_site(old, output)
        step += 1
    assert old in seen
    assert new in seen


def test_where_little_changes_the_release_before_becomes_the_next_one(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    for site in (OLD, NEW, OLD, {"index.html": b"short"}, NEW):
        write_site({**SAME, **site}, output)
        folder = output.stat().st_ino
        assert site_at(output) == {**SAME, **site}
        assert all(any(path.iterdir()) for path in output.rglob("*") if path.is_dir())
    write_site({**SAME, **OLD}, output)
    write_site({**SAME, **NEW}, output)
    assert output.stat().st_ino == folder
    assert site_at(tmp_path / ".dist.previous") == {**SAME, **OLD}


def test_a_full_disk_leaves_the_old_site_and_says_so(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(WriteError, match=r"dist: File too large\. The old site is untouched"):
            write_site({**NEW, "large.bin": bytes(5000)}, output)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert site_at(output) == OLD
    assert not (tmp_path / ".dist.staging").exists()


def test_a_place_that_cannot_be_written_to_is_named() -> None:
    with pytest.raises(WriteError, match="cannot write beside /proc/dist"), only_one(Path("/proc/dist")):
        pass


def test_nothing_changed_nothing_written(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    first = write_site(OLD, output)
    before = output.stat().st_ino
    again = write_site(OLD, output)
    assert (first.kept, again.written, again.removed, again.kept) == (set(), set(), set(), first.written)
    assert output.stat().st_ino == before


def test_files_that_stay_the_same_keep_their_time(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site({**OLD, "same.txt": b"same"}, output)
    os.utime(output / "same.txt", (1, 1))
    result = write_site({**NEW, "same.txt": b"same"}, output)
    assert (output / "same.txt").stat().st_mtime == 1
    assert result.kept == {"same.txt"}
    assert (output / "index.html").read_bytes() == NEW["index.html"]


def test_a_file_damaged_on_the_disk_is_mended(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    (output / "gone/index.html").write_bytes(b"odd")
    assert write_site(OLD, output).written == {"gone/index.html"}
    assert site_at(output) == OLD


def test_a_folder_of_somebody_s_own_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("dear to somebody")
    with pytest.raises(WriteError, match="thesis is no exported site"):
        recover(tmp_path / "thesis")


def test_what_an_interrupted_export_left_is_swept_away(tmp_path: Path) -> None:
    output = tmp_path / "dist"
    write_site(OLD, output)
    (tmp_path / ".dist.staging" / "half").mkdir(parents=True)
    recover(output)
    assert not (tmp_path / ".dist.staging").exists()
    assert site_at(output) == OLD
