"""Two assessors at the same moment, in processes of their own over a real PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.postgres import Cluster

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
AtOnce = Callable[[list[tuple[str, str, int]]], list[str]]


@pytest.fixture
def database(postgres: Cluster, tmp_path: Path) -> dict[str, str]:
    """A database with the tables of issuance; the environment in which processes use it."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.issuance",
        "DATABASE_URL": postgres.new_database(),
        "SECRET_KEY": "only for tests",
        "ALLOWED_HOSTS": "localhost",
        "PERENNIAL_VAR_DIR": str(tmp_path / "var"),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
    run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], environment)
    return environment


@pytest.fixture
def at_once(database: dict[str, str], tmp_path: Path) -> AtOnce:
    """Do the steps, each in its process, all beginning together; return what each said."""

    def do(steps: list[tuple[str, str, int]]) -> list[str]:
        start = tmp_path / f"start-{os.urandom(4).hex()}"
        command = [sys.executable, "-m", "tests.issuance.at_once"]
        processes = [
            subprocess.Popen(
                [*command, action, subject, str(number), str(start)],
                cwd=ROOT,
                env=database,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for action, subject, number in steps
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        start.touch()
        said = [process.communicate(timeout=120) for process in processes]
        assert [error for _out, error in said if error] == []
        return [out.strip() for out, _error in said]

    return do


def run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def applications(database: dict[str, str], assessors: int, count: int) -> list[str]:
    command = [sys.executable, "-m", "tests.issuance.at_once", "prepare", str(assessors), str(count), ""]
    return run(command, database).split()


def query(database: dict[str, str], sql: str) -> list[Any]:
    with psycopg.connect(database["DATABASE_URL"]) as connection:
        return connection.execute(sql).fetchall()


def test_two_decide_at_once(database: dict[str, str], at_once: AtOnce) -> None:
    for first, second in zip(applications(database, 1, 3), ("award", "decline", "claim"), strict=True):
        said = at_once([("award", first, 1), (second, first, 2)])
        assert sorted(text.partition(":")[0] for text in said) in (["done", "refused"],), said
    rows = query(database, "SELECT state, (SELECT count(*) FROM issuance_award a WHERE a.application_id = x.id),"
                 " (SELECT count(*) FROM issuance_mailmessage m WHERE m.application_id = x.id"
                 " AND m.kind IN ('awarded', 'declined')) FROM issuance_application x")  # fmt: skip
    for state, awards, mails in rows:
        expected = {"awarded": (1, 1), "declined": (0, 1), "in_review": (0, 0)}
        assert (awards, mails) == expected[state]


def test_three_take_the_same_application(database: dict[str, str], at_once: AtOnce) -> None:
    [subject] = applications(database, 1, 1)
    said = at_once([("claim", subject, number) for number in (1, 2, 3)])
    assert sorted(said).count("done") == 1
    [(assessor,)] = query(database, "SELECT assessor FROM issuance_application")
    assert sum(f"taken {assessor}" in text for text in said) == 2


def test_two_opinions_at_once_make_one_badge(database: dict[str, str], at_once: AtOnce) -> None:
    [subject] = applications(database, 2, 1)
    said = at_once([("award", subject, 1), ("award", subject, 2)])
    # Either both came in turn, or the second saw the application still with the first.
    assert "done" in said
    [(state,)] = query(database, "SELECT state FROM issuance_application")
    [(awards,)] = query(database, "SELECT count(*) FROM issuance_award")
    [(opinions,)] = query(database, "SELECT count(*) FROM issuance_assessment WHERE opinion = 'award'")
    assert (state, awards, opinions) in {("awarded", 1, 2), ("second", 0, 1)}


def test_the_same_file_twice_at_once_awards_each_line_once(database: dict[str, str], at_once: AtOnce) -> None:
    applications(database, 1, 0)
    said = at_once([("bulk", "0" * 32, 1), ("bulk", "0" * 32, 2)])
    assert sorted(said) == ["0 done", "5 done"]
    assert query(database, "SELECT count(*), count(DISTINCT application_id) FROM issuance_award") == [(5, 5)]
