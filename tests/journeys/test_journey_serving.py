"""How the server begins and ends."""

import signal
from pathlib import Path

import pytest

from tests.journeys.server import STOP_SECONDS, Demo, DemoError, end, free_port, has_ended, processes_of

pytestmark = pytest.mark.slow


def test_a_server_that_is_told_to_end_takes_all_with_it(demo: Demo) -> None:
    other = Demo(demo.folder, free_port())
    server = other.start()
    try:
        server.send_signal(signal.SIGTERM)
        assert has_ended(server, STOP_SECONDS)
        assert processes_of(server) == []
    finally:
        end(server)


def test_a_port_that_is_taken_is_an_error(demo: Demo, tmp_path: Path) -> None:
    with pytest.raises(DemoError, match=r"cannot serve at 127\.0\.0\.1:\d+: Address already in use"):
        demo.manage("serve", "--bind", f"127.0.0.1:{demo.port}")
