"""Several processes over one PostgreSQL: what must hold when everything happens at once, and when it is cut off."""

import base64
import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import altcha
import pytest
from postbox import running_postbox

from tests.endpoint import ROOT, Endpoint, form, running
from tests.postgres import Cluster

pytestmark = pytest.mark.slow
WORKERS = 3


@pytest.fixture(scope="module")
def endpoint(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    limits = {"PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": "7", "PERENNIAL_PROOF_NUMBERS": "50"}
    installation = Endpoint(tmp_path_factory.mktemp("endpoint"), postgres.new_database(), limits)
    with running(installation, WORKERS) as started:
        yield started


def kept(endpoint: Endpoint, email: str) -> int:
    return len(endpoint.ask(f"SELECT id FROM issuance_application WHERE email = '{email}'"))


def test_the_same_key_at_the_same_moment_is_one_application_and_one_mail(endpoint: Endpoint) -> None:
    statuses = endpoint.post_all([form(1, key="retry-0001")] * 7, "192.0.2.1")
    assert set(statuses) == {303}
    assert kept(endpoint, "person1@mail.example") == 1
    assert len(endpoint.ask("SELECT id FROM issuance_mailmessage WHERE \"to\" = 'person1@mail.example'")) == 1


def test_a_form_without_scripts_that_is_sent_twice_is_one_application(endpoint: Endpoint) -> None:
    assert set(endpoint.post_all([form(2)] * 7, "192.0.2.2")) == {303}
    assert kept(endpoint, "person2@mail.example") == 1


def test_the_limit_of_a_sender_holds_over_all_processes(endpoint: Endpoint) -> None:
    forms = [form(1000 + number, email=f"many{number}@mail.example") for number in range(40)]
    assert Counter(endpoint.post_all(forms, "192.0.2.3")) == {303: 7, 429: 33}
    assert len(endpoint.ask("SELECT id FROM issuance_application WHERE email LIKE 'many%'")) == 7
    # Everybody else is taken meanwhile.
    assert endpoint.post(form(3), "192.0.2.4") == 303


def test_a_proof_is_spent_once_by_whoever_comes_first(endpoint: Endpoint) -> None:
    # Made as old as a form that somebody has filled in.
    program = (
        "import django, json; django.setup(); from datetime import timedelta; from django.utils import timezone; "
        "now = timezone.now; timezone.now = lambda: now() - timedelta(minutes=1); "
        "from cms.issuance.endpoint.proof import make_challenge; print(json.dumps(make_challenge()))"
    )
    challenge = json.loads(endpoint.run(program))
    solution = altcha.solve_challenge_v1(challenge["challenge"], challenge["salt"], "SHA-256", challenge["maxnumber"])
    assert solution is not None
    proof = base64.b64encode(json.dumps({**challenge, "number": solution.number}).encode()).decode()
    forms = [form(2000 + number, altcha=proof, email=f"proof{number}@mail.example") for number in range(20)]
    assert Counter(endpoint.post_all(forms, "192.0.2.5")) == {303: 1, 409: 19}
    assert len(endpoint.ask("SELECT id FROM issuance_application WHERE email LIKE 'proof%'")) == 1


def test_several_workers_send_each_mail_once(endpoint: Endpoint) -> None:
    for number in range(12):
        endpoint.post(form(3000 + number), f"192.0.2.{100 + number}")
    program = "import django; django.setup(); from cms.issuance.mail import deliver_mail; print(deliver_mail().sent)"
    with running_postbox() as box:
        environment = endpoint.environment | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(box.port)}
        command = [sys.executable, "-c", program]
        senders = [
            subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _sender in "123"
        ]
        sent = sum(int(sender.communicate()[0]) for sender in senders)
        identifiers = [message["Message-ID"] for message in box.received]
    assert sent == len(identifiers) == len(set(identifiers)) >= 12


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_was_acknowledged_before_a_crash_is_kept_and_a_retry_makes_nothing_twice(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres").new_database() if engine == "postgresql" else ""
    limits = {"PERENNIAL_HOURLY_LIMIT": "1000", "PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": "1000"}
    forms = [form(number, key=f"retry-{number:05}") for number in range(200)]
    with running(Endpoint(tmp_path, url, limits), WORKERS) as endpoint:
        seen = threading.Event()
        statuses: list[int] = [0] * len(forms)

        def send(number: int) -> None:
            statuses[number] = endpoint.post(forms[number])
            if statuses[number] == 303 and number >= 40:
                seen.set()

        threads = [threading.Thread(target=send, args=[number]) for number in range(len(forms))]
        for thread in threads:
            thread.start()
        assert seen.wait(60)
        endpoint.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
        acknowledged = {f"retry-{number:05}" for number, status in enumerate(statuses) if status == 303}
        keys = endpoint.ask("SELECT idempotency_key FROM issuance_application")
        assert 0 < len(acknowledged) < len(forms)
        assert acknowledged <= set(keys)
        endpoint.start(WORKERS)
        assert set(endpoint.post_all(forms)) == {303}
        keys = endpoint.ask("SELECT idempotency_key FROM issuance_application")
        assert sorted(keys) == sorted(fields["key"] for fields in forms)
