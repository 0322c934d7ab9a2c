"""A look at the running installation from outside, as a reader, a program, an applicant and a verifier see it.

Asked over HTTP, at the address where the server listens, under the name that the public uses. Nothing is kept: the form
that is sent is an empty one.
"""

import http.client
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cms.projects import FIRST

TIMEOUT_SECONDS = 30
LOOK_SECONDS = 0.5


class SmokeError(Exception):
    """Something does not answer as it should; the message says what was asked, and what came."""


@dataclass(frozen=True)
class Answer:
    """A response: its status, its body, its media type."""

    status: int
    body: bytes
    media_type: str

    def json(self) -> Any:
        """Return the body as JSON.

        Raises:
            SmokeError: it is none.
        """
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise SmokeError(f"no JSON came, but {self.body[:60]!r}") from error


class Server:
    """The server that is looked at: `address` is where it listens, for example http://127.0.0.1:8000."""

    def __init__(self, address: str) -> None:
        """Speak to it as a proxy does that readers reach at PERENNIAL_PUBLIC_URL."""
        self.parts = urlsplit(address)
        public = urlsplit(settings.PUBLIC_URL)
        self.headers = {"Host": public.netloc, "X-Forwarded-Proto": public.scheme, "Origin": settings.PUBLIC_URL}

    def ask(self, path: str, status: int = 200, form: str = "", **headers: str) -> Answer:
        """Send a request, a POST where there is a form, and return the answer.

        Raises:
            SmokeError: nothing answers, or with another status.
        """
        kind = http.client.HTTPSConnection if self.parts.scheme == "https" else http.client.HTTPConnection
        with closing(kind(self.parts.netloc, timeout=TIMEOUT_SECONDS)) as connection:
            try:
                kind_of_form = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
                method = "POST" if form else "GET"
                connection.request(method, path, form or None, {**self.headers, **kind_of_form, **headers})
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                raise SmokeError(f"{path}: nothing answers at {self.parts.netloc}: {error}") from error
        if response.status != status:
            raise SmokeError(f"{path}: status {response.status} came, {status} was expected")
        return Answer(response.status, body, response.headers.get_content_type())


def look(address: str, wait: float = 0) -> Iterator[tuple[str, str]]:
    """Yield each check's name and what is wrong, "" where nothing is. Wait at most so many seconds for the process."""
    server = Server(address)
    _wait_for(server, time.monotonic() + wait)
    for name, check in CHECKS.items():
        try:
            check(server)
        except SmokeError as error:
            yield name, str(error)
        else:
            yield name, ""


def _wait_for(server: Server, until: float) -> None:
    while time.monotonic() < until:
        try:
            server.ask("/healthz")
        except SmokeError:
            time.sleep(LOOK_SECONDS)
        else:
            return


def _process(server: Server) -> None:
    server.ask("/healthz")


def _readiness(server: Server) -> None:
    try:
        server.ask("/readyz")
    except SmokeError as error:
        raise SmokeError(f"{error}. What is missing says: manage.py check_ready") from error


def _site(server: Server) -> None:
    """The home page in each language, and the style sheet that it names."""
    for code in FIRST.codes:
        page = server.ask(f"/{code}/").body.decode("utf-8", "replace")
        if not re.search(rf'<html[^>]+lang="{code}"', page):
            raise SmokeError(f"/{code}/: this is no page in “{code}”")
        sheet = re.search(r'<link[^>]+rel="?stylesheet"?[^>]+href="?([^"\s>]+)', page)
        if not sheet:
            raise SmokeError(f"/{code}/: the page names no style sheet")
        server.ask(f"/{sheet[1].lstrip('./')}")


def _api(server: Server) -> None:
    page = server.ask(f"/++api++/{settings.LANGUAGE_CODE}", Accept="application/json").json()
    if "@id" not in page:
        raise SmokeError("/++api++: the answer is no page")


def _admin(server: Server) -> None:
    server.ask("/admin/login/")


def _endpoint(server: Server) -> None:
    """A sum to do for a browser, and a refusal in words for a form that names no badge."""
    if "challenge" not in server.ask("/apply/challenge").json():
        raise SmokeError("/apply/challenge: there is none in the answer")
    refusal = server.ask("/apply/", 400, "badge=", Accept="application/json")
    if not refusal.json().get("detail"):
        raise SmokeError("/apply/: the refusal of a form without a badge has no words")


def _signature(server: Server) -> None:
    """Sign something here, and check it with the keys that the site shows to verifiers."""
    # Slow to load, and not wanted where only the words of this module are.
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import verify_data_integrity_proof
    from openbadgeslib.ob3.did import resolve_did

    from cms.issuance.credentials.addresses import did_document_paths
    from cms.issuance.credentials.errors import SigningKeyError, UnsignableError
    from cms.issuance.credentials.keys import load_signing_key
    from cms.issuance.credentials.signing import sign_status_list
    from cms.issuance.schedule import is_key_destroyed
    from cms.operation.health.checks import document_to_sign

    shown = server.ask(f"/{did_document_paths()[0]}").json().get("assertionMethod", [])
    if is_key_destroyed():
        return
    try:
        signed = sign_status_list(document_to_sign(), load_signing_key(), datetime.now(UTC))
        method = signed["proof"]["verificationMethod"]
        if method not in shown:
            raise SmokeError("The site does not show the key that signs now to verifiers. Run: manage.py export_site")
        verify_data_integrity_proof(signed, resolve_did(f"did:key:{method.partition('#')[2]}"))
    except (SigningKeyError, UnsignableError, LibOpenBadgesException, OSError) as error:
        raise SmokeError(f"No badge can be signed and verified: {error}") from error


CHECKS: dict[str, Callable[[Server], None]] = {
    "process": _process,
    "readiness": _readiness,
    "site": _site,
    "api": _api,
    "admin": _admin,
    "endpoint": _endpoint,
    "signature": _signature,
}
