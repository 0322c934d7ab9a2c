"""dist/ -> readers: serves the exported site, and takes up a new export between two requests."""

import os
import threading
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from whitenoise.base import WhiteNoise
from whitenoise.middleware import WhiteNoiseFileResponse

# The exporter names assets by a hash of their content: name.0123abcd.css
FINGERPRINTED = r"^/assets/.+\.[0-9a-f]{8,}\.[a-z0-9]+$"


# Nothing here asks for any of these; a script that got in could not either.
PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# A picture that somebody opens by itself draws and does nothing else.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def content_security_policy(framed_by: str = "'none'") -> str:
    """Return the policy of the static site: everything from itself; forms and their proof of work to the endpoint."""
    return (
        f"default-src 'self'; connect-src 'self' {settings.ENDPOINT_URL}; img-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'none'; "
        f"frame-ancestors {framed_by}; form-action 'self' {settings.ENDPOINT_URL}"
    )


class Release:
    """One export as WhiteNoise knows it: a table of files made once, read through an open directory.

    The directory is addressed by its descriptor, so the table stays true to this release after a rename has
    put another one in its place. Where the system has no /proc, the path is used as it is.
    """

    def __init__(self, root: Path) -> None:
        """Read the release at `root`.

        Raises:
            FileNotFoundError: there is no directory.
        """
        self.descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        status = os.fstat(self.descriptor)
        self.identity = (status.st_dev, status.st_ino)
        self.marker = _marker(root)
        by_descriptor = Path(f"/proc/self/fd/{self.descriptor}")
        policy = content_security_policy()

        def add_headers(headers: Headers, path: str, url: str) -> None:
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
            if path.endswith(".html"):
                headers["Content-Security-Policy"] = policy
                headers["Permissions-Policy"] = PERMISSIONS_POLICY
            elif path.endswith(".svg"):
                headers["Content-Security-Policy"] = PICTURE_POLICY

        folder = by_descriptor if by_descriptor.exists() else root
        self.moved = _moved(folder)
        self.files = WhiteNoise(
            application=None,
            root=str(folder),
            index_file=True,
            max_age=0,
            immutable_file_test=FINGERPRINTED,
            add_headers_function=add_headers,
        ).files

    def close(self) -> None:
        """Let go of the directory."""
        os.close(self.descriptor)


def _marker(root: Path) -> int:
    """Return when the release was sealed, so that one rebuilt in place is noticed too."""
    try:
        return (root / "SHA256SUMS").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _moved(root: Path) -> dict[str, tuple[str, int]]:
    """Return where each old address leads and with which status, as the export lists them."""
    try:
        lines = (root / "_redirects").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    prefix = urlsplit(settings.PUBLIC_URL).path.rstrip("/")
    entries = (line.split() for line in lines)
    return {unquote(old).removeprefix(prefix): (target, int(status)) for old, target, status in entries}


class ServeSite:
    """Middleware that answers from the exported site, and with its 404 page where nothing else answers.

    Each request looks whether another release stands at EXPORT_DIR (one `stat`); if so the table is made anew
    and swapped in. Requests under way keep the table they began with; the release before the current one stays
    open for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take up the release that stands there, if any."""
        self.get_response = get_response
        self.root = Path(settings.EXPORT_DIR)
        self.lock = threading.Lock()
        self.current: Release | None = None
        self.previous: Release | None = None
        self._refresh()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the release; else pass the request on."""
        release = self._refresh()
        # Wagtail's preview goes through the middleware with a request of its own making: it wants the draft.
        is_preview = getattr(request, "is_dummy", False)
        if release is None or is_preview or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if moved := release.moved.get(request.path_info):
            return _lead_on(*moved)
        static_file = release.files.get(request.path_info)
        if static_file is not None:
            return _respond(static_file, request)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return self._not_found(release, request) or response
        return response

    def _refresh(self) -> Release | None:
        try:
            status = self.root.stat()
        except FileNotFoundError:
            return self.current
        current = self.current
        if current and current.identity == (status.st_dev, status.st_ino) and current.marker == _marker(self.root):
            return current
        with self.lock:
            if self.current is not current:
                return self.current
            fresh = Release(self.root)
            if self.previous:
                self.previous.close()
            self.previous, self.current = self.current, fresh
            return fresh

    def _not_found(self, release: Release, request: HttpRequest) -> HttpResponse | None:
        """Return the 404 page of the language the address begins with, where the site has one."""
        language = request.path_info.split("/")[1]
        page = release.files.get(f"/{language}/404.html")
        if page is None:
            return None
        response = _respond(page, request)
        response.status_code = HTTPStatus.NOT_FOUND
        return response


def _lead_on(target: str, status: int) -> HttpResponse:
    kind = HttpResponsePermanentRedirect if status == HTTPStatus.MOVED_PERMANENTLY else HttpResponseRedirect
    # Browsers would keep it for ever; a page may stand at the old address again one day.
    return kind(target, headers={"Cache-Control": "max-age=3600"})


def _respond(static_file: object, request: HttpRequest) -> WhiteNoiseFileResponse:
    answer = static_file.get_response(request.method, request.META)  # type: ignore[attr-defined]
    response = WhiteNoiseFileResponse(answer.file or (), status=int(answer.status))
    del response["content-type"]
    for name, value in answer.headers:
        response[name] = value
    return response
