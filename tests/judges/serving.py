"""An exported site over http, as the product serves it: its headers, its Brotli, its 404 pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cms.serving import Release


class Handler(BaseHTTPRequestHandler):
    """Answers from a release; keeps the connection open, as servers do."""

    protocol_version = "HTTP/1.1"
    release: Release

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        found = self.release.files.get(path)
        missing = self.release.files.get(f"/{path.split('/')[1]}/404.html") or self.release.files["/404.html"]
        environment = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        answer = (found or missing).get_response("GET", environment)
        body = answer.file.read() if answer.file else b""
        self.send_response(answer.status if found else HTTPStatus.NOT_FOUND)
        for name, value in answer.headers:
            if name != "Content-Length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Ends with the tests, though a browser may keep a connection open."""

    daemon_threads = True


@contextmanager
def over_http(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve the exported site in `folder`, at a free port unless one is named; yield its address, no slash after."""
    release = Release(folder, "")
    handler = type("SiteHandler", (Handler,), {"release": release})
    with Server(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            release.close()
