"""kill -9 at moments that a seed chooses: what was acknowledged is kept, and nothing happens twice."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cms.issuance.models import MailMessage
from tests.endpoint import PREPARE, ROOT, Endpoint, form, running
from tests.faults.killing import ROUNDS, environment, killed_at_work, rows
from tests.issuance.postbox import Postbox, running_postbox

pytestmark = pytest.mark.slow
Installation = Callable[[], Path]
AWARDS = """SELECT replace(a.application_id, '-', ''),
    (SELECT count(*) FROM issuance_mailmessage m WHERE m.application_id = a.application_id AND m.kind = 'awarded')
    FROM issuance_award a"""


def test_translations_that_were_saved_outlive_the_process(installation: Installation, choose: random.Random) -> None:
    database = installation()
    for _round in range(ROUNDS):
        words = ["-m", "tests.faults.at_work", "translate"]
        saved = killed_at_work(words, environment(database), choose.randint(1, 4), choose.uniform(0, 0.05))
        assert saved
        kept = [data for (data,) in rows(database, "SELECT data FROM wagtail_localize_stringtranslation")]
        for number in saved:
            assert [data for data in kept if f"ع{number}" in data], number
        assert (
            rows(
                database,
                "SELECT translation_of_id, context_id, locale_id FROM wagtail_localize_stringtranslation "
                "GROUP BY 1, 2, 3 HAVING count(*) > 1",
            )
            == []
        )


def test_awards_that_were_made_outlive_the_process_and_come_once(tmp_path: Path, choose: random.Random) -> None:
    endpoint = Endpoint(tmp_path)
    endpoint.run(PREPARE)
    database = tmp_path / "perennial.sqlite3"
    for _round in range(ROUNDS):
        prepared = set(endpoint.run(f"from tests.issuance.at_once import prepare; prepare(1, 8, {_round})").split())
        work = ["-m", "tests.faults.at_work", "award"]
        done = killed_at_work(work, endpoint.environment, choose.randint(1, 4), choose.uniform(0, 0.05))
        assert set(done) <= {application for application, _mails in rows(database, AWARDS)}
        # Whoever takes the work up makes the rest.
        subprocess.run([sys.executable, *work], cwd=ROOT, env=endpoint.environment, check=True, capture_output=True)
        made = rows(database, AWARDS)
        assert {name.replace("-", "") for name in prepared} <= {application for application, _mails in made}
        assert len(made) == len({application for application, _mails in made})
        assert {mails for _application, mails in made} == {1}


def test_a_worker_that_is_killed_loses_no_mail(installation: Installation, choose: random.Random) -> None:
    for number in range(8):
        MailMessage.objects.create(
            kind="note", to=f"person{number}@mail.example", language="en", subject=f"Mail {number}", body="Words."
        )
    database = installation()
    with running_postbox() as box:
        variables = environment(database, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(box.port))
        for kill in range(ROUNDS):
            run_worker(variables, box, choose.randint(1, 6), signal.SIGKILL)
            # As if the five minutes were over in which nobody else takes up what the dead one had in hand.
            with closing(sqlite3.connect(database)) as writing, writing:
                writing.execute("UPDATE issuance_mailmessage SET next_try = created WHERE sent_at IS NULL")
            assert len(rows(database, "SELECT id FROM issuance_mailmessage")) == 8, kill
        run_worker(variables, box, 8, signal.SIGTERM)
    counts = Counter(message["Message-ID"] for message in box.received)
    assert len(counts) == 8
    assert sum(counts.values()) <= 8 + ROUNDS
    assert rows(database, "SELECT id FROM issuance_mailmessage WHERE sent_at IS NULL") == []


def run_worker(variables: dict[str, str], box: Postbox, mails: int, how: signal.Signals) -> None:
    """Run the worker until so many different mails have come, and end it."""
    command = [sys.executable, "manage.py", "work"]
    with subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True) as worker:
        while len({message["Message-ID"] for message in box.received}) < mails:
            assert worker.poll() is None
            threading.Event().wait(0.005)
        os.killpg(worker.pid, how)


def test_a_server_process_that_is_killed_is_replaced_and_nothing_acknowledged_is_lost(
    tmp_path: Path, choose: random.Random
) -> None:
    limits = {"PERENNIAL_HOURLY_LIMIT": "10000", "PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": "10000"}
    with running(Endpoint(tmp_path, variables=limits), 2) as endpoint:
        forms = [form(number, key=f"retry-{number:05}") for number in range(40)]
        for _round in range(ROUNDS):
            victim = choose.choice(endpoint.workers())
            killer = threading.Timer(choose.uniform(0, 0.1), os.kill, [victim, signal.SIGKILL])
            killer.start()
            statuses = endpoint.post_all(forms)
            acknowledged = [fields["key"] for fields, status in zip(forms, statuses, strict=True) if status == 303]
            killer.join()
            assert set(acknowledged) <= set(endpoint.ask("SELECT idempotency_key FROM issuance_application"))
        assert set(endpoint.post_all(forms)) == {303}
        keys = endpoint.ask("SELECT idempotency_key FROM issuance_application")
        assert sorted(keys) == [fields["key"] for fields in forms]
        assert f"Worker (pid:{victim}) was sent SIGKILL!" in (tmp_path / "server.log").read_text()
