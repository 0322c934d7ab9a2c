"""Our own rows: each is a command line in the corpus's settings."""

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.export.environments import BENCH_DIR
from benchmarks.export.rows import Command, Corpus, Row, django

BASE_URL = "https://corpus.example"
EDITED = "lesson-0042"


def export(corpus: Corpus, output: Path) -> Command:
    """Return the command of an export as everybody runs it: with Brotli and gzip."""
    return [sys.executable, "manage.py", "export_site", "--output", str(output), "--base-url", BASE_URL]


def export_uncompressed(corpus: Corpus, output: Path) -> Command:
    """Return the command of an export without .gz and .br files, which the others do not write either."""
    return [*export(corpus, output), "--uncompressed"]


def _export_in_a_running_process(corpus: Corpus, output: Path) -> Command:
    return django("time_edit", output, f"{_skill_of_edited(corpus)}/{EDITED}")


def _from_nothing(name: str) -> Callable[[Corpus, Path, int], list[Command]]:
    """Return what a full export begins with: a cache of nothing but drawn pictures, and no release before.

    Images are warm in every row. Where the site is gone, an export would put the release before in its place.
    """
    clear = """
import pathlib, shutil, sys
shutil.rmtree(sys.argv[2], ignore_errors=True)
for place in pathlib.Path(sys.argv[1]).glob("*"):
    if place.is_file():
        place.unlink()
    elif place.name != "opengraph":
        shutil.rmtree(place)
"""
    return lambda corpus, output, run: [
        [sys.executable, "-c", clear, str(_cache(name)), str(output.with_name(f".{output.name}.previous"))]
    ]


def _cache(name: str) -> Path:
    return BENCH_DIR / "cache" / name


def _environment(name: str) -> dict[str, str]:
    return {"PERENNIAL_CACHE_DIR": str(_cache(name))}


def edit_a_title(corpus: Corpus, output: Path, run: int) -> list[Command]:
    """Return the command that gives one lesson a title it has not had; no menu shows it."""
    return [django("retitle", f"{_skill_of_edited(corpus)}/{EDITED}", f"A title for run {run}")]


def _skill_of_edited(corpus: Corpus) -> str:
    """Return the slug of the skill above the edited lesson, found where the corpus was written as files."""
    [found] = (corpus.folder / "hugo" / "content" / "en").glob(f"*/{EDITED}.md")
    return found.parent.name


def perennial_full() -> Row:
    """Everything, from a cold process into an empty folder; pictures are there, and nothing else is cached."""
    name = "perennial"
    return Row(
        name,
        "Perennial, full",
        export_uncompressed,
        environment=_environment(name),
        before=_from_nothing(name),
    )


def perennial_compressed() -> Row:
    """The same with Brotli and gzip."""
    name = "perennial-compressed"
    return Row(
        name,
        "Perennial, full, compressed",
        export,
        environment=_environment(name),
        before=_from_nothing(name),
    )


def perennial_unchanged() -> Row:
    """A cold process finds that nothing changed since the export before."""
    name = "perennial-unchanged"
    return Row(name, "Perennial, nothing changed", export, environment=_environment(name), keeps_output=True)


def perennial_one_page() -> Row:
    """A cold process exports what one edited title changes."""
    name = "perennial-one-page"
    return Row(
        name,
        "Perennial, one page edited",
        export,
        environment=_environment(name),
        before=edit_a_title,
        keeps_output=True,
        own_copy=True,
        compared=False,
    )


def perennial_running() -> Row:
    """A process that has exported before exports what one edited title changes."""
    name = "perennial-running"
    return Row(
        name,
        "Perennial, one page, running",
        _export_in_a_running_process,
        environment=_environment(name),
        keeps_output=True,
        own_copy=True,
        compared=False,
        reports=True,
    )


def perennial_rows() -> list[Row]:
    """Return our rows of the table."""
    return [
        perennial_full(),
        perennial_compressed(),
        perennial_unchanged(),
        perennial_one_page(),
        perennial_running(),
    ]
