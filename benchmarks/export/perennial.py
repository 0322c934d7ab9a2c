"""Our own rows: each is a command line in the corpus's settings."""

from pathlib import Path

from benchmarks.export.rows import Command, Corpus, Row, django

BASE_URL = "https://corpus.example"
EDITED = "lesson-0042"


def export(corpus: Corpus, output: Path) -> Command:
    """Return the command of an export."""
    return django("export_site", "--output", output, "--base-url", BASE_URL)


def edit_a_title(corpus: Corpus, output: Path, run: int) -> list[Command]:
    """Return the command that gives one lesson a title it has not had; no menu shows it."""
    return [django("retitle", f"{_skill_of_edited(corpus)}/{EDITED}", f"A title for run {run}")]


def _skill_of_edited(corpus: Corpus) -> str:
    """Return the slug of the skill above the edited lesson, found where the corpus was written as files."""
    [found] = (corpus.folder / "hugo" / "content" / "en").glob(f"*/{EDITED}.md")
    return found.parent.name


def perennial_full() -> Row:
    """Everything, from a cold process into an empty folder."""
    return Row("perennial", "Perennial, full", export)


def perennial_unchanged() -> Row:
    """A cold process finds that nothing changed since the export before."""
    return Row("perennial-unchanged", "Perennial, nothing changed", export, keeps_output=True)


def perennial_one_page() -> Row:
    """A cold process exports what one edited title changes."""
    return Row(
        "perennial-one-page",
        "Perennial, one page edited",
        export,
        before=edit_a_title,
        keeps_output=True,
        own_copy=True,
        compared=False,
    )


def perennial_rows() -> list[Row]:
    """Return our rows of the table."""
    return [perennial_full(), perennial_unchanged(), perennial_one_page()]
