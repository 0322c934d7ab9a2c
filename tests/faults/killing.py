"""Processes that work on a file of the database and are killed at it; what they leave behind."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tests.endpoint import ROOT

ROUNDS = int(os.environ.get("FAULT_ROUNDS") or 1)


def environment(database: Path, **more: str) -> dict[str, str]:
    """What processes read that work on such a file."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.faults.installed",
        "DATABASE_URL": f"sqlite:///{database}",
        "PERENNIAL_VAR_DIR": str(database.parent),
        "PYTHONPATH": str(ROOT),
        **more,
    }


def killed_at_work(words: list[str], variables: dict[str, str], lines: int, delay: float) -> list[str]:
    """Run a process, kill it so many seconds after so many lines of its, and return all that it said."""
    command = [sys.executable, *words]
    with subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline() for _line in range(lines)]
        with suppress(subprocess.TimeoutExpired):
            process.wait(delay)
        process.kill()
        said += process.stdout.readlines()
    assert process.returncode in {-signal.SIGKILL, 0}, said
    # A line that was cut off was not acknowledged.
    return [line.strip() for line in said if line.endswith("\n")]


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what the database answers, having found it whole."""
    with closing(sqlite3.connect(database)) as reading:
        assert reading.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return reading.execute(query).fetchall()
