"""Faults are made real here: processes killed, limits set on files, servers stopped. Moments are chosen by a seed.

FAULT_ROUNDS=20 makes each killing that often (`make faults`), FAULT_SEED=7 at other moments.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

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


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """What the operator reads in the log."""
    return lambda: "\n".join(record.getMessage() for record in caplog.records)
