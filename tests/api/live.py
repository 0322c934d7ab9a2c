"""The API over http, from the database of the test itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test.testcases import LiveServerThread, _StaticFilesHandler


@contextmanager
def over_http() -> Iterator[str]:
    """Serve as long as the context lasts; yield the address without a slash at the end."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", _StaticFilesHandler, connections_override={"default": connection}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()
