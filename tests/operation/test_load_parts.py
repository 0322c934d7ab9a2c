"""The parts of `make load` and `make scale-demo` that decide what they say."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from test_deploy_files import run

from benchmarks.load.memory import Samples
from benchmarks.load.people import Times
from benchmarks.scale.demo import Verdict, of_the_cms
from benchmarks.scale.programs import balancer_config
from benchmarks.scale.sending import Applicant
from tests.endpoint import ROOT, Endpoint


def grown(by: float, start: float = 100.0, warm: int = 60) -> Samples:
    """Return samples of a process that warms up and then grows by so many MB a minute."""
    taken = [(2.0 * n, start + min(n, warm) + by * 2.0 * max(0, n - warm) / 60) for n in range(150)]
    return Samples("web", taken)


def test_a_process_that_warms_up_does_not_leak_and_one_that_grows_does() -> None:
    assert not grown(0.0).leaks
    assert abs(grown(0.0).slope) < 0.01
    assert grown(12.0).leaks
    assert grown(12.0).slope == pytest.approx(12.0, abs=0.5)


def test_times_are_told_by_their_share() -> None:
    times = Times("reader", [number / 1000 for number in range(1, 101)])
    assert (times.within(0.5), times.within(0.99)) == (51.0, 100.0)
    assert Times("nobody").within(0.5) == 0.0


def test_the_balancer_of_the_demonstration_is_the_one_of_deploy(tmp_path: Path) -> None:
    config = balancer_config(24001, [24002, 24003], tmp_path)
    assert config.count("127.0.0.1:2400") == 3
    assert "10.0.0" not in config
    (tmp_path / "haproxy.cfg").write_text(config)
    run("haproxy", "-c", "-f", str(tmp_path / "haproxy.cfg"))


@pytest.mark.parametrize("number", [4, 5])
def test_an_application_is_a_form_that_the_endpoint_can_read(number: int) -> None:
    applicant = Applicant(number)
    head, _gap, body = applicant.request().partition(b"\r\n\r\n")
    kind = next(line for line in head.decode().splitlines() if line.startswith("Content-Type")).split(": ")[1]
    request: HttpRequest = RequestFactory().generic("POST", "/apply/", body, content_type=kind)
    assert request.POST["key"] == applicant.key
    assert request.POST["email"] == applicant.email
    assert len(request.FILES) == applicant.has_file


def test_a_broken_promise_is_remembered(capsys: pytest.CaptureFixture[str]) -> None:
    verdict = Verdict()
    verdict.expect(True, "nothing is lost", "0")
    verdict.expect(False, "nothing is double", "3")
    assert verdict.broken == ["nothing is double"]
    assert "NO   nothing is double: 3" in capsys.readouterr().out


def test_the_settings_of_several_machines_are_those_that_production_takes(tmp_path: Path) -> None:
    environment = of_the_cms(Endpoint(tmp_path, "postgres://nobody@127.0.0.1:1/nothing"), tmp_path, 25)
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.EMAIL_PORT)"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("25\n", "")
