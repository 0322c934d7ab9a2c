"""How the server begins and ends."""

import signal
from pathlib import Path

import pytest

from tests.journeys.server import STOP_SECONDS, Demo, DemoError, end_group, free_port, has_ended, is_group_alive

pytestmark = pytest.mark.slow


def test_a_server_that_is_told_to_end_takes_all_with_it(demo: Demo) -> None:
    other = Demo(demo.folder, free_port())
    server = other.start()
    try:
        server.send_signal(signal.SIGTERM)
        assert has_ended(server, STOP_SECONDS)
        assert not is_group_alive(server)
    finally:
        end_group(server)


def test_a_port_that_is_taken_is_an_error(demo: Demo, tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="serve"):
        demo.manage("serve", "--bind", f"127.0.0.1:{demo.port}")
