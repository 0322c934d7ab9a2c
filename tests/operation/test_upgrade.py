"""A new version takes over: no request is refused meanwhile, the old one comes back where the new one fails."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from cms.operation import beside
from tests.endpoint import PREPARE, Endpoint, form

ROOT = Path(__file__).parents[2]
TOKEN = "a token of ours"


@pytest.fixture(scope="module")
def restarted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Endpoint, list[int]]]:
    """The endpoint behind a socket of somebody else's, restarted under applications; and their statuses."""
    folder = tmp_path_factory.mktemp("endpoint")
    (folder / "counts").mkdir()
    variables = {
        "PERENNIAL_HOURLY_LIMIT": "10000",
        "PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": "10000",
        "PERENNIAL_METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "counts"),
    }
    statuses: list[int] = []
    stop = threading.Event()
    with create_server(("127.0.0.1", 0), backlog=1024) as listener:
        endpoint = Endpoint(folder, variables=variables, port=listener.getsockname()[1], listener=listener)
        endpoint.run(PREPARE)

        def apply_on_and_on(sender: int) -> None:
            number = 0
            while not stop.is_set():
                number += 1
                statuses.append(endpoint.post(form(sender * 100_000 + number)))

        # Several threads a process, as the service of the CMS has: they are the harder ones to end.
        endpoint.start(2, ["--threads", "4"])
        senders = [threading.Thread(target=apply_on_and_on, args=[sender]) for sender in (1, 2, 3)]
        for sender in senders:
            sender.start()
        while len(statuses) < 15:
            senders[0].join(0.01)
        endpoint.stop()
        endpoint.start(2)
        stop.set()
        for sender in senders:
            sender.join()
        yield endpoint, statuses
        endpoint.stop()


def test_a_restart_behind_the_socket_refuses_nobody(restarted: tuple[Endpoint, list[int]]) -> None:
    endpoint, statuses = restarted
    assert set(statuses) == {303}
    assert len(endpoint.ask("SELECT id FROM issuance_application")) == len(statuses)


def test_the_endpoint_alone_counts_the_requests_of_all_its_processes(restarted: tuple[Endpoint, list[int]]) -> None:
    endpoint, statuses = restarted
    with closing(HTTPConnection("127.0.0.1", endpoint.port, timeout=30)) as line:
        line.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        text = line.getresponse().read().decode()
    counted = re.search(r'perennial_requests_total\{method="POST",route="apply/",status="303"\} ([\d.]+)', text)
    assert counted
    assert float(counted[1]) == len(statuses)
    assert f'perennial_applications{{state="unconfirmed"}} {len(statuses)}.0' in text


def state() -> ProjectState:
    known = ProjectState()
    fields = [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=20))]
    known.add_model(ModelState("tea", "Cup", fields))
    return known


@pytest.mark.parametrize(
    ("operation", "is_possible"),
    [
        (operations.CreateModel("Pot", [("id", models.AutoField(primary_key=True))]), True),
        (operations.AddField("cup", "size", models.IntegerField(null=True)), True),
        (operations.AddField("cup", "size", models.IntegerField(db_default=1)), True),
        (operations.AddField("cup", "size", models.IntegerField(default=1)), False),
        (operations.AlterField("cup", "name", models.CharField("label", max_length=20, help_text="x")), True),
        (operations.AlterField("cup", "name", models.CharField(max_length=10)), False),
        (operations.RemoveField("cup", "name"), False),
        (operations.RenameField("cup", "name", "label"), False),
        (operations.RunPython(operations.RunPython.noop), False),
        (operations.AddIndex("cup", models.Index(fields=["name"], name="cup_name")), True),
    ],
    ids=lambda value: "" if isinstance(value, bool) else value.describe(),
)
def test_which_migrations_the_version_before_can_live_beside(operation: Any, is_possible: bool) -> None:
    assert (beside._obstacle(operation, "tea", state()) == "") is is_possible


@pytest.mark.django_db
def test_an_operator_is_told_whether_the_version_before_has_to_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    call_command("check_upgrade")
    assert capsys.readouterr().out == "The version before can go on working meanwhile.\n"
    [leaf] = MigrationLoader(connection).graph.leaf_nodes("issuance")
    MigrationRecorder(connection).record_unapplied(*leaf)
    monkeypatch.setattr(
        MigrationLoader(connection).get_migration(*leaf).__class__,
        "operations",
        [operations.RemoveField("application", "name")],
    )
    with pytest.raises(CommandError, match="cannot work beside") as refusal:
        call_command("check_upgrade")
    assert refusal.value.returncode == 3
    assert "Remove field name from application" in str(refusal.value)
    assert f"waits: issuance.{leaf[1]}" in capsys.readouterr().out


SHIM = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
"""
MANAGE = """#!/bin/sh
echo "$(cat "$(dirname "$0")/name") $*" >>"$CALLS"
if [ "$1" = migrate ] && [ -e "$PERENNIAL_RUN/perennial-hold" ]; then
    echo "holds: $(cd "$PERENNIAL_RUN/systemd/system" && ls -d perennial-web.service.d)" >>"$CALLS"
