"""The issuance endpoint: forms, files, JSON, and every address with anything in it."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from PIL import Image

from cms.issuance.models import Achievement
from tests.fuzz.conftest import ORIGIN
from tests.fuzz.harness import Fuzzer
from tests.fuzz.making import TEXTS, broken_bytes, broken_tree

CLEAR = {200, 202, 204, 301, 302, 303, 400, 403, 404, 405, 406, 409, 410, 413, 415, 422, 429}
SITUATION = "A learner had stopped coming. I asked, waited, and said back what I had heard."


@pytest.fixture
def form(issuer: Path) -> dict[str, str]:
    """A whole application for the badge of the sample."""
    badge = Achievement.objects.get(slug="listening", language="en")
    return {
        "badge": "listening",
        "language": "en",
        "name": "Maija Mäki",
        "email": "maija@mail.example",
        "route": "prior",
        **{f"situation-{criterion['key']}": SITUATION for criterion in badge.criteria},
        "evidence-1": "https://example.org/plan",
        "own_work": "yes",
        "privacy": "yes",
        "altcha": "e30=",
        "key": "retry-0001",
    }


def answered(method: str, path: str, body: bytes = b"", kind: str = "", **headers: str) -> None:
    """Send a request, and undo what it did; the client raises what would be a 500."""
    with transaction.atomic():
        sent = {"Origin": ORIGIN, **{name.replace("_", "-"): value for name, value in headers.items()}}
        response = Client().generic(method, path, body, content_type=kind, headers=sent)
        transaction.set_rollback(True)
    assert response.status_code in CLEAR, response.status_code


def test_forms(fuzzer: Fuzzer, form: dict[str, str]) -> None:
    pairs = st.lists(
        st.tuples(st.sampled_from([*form, "website", "files", "link-x", "removed", "x"]), TEXTS), max_size=4
    )
    changes = st.tuples(
        pairs, st.sampled_from([0, 0, 0, 1, 3]), st.sampled_from(["utf-8", "utf-16", "latin-1", "x", ""])
    )

    def send(given: Any) -> None:
        odd, left_out, charset = given
        fields = [*list(form.items())[left_out:], *odd]
        kind = "application/x-www-form-urlencoded" + (f"; charset={charset}" if charset not in {"", "utf-8"} else "")
        answered("POST", "/apply/", urlencode(fields).encode(), kind)

    fuzzer.run("endpoint, forms", 1500, changes, send)


def test_claims(fuzzer: Fuzzer, form: dict[str, str]) -> None:
    claim = {name: form[name] for name in ("language", "name", "email", "privacy", "altcha", "key")}
    claim |= {"code": "7QXM-2KD9-RB4T", "attended": "yes", "event": "0badcafe"}
    pairs = st.lists(st.tuples(st.sampled_from([*claim, "website", "x"]), TEXTS), max_size=4)

    def send(odd: Any) -> None:
        body = urlencode([*claim.items(), *odd]).encode()
        answered("POST", "/apply/claim/", body, "application/x-www-form-urlencoded")
        for path in (quote(text, safe="") or "x" for _name, text in odd[:1]):
            answered("POST", f"/apply/claim/confirm/{path}/")

    fuzzer.run("endpoint, claims", 500, pairs, send)


def test_bytes_as_forms(fuzzer: Fuzzer, form: dict[str, str]) -> None:
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form.items()
    )
    whole = [f"{body}--b--\r\n".encode(), urlencode(form).encode(), json.dumps(form).encode()]
    kinds = (
        "multipart/form-data; boundary=b",
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data",
        ";;",
    )
    strategy = st.tuples(broken_bytes(whole), st.sampled_from(kinds))
    fuzzer.run("endpoint, bytes", 1200, strategy, lambda given: answered("POST", "/apply/", *given))


def test_json(fuzzer: Fuzzer, form: dict[str, str]) -> None:
    situations = {name.removeprefix("situation-"): form[name] for name in form if name.startswith("situation-")}
    plain = {name: value for name, value in form.items() if "-" not in name}
    whole = {**plain, "situations": situations, "links": {}, "evidence": ["https://example.org/plan"], "own_work": True}

    def send(document: Any) -> None:
        answered("POST", "/apply/", json.dumps(document).encode(), "application/json", Accept="application/json")

    fuzzer.run("endpoint, JSON", 1500, broken_tree([whole]), send)


def test_files(fuzzer: Fuzzer, form: dict[str, str], settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_FILES = 3
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "evidence"},
        },
    }
    strategy = st.tuples(
        TEXTS, broken_bytes(pictures(), tokens=("\xff\xd9", "IEND", "PK\x03\x04", "%PDF-", "ID3", "", "\x00"))
    )

    def send(given: tuple[str, bytes]) -> None:
        name, content = given
        upload = SimpleUploadedFile(name or "x", content)
        with transaction.atomic():
            response = Client().post("/apply/", {**form, "files": [upload]}, headers={"Origin": ORIGIN})
            transaction.set_rollback(True)
        assert response.status_code in CLEAR, response.status_code

    fuzzer.run("endpoint, files", 800, strategy, send)


def pictures() -> list[bytes]:
    """One file of each kind that is taken."""
    made = []
    for kind in ("JPEG", "PNG", "WEBP"):
        out = BytesIO()
        Image.effect_noise((24, 24), 50).save(out, kind)
        made.append(out.getvalue())
    return [*made, b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF", b"ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb\x90"]


def test_addresses(fuzzer: Fuzzer, issuer: Path) -> None:
    routes = (
        "",
        "challenge",
        "links/",
        "confirm/{}/",
        "mend/{}/",
        "status/{}/",
        "status/{}/withdraw/",
        "status/{}/erase/",
        "status/{}/{}",
    )
    methods = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE", "BREW")
    headers = st.fixed_dictionaries(
        {},
        optional={
            "Accept": TEXTS,
            "Accept_Language": TEXTS,
            "Referer": TEXTS,
            "Origin": TEXTS,
            "X_Request_ID": TEXTS,
            "X_Forwarded_For": TEXTS,
            "Content_Length": st.sampled_from(["-1", "x", "99999999999", "1"]),
            "Cookie": TEXTS,
            "Idempotency_Key": TEXTS,
            "If_None_Match": TEXTS,
            "Range": TEXTS,
        },
    )
    strategy = st.tuples(st.sampled_from(methods), st.sampled_from(routes), TEXTS, TEXTS, headers)

    def send(given: Any) -> None:
        method, route, secret, name, sent = given
        # As a server hands on the bytes of a header (PEP 3333).
        plain = {key: "".join(value.splitlines()).encode().decode("latin-1") for key, value in sent.items()}
        path = "/apply/" + route.format(quote(secret or "x", safe=""), quote(name or "y", safe=""))
        body = urlencode({"email": secret, "confirm": name}).encode()
        answered(method, path, body, "application/x-www-form-urlencoded", **plain)

    fuzzer.run("endpoint, addresses", 1200, strategy, send)
