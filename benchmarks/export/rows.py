"""What one row of the table is: a command to run on a corpus."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

SETTINGS = "benchmarks.export.settings"


@dataclass(frozen=True)
class Corpus:
    """A corpus on disk: `pages` in each language."""

    folder: Path
    pages: int


Command = list[str]


def _nothing(corpus: Corpus, output: Path, run: int) -> list[Command]:
    return []


@dataclass(frozen=True)
class Row:
    """How one exporter is run.

    Attributes:
        name: what the command line and the folders call it.
        title: what the table calls it.
        command: the timed command, from the corpus and the folder to write to. The whole process is timed.
        settings: Django settings module that the command runs with, on the corpus in BENCH_CORPUS.
        environment: variables beside those.
        slow: runs in fewer rounds, and never on a corpus of more than 100 pages a language unless named.
        before: commands run before the timed one, untimed, given the number of the run; their settings are SETTINGS.
        keeps_output: the output of the run before stays, and one untimed run makes it first: for incremental exports.
        own_copy: works on its own copy of the corpus's database, because it changes it.
        compared: its pages must agree with the others'.
        reports: the command measures itself in a process that is already warm, and prints "seconds=0.123" last.
    """

    name: str
    title: str
    command: Callable[[Corpus, Path], Command]
    settings: str = SETTINGS
    environment: dict[str, str] = field(default_factory=dict)
    slow: bool = False
    before: Callable[[Corpus, Path, int], list[Command]] = _nothing
    keeps_output: bool = False
    own_copy: bool = False
    compared: bool = True
    reports: bool = False


def django(*arguments: object, python: str = sys.executable) -> Command:
    """Return the command line of a Django management command."""
    return [python, "-m", "django", *map(str, arguments)]