fi
case " $FAILING " in *" $1 "*) exit "$CODE" ;; esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Stands in for a machine on which the version "old" runs, and a folder with the version "new"."""
    for name, place in (("old", tmp_path / "perennial"), ("new", tmp_path / "new")):
        (place / "deploy" / "systemd").mkdir(parents=True)
        (place / "deploy" / "name").write_text(name)
        (place / "deploy" / "manage").write_text(MANAGE)
        (place / "deploy" / "systemd" / "perennial-web.service").write_text(name)
        (place / "Makefile").write_text(
            "install assets messages:\n\t@mkdir -p .venv/bin && cp ../bin/shim .venv/bin/python\n"
        )
        (place / "deploy" / "manage").chmod(0o755)
        for script in ("upgrade.sh", "steps.sh", "hold.sh"):
            shutil.copy(ROOT / "deploy" / script, place / "deploy" / script)
    for folder in ("units", "bin", "run", "releases/bin"):
        (tmp_path / folder).mkdir(parents=True)
    for shim in ("bin/systemctl", "bin/shim", "releases/bin/shim"):
        (tmp_path / shim).write_text(SHIM)
        (tmp_path / shim).chmod(0o755)
    for shim, does in (
        ("setpriv", 'shift 3; exec "$@"'),
        ("rsync", 'while [ $# -gt 2 ]; do shift; done; cp -a "$1." "$2"'),
    ):
        (tmp_path / "bin" / shim).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / shim).chmod(0o755)
    return tmp_path


def upgrade(machine: Path, failing: str = "", code: int = 1, script: str = "upgrade.sh") -> tuple[int, list[str], str]:
    """Run the script; return its status, what it called, and the name of the version that stands after."""
    calls = machine / "calls"
    calls.write_text("")
    variables = {
        "PATH": f"{machine / 'bin'}:{os.environ['PATH']}",
        "CALLS": str(calls),
        "FAILING": failing,
        "CODE": str(code),
        "PERENNIAL_PROGRAM": str(machine / "perennial"),
        "PERENNIAL_RELEASES": str(machine / "releases"),
        "PERENNIAL_UNITS": str(machine / "units"),
        "PERENNIAL_RUN": str(machine / "run"),
        "PERENNIAL_BACKUPS": str(machine / "backups"),
    }
    done = subprocess.run(
        [machine / "new" / "deploy" / script], env=variables, capture_output=True, text=True, check=False
    )
    said = [line for line in calls.read_text().splitlines() if not line.startswith("python")]
    return done.returncode, said, (machine / "perennial" / "deploy" / "name").read_text()


RESTART = [
    "systemctl daemon-reload",
    "systemctl restart perennial-web.service",
    "systemctl restart perennial-worker.service",
]


def test_the_new_version_is_made_beside_the_old_one_and_takes_over(machine: Path) -> None:
    status, calls, stands = upgrade(machine)
    assert (status, stands) == (0, "new")
    assert (machine / "units" / "perennial-web.service").read_text() == "new"
    assert calls == [
        "old check_ready",
        f"old backup {machine}/backups --keep 14",
        "new check --deploy --fail-level WARNING",
        "new check_upgrade",
        "new migrate --verbosity 0",
        "new collectstatic --noinput --verbosity 0",
        "new check_ready",
        *RESTART,
        "new smoke --wait 60",
        "new load_content --on-conflict keep",
        "new make_groups",
        "new export_site",
    ]


def test_a_new_version_that_does_not_answer_makes_room_for_the_old_one(machine: Path) -> None:
    status, calls, stands = upgrade(machine, failing="smoke")
    assert (status, stands) == (1, "old")
    assert (machine / "units" / "perennial-web.service").read_text() == "old"
    assert calls[-4:] == ["new smoke --wait 60", *RESTART]


@pytest.mark.parametrize("failing", ["backup", "check", "migrate", "check_ready"])
def test_whatever_fails_before_the_old_version_goes_on(machine: Path, failing: str) -> None:
    status, calls, stands = upgrade(machine, failing=failing)
    assert (status, stands) == (1, "old")
    assert not [call for call in calls if call.startswith("systemctl")]


def test_a_new_version_that_cannot_be_made_whole_is_not_gone_on_with(machine: Path) -> None:
    """As where a package cannot be fetched: `make` fails, and what comes after it would not."""
    makefile = machine / "new" / "Makefile"
    makefile.write_text(makefile.read_text() + "\t@false\n")
    assert upgrade(machine) == (1, [], "old")
    assert not list((machine / "releases").glob("2*"))


def test_where_the_old_version_cannot_live_beside_the_migrations_it_stops_first(machine: Path) -> None:
    status, calls, stands = upgrade(machine, failing="check_upgrade", code=3)
    assert (status, stands) == (0, "new")
    stop = calls.index("systemctl stop perennial-web.service perennial-endpoint.service perennial-worker.service")
    # Held while the tables change: a request would start the old version again, were the server not to wait for this.
    assert calls[stop - 1 : stop + 3] == [
        "systemctl daemon-reload",
        calls[stop],
        "new migrate --verbosity 0",
        "holds: perennial-web.service.d",
    ]
    assert not list((machine / "run").rglob("*hold*"))


def test_nobody_waits_for_ever_where_the_upgrade_ends_early(machine: Path) -> None:
    status, _calls, stands = upgrade(machine, failing="check_upgrade migrate", code=3)
    assert (status, stands) == (1, "old")
    assert not list((machine / "run").rglob("*hold*"))


def test_a_machine_that_was_held_for_another_answers_again_after_its_own_upgrade(machine: Path) -> None:
    assert upgrade(machine, script="hold.sh")[0] == 0
    assert (machine / "run" / "perennial-hold").exists()
    status, calls, stands = upgrade(machine)
    assert (status, stands) == (0, "new")
    assert calls.index("new check_ready") < calls.index(RESTART[1])
    assert not list((machine / "run").rglob("*hold*"))
