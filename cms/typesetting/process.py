"""The typesetting program in a process of its own: the memory it needs for a moment, a server would keep for good."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.colours import LIGHT
from cms.settings.environment import BASE_DIR

PROGRAM = Path(__file__).with_name("program.py")


class TypesettingError(Exception):
    """The program has refused; the message is the last line that it said."""


@dataclass(frozen=True)
class Job:
    """What is typeset.

    Attributes:
        page: a Typst file; beside it lies what it reads and shows.
        fonts: web fonts, in the order in which they are asked for a letter.
        time: the moment that the PDF carries, in seconds since 1970.
        text: the words of the page, its input "text".
        standards: what the PDF keeps to.
        own_fonts_first: fonts of the machine are asked only where a letter is in none of the fonts given.
    """

    page: Path
    fonts: Sequence[Path]
    time: int
    text: Mapping[str, Any] | None = None
    standards: Sequence[str] = ("ua-1",)
    own_fonts_first: bool = False


def typeset(job: Job, seconds: int) -> bytes:
    """Return the PDF. The same job gives the same bytes on the same machine.

    Raises:
        TypesettingError: it cannot be typeset.
        TimeoutError: it was not ready after so many seconds.
    """
    given = json.dumps({**vars(job), "colours": LIGHT}, default=str).encode()
    command = [sys.executable, "-m", f"{__package__}.{PROGRAM.stem}"]
    try:
        run = subprocess.run(command, input=given, capture_output=True, timeout=seconds, cwd=BASE_DIR)
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    if run.returncode:
        raise TypesettingError(run.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    return run.stdout
