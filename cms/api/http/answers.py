"""Data -> answers with ETag and Last-Modified; answers for everybody are kept until something is written."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

JSON = "application/json"
# In bytes of bodies, for each process.
MOST_KEPT = 32 * 1024 * 1024


@dataclass(frozen=True)
class Body:
    """An answer's bytes, with their strong validator."""

    content: bytes
    etag: str
    content_type: str = JSON


def as_bytes(data: Any) -> bytes:
    """Return data as compact JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def body_of(data: Any, content_type: str = JSON, version: str = "") -> Body:
    """Return data as JSON. `version` names what was edited last, so that a write can be compared with it."""
    content = as_bytes(data)
    digest = hashlib.sha256(content).hexdigest()[:32]
    return Body(content, f'"{version}.{digest}"' if version else f'"{digest}"', content_type)


class KeptBodies:
    """Answers by the request that they were made for, as long as nothing was written; the oldest go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keep at most so many bytes."""
        self.most = most
        self.size = 0
        self.token = ""
        self.lock = threading.Lock()
        self.bodies: OrderedDict[str, Body] = OrderedDict()

    def get(self, token: str, key: str, make: Callable[[], Body]) -> Body:
        """Return the answer to a request, made where there is none; nothing is kept without a token."""
        if not token:
            return make()
        with self.lock:
            if token != self.token:
                self.bodies.clear()
                self.size, self.token = 0, token
            if key in self.bodies:
                self.bodies.move_to_end(key)
                return self.bodies[key]
        made = make()
        with self.lock:
            if token == self.token and key not in self.bodies:
                self.bodies[key] = made
                self.size += len(made.content)
                while self.size > self.most:
                    _key, dropped = self.bodies.popitem(last=False)
                    self.size -= len(dropped.content)
        return made


kept_bodies = KeptBodies()


def answer(request: HttpRequest, body: Body, changed_at: datetime | None, *, private: bool) -> HttpResponse:
    """Return the answer, or 304 where the client has it. `private` answers are for one user only."""
    response = HttpResponse(body.content, content_type=body.content_type)
    response["ETag"] = body.etag
    if changed_at and not private:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    response["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    patch_vary_headers(response, ["Accept", "Authorization"])
    since = int(changed_at.timestamp()) if changed_at and not private else None
    conditional = get_conditional_response(request, etag=body.etag, last_modified=since, response=response)
    return conditional or response
