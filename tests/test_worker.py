"""The background worker survives a database that is away."""

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from cms.operation.management.commands.work import MINUTE, Task

ROOT = Path(__file__).resolve().parent.parent


def test_the_worker_says_that_the_database_is_away_and_goes_on(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "PERENNIAL_VAR_DIR": str(tmp_path),  # no tables in there
    }
    command = [sys.executable, "-u", "manage.py", "work"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr
        assert "trying again" in worker.stderr.readline()
        assert worker.poll() is None
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=60)
    assert worker.returncode == 0


def test_a_task_that_fails_is_told_and_waits_for_its_time(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        raise ConnectionRefusedError("nobody takes mail")

    task = Task("digest", fail, MINUTE)
    with caplog.at_level(logging.ERROR):
        task.run_if_due()
        task.run_if_due()
    assert len(tries) == 1
    assert "worker: digest failed; the other tasks go on" in caplog.text
    assert "nobody takes mail" in caplog.text


def test_a_database_that_is_away_is_no_fault_of_one_task() -> None:
    tries: list[int] = []

    def ask() -> None:
        tries.append(1)
        raise OperationalError("the connection is closed")

    task = Task("mail", ask, MINUTE)
    for _ in range(2):
        with pytest.raises(OperationalError):
            task.run_if_due()
    assert len(tries) == 2
