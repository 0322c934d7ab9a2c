"""Faults are made real here: processes killed, limits set on files, servers stopped. Moments are chosen by a seed.

FAULT_ROUNDS=20 makes each killing that often (`make faults`), FAULT_SEED=7 at other moments.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.endpoint import ROOT

ROUNDS = int(os.environ.get("FAULT_ROUNDS") or 1)
SEED = int(os.environ.get("FAULT_SEED") or 1)


@pytest.fixture
def choose() -> random.Random:
    return random.Random(SEED)


@pytest.fixture
def installation(sample: Path, tmp_path: Path) -> Callable[[], Path]:
    """Write the database of the test, the sample in it, to a file that other processes can use; return the file."""

    def write() -> Path:
        connection.ensure_connection()
        file = tmp_path / "perennial.sqlite3"
        file.write_bytes(connection.connection.serialize())
        return file

    return write


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


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """What the operator reads in the log."""
    return lambda: "\n".join(record.getMessage() for record in caplog.records)
