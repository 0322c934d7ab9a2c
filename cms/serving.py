"""dist/ -> readers: serves the exported site, and takes up a new export between two requests."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit
from wsgiref.headers import Headers

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from whitenoise.base import WhiteNoise
from whitenoise.middleware import WhiteNoiseFileResponse

from cms.projects import FIRST, KEY, Project, UnknownProjectError, find

# The exporter names assets by a hash of their content: name.0123abcd.css
FINGERPRINTED = r"^/assets/.+\.[0-9a-f]{8,}\.[a-z0-9]+$"


# Nothing here asks for any of these; a script that got in could not either.
PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# A picture that somebody opens by itself draws and does nothing else.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

# The list of badges for the websites of partners (cms.learning.context.kit).
FOR_FRAMES = "/kit/embed.html"


def content_security_policy(framed_by: str = "'none'") -> str:
    """Return the policy of the static site: everything from itself; forms and their proof of work to the endpoint."""
    return (
        f"default-src 'self'; connect-src 'self' {settings.ENDPOINT_URL}; img-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'none'; "
        f"frame-ancestors {framed_by}; form-action 'self' {settings.ENDPOINT_URL}"
    )


def _framed_by(path: str) -> str:
    """Return who may show a page in a frame: everybody the list of badges that is made for it, nobody else a page."""
    return "*" if path.endswith(FOR_FRAMES) else "'none'"


class Release:
    """One export as WhiteNoise knows it: a table of files made once, read through an open directory.

    The directory is addressed by its descriptor, so the table stays true to this release after a rename has
    put another one in its place. Where the system has no /proc, the path is used as it is.
    """

    def __init__(self, root: Path, prefix: str) -> None:
        """Read the release at `root`; addresses of the site begin with `prefix`.

        Raises:
            FileNotFoundError: there is no directory.
        """
        self.descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        status = os.fstat(self.descriptor)
        self.identity = (status.st_dev, status.st_ino)
        self.marker = _marker(root)
        by_descriptor = Path(f"/proc/self/fd/{self.descriptor}")

        def add_headers(headers: Headers, path: str, url: str) -> None:
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
            if path.endswith(".html"):
                headers["Content-Security-Policy"] = content_security_policy(_framed_by(path))
                headers["Permissions-Policy"] = PERMISSIONS_POLICY
            elif path.endswith(".svg"):
                headers["Content-Security-Policy"] = PICTURE_POLICY

        folder = by_descriptor if by_descriptor.exists() else root
        self.moved = _moved(folder, prefix)
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


def _moved(root: Path, prefix: str) -> dict[str, tuple[str, int]]:
    """Return where each old address leads and with which status, as the export lists them without the prefix."""
    try:
        lines = (root / "_redirects").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    entries = (line.split() for line in lines)
    return {unquote(old).removeprefix(prefix): (target, int(status)) for old, target, status in entries}


class Served:
    """The site that stands at a folder.

    Each request looks whether another release stands there (one `stat`); if so the table is made anew and swapped in.
    Requests under way keep the table they began with; the release before the current one stays open for them.
    """

    def __init__(self, root: Path, prefix: str) -> None:
        """Take up the release that stands there, if any."""
        self.root = root
        self.prefix = prefix
        self.lock = threading.Lock()
        self.current: Release | None = None
        self.previous: Release | None = None
        self.refresh()

    def refresh(self) -> Release | None:
        """Return the release that stands there now."""
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
            fresh = Release(self.root, self.prefix)
            if self.previous:
                self.previous.close()
            self.previous, self.current = self.current, fresh
            return fresh


class ServeSite:
    """Middleware that answers from the exported sites, and with their 404 page where nothing else answers.

    The first project's site stands at the root, those of further projects below their keys: `/badges4good/en/`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take up the release that stands there, if any."""
        self.get_response = get_response
        self.first = Served(FIRST.export_dir, urlsplit(FIRST.public_url).path.rstrip("/"))
        self.further: dict[str, Served] = {}

    @property
    def current(self) -> Release | None:
        """The release of the first project that answers now."""
        return self.first.current

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from a release; else pass the request on."""
        # Wagtail's preview goes through the middleware with a request of its own making: it wants the draft.
        if getattr(request, "is_dummy", False) or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        release = self.first.refresh()
        answer = _from(release, request, request.path_info) if release else None
        if answer is not None:
            return answer
        if served := self._further(request.path_info):
            return _from_further(served, request)
        if release and request.path_info.split("/")[1] in dict(settings.FURTHER_LANGUAGES):
            # The CMS would show the source language at the address of a language that the project does not have.
            return _not_found(release, request, f"/{settings.LANGUAGE_CODE}/") or HttpResponseNotFound()
        response = self.get_response(request)
        if release and response.status_code == HTTPStatus.NOT_FOUND:
            return _not_found(release, request, request.path_info) or response
        return response

    def _further(self, path: str) -> Served | None:
        """Return the site of the further project that an address begins with; a folder alone is no project."""
        key = path.split("/")[1]
        if key not in self.further and KEY.fullmatch(key) and Project(key).export_dir.is_dir():
            with suppress(UnknownProjectError):
                project = find(key)
                self.further[key] = Served(project.export_dir, urlsplit(project.public_url).path.rstrip("/"))
        return self.further.get(key)


def _from_further(served: Served, request: HttpRequest) -> HttpResponseBase:
    key = request.path_info.split("/")[1]
    path = request.path_info.removeprefix(f"/{key}")
    if not path:
        return HttpResponsePermanentRedirect(f"/{key}/")
    release = served.refresh()
    if release is None:
        return HttpResponseNotFound()
    return _from(release, request, path) or _not_found(release, request, path) or HttpResponseNotFound()


def _from(release: Release, request: HttpRequest, path: str) -> HttpResponseBase | None:
    """Return what the release has at a path, None where it has nothing."""
    if moved := release.moved.get(path):
        return _lead_on(*moved)
    static_file = release.files.get(path)
    return None if static_file is None else _respond(static_file, request)


def _not_found(release: Release, request: HttpRequest, path: str) -> HttpResponse | None:
    """Return the 404 page of the language the address begins with, where the site has one."""
    page = release.files.get(f"/{path.split('/')[1]}/404.html")
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
