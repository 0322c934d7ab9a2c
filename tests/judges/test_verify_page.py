"""The verify tool in a real browser, from a web server and from a folder.

The page here is as bare as can be: the template fragment, the record and the built script, under the site's content
security policy. The full pages are the business of the journeys.
"""

import copy
import dataclasses
import functools
import http.server
import json
import shutil
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from cms.issuance.credentials import AwardFacts, IssuedBadge
from cms.issuance.credentials.addresses import issuer_did
from cms.issuance.credentials.documents import (
    achievement,
    credential,
    did_document,
    document_digest,
    issuer_profile,
    status_list,
)
from cms.issuance.credentials.endorsement import endorsement, sign_endorsement
from cms.issuance.credentials.issue import issue_badge
from cms.issuance.credentials.keys import load_public_keys, load_signing_key, multikey
from cms.issuance.credentials.signing import sign_document, sign_status_list
from cms.issuance.credentials.verify_messages import verify_messages
from tests.judges.judging import SENTENCES, Assets, Certificate

pytestmark = pytest.mark.browser

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'"
REVOKED = 7
REASON = "The evidence was not the holder’s own work."
LEAKED = "z6MkLeakedLeakedLeakedLeakedLeakedLeakedLeakedLeaked"
PARTNER_KEY = Ed25519PrivateKey.generate()
PARTNER = sign_endorsement(
    endorsement(
        "urn:uuid:5f0c1c34-9a1b-4a8d-9b0e-0a4f6f6f0001",
        {"id": f"did:key:{multikey(PARTNER_KEY.public_key())}", "name": "Åbo Folkhögskola", "url": "https://p.example"},
        "https://badges.example/achievements/active-listening.json",
        "We ask for it when we hire – “always”.",
        datetime(2026, 11, 1, tzinfo=UTC),
    ),
    PARTNER_KEY,
    datetime(2026, 11, 1, tzinfo=UTC),
)
# The DID document is not laid out in the folder, so that the page must do with the record; and Chromium's XML parser
# puts a styled message into what it cannot read, which the policy of the page stops.
ALLOWED = ("404", "Applying inline style")
GARBAGE = [
    b"",
    b"hello",
    b"\xff\xfe\x00\x01",
    b"null",
    b"[1, 2]",
    b'{"type": "OpenBadgeCredential"}',
    b'{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["OpenBadgeCredential"], "issuer": null}',
    b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"<not xml",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\x17iTXtopenbadgecredential\x00\x01\x00\x00\x00broken",
    b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln",
]
PAGE = """<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>Verify</title>
<script src="../../record.js" defer></script><script src="../../{script}" defer></script>{tool}</html>"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder quietly, under the policy of the site."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync"]  # fmt: skip
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def site(assets: Assets, make_facts: Callable[..., AwardFacts], tmp_path: Path) -> Path:
    """A folder with the verify page in Finnish and the record beside it; entry 7 is revoked."""
    folder = tmp_path / "site"
    (folder / "fi" / "verify").mkdir(parents=True)
    (folder / "status").mkdir()
    script = assets.name("verify.js")
    shutil.copyfile(assets.folder / script, folder / script)
    key = load_signing_key()
    signed = sign_status_list(status_list(1, [REVOKED], key.public.created), key, key.public.created)
    facts = [make_facts(language).achievement for language in SENTENCES]
    record = {
        "site": "https://badges.example",
        "issuer": issuer_profile(),
        "did": did_document(load_public_keys()),
        "statusLists": {signed["id"]: signed},
        "achievements": {achievement(one)["id"]: {"digest": document_digest(achievement(one))} for one in facts},
        "leakedKeys": [LEAKED],
        "reasons": {signed["id"]: {str(REVOKED): {"date": "2026-11-21T08:00:00Z", "reason": REASON}}},
        "endorsements": {
            PARTNER["id"]: {
                "organisation": "Åbo Folkhögskola",
                "endorser": PARTNER["issuer"]["id"],
                "method": PARTNER["proof"][0]["verificationMethod"],
                "withdrawn": False,
            }
        },
    }
    (folder / "record.js").write_text(f"window.PERENNIAL_RECORD = {json.dumps(record)};")
    (folder / "status" / "1.json").write_text(json.dumps(signed))
    with translation.override("en"):
        tool = render_to_string("components/verify.html", {"root": "../../", "verify_messages": verify_messages()})
    page = PAGE.format(language="fi", script=script, tool=tool)
    (folder / "fi" / "verify" / "index.html").write_text(page)
    return folder


@pytest.fixture(params=["http", "file"])
def page(request: pytest.FixtureRequest, site: Path, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    foreign: list[str] = []
    opened.on("request", lambda sent: foreign.append(sent.url) if "badges.example" in sent.url else None)
    if request.param == "http":
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened.goto(f"http://127.0.0.1:{server.server_address[1]}/fi/verify/index.html")
    else:
        opened.goto((site / "fi" / "verify" / "index.html").as_uri())
    yield opened
    assert not [problem for problem in problems if not any(allowed in problem for allowed in ALLOWED)]
    assert foreign == []
    context.close()
    if request.param == "http":
        server.shutdown()


def hand_in(page: Page, name: str, content: bytes, email: str = "") -> tuple[str, dict[str, str]]:
    """Choose a file; return the verdict and the state of each check."""
    page.fill("#verify-email", email)
    page.set_input_files("#verify-file", {"name": name, "mimeType": "", "buffer": content})
    return answer(page)


def paste(page: Page, text: str) -> tuple[str, dict[str, str]]:
    page.fill("#verify-text", text)
    page.click("button[type=submit]")
    return answer(page)


def answer(page: Page) -> tuple[str, dict[str, str]]:
    verdict = page.wait_for_selector("#verify-result [data-verdict]").get_attribute("data-verdict") or ""
    checks = {
        str(item.get_attribute("data-check")): str(item.get_attribute("data-state"))
        for item in page.query_selector_all("#verify-result [data-check]")
    }
    return verdict, checks


def as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document).encode()


def badge_of(make_facts: Callable[..., AwardFacts], language: str = "fi", index: int = 42) -> IssuedBadge:
    return issue_badge(make_facts(language, index))


def test_good_badges_in_all_forms(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = badge_of(make_facts)
    good = {"file": "passed", "issuer": "passed", "signature": "passed", "status": "passed", "dates": "passed",
            "achievement": "passed", "holder": "passed"}  # fmt: skip
    for name, content in [("b.json", badge.json), ("b.png", badge.png), ("b.svg", badge.svg)]:
        assert hand_in(page, name, content, "Aino@Example.org") == ("valid", good), name
    assert "This badge is genuine and in force." in page.inner_text("#verify-result")
    assert "20.\N{NO-BREAK SPACE}marraskuuta 2026" in page.inner_text("#verify-result")
    assert paste(page, badge.json.decode())[0] == "valid"
    assert paste(page, badge.svg.decode())[0] == "valid"


def test_every_language_and_its_letters(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    for language in SENTENCES:
        verdict, checks = hand_in(page, "b.json", badge_of(make_facts, language).json)
        assert (verdict, checks["achievement"]) == ("valid", "passed"), language


def test_a_compressed_chunk_is_tolerated(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = badge_of(make_facts)
    data = b"openbadgecredential\x00\x01\x00\x00\x00" + zlib.compress(badge.json)
    chunk = pack("!I", len(data)) + b"iTXt" + data + pack("!I", zlib.crc32(b"iTXt" + data))
    plain = b"\x89PNG\r\n\x1a\n" + pack("!I4s", 0, b"IHDR") + pack("!I", zlib.crc32(b"IHDR"))
    assert hand_in(page, "b.png", plain + chunk)[0] == "valid"


def test_a_revoked_badge(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    verdict, checks = hand_in(page, "b.json", badge_of(make_facts, index=REVOKED).json)
    assert (verdict, checks["signature"], checks["status"]) == ("revoked", "passed", "failed")
    assert "it has been revoked" in page.inner_text("#verify-result")


def test_a_revocation_cannot_be_hidden_under_another_name(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = copy.deepcopy(badge_of(make_facts, index=REVOKED).credential)
    # The same meaning, so the same signature, but not where a reader looks for it.
    badge["https://www.w3.org/2018/credentials#credentialStatus"] = badge.pop("credentialStatus")
    assert hand_in(page, "b.json", as_json(badge))[0] == "changed"


def test_a_tampered_badge(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = badge_of(make_facts).credential
    for field in ("name", "id", "validFrom"):
        verdict, checks = hand_in(page, "b.json", as_json({**badge, field: "2020-01-01T00:00:00Z"}))
        assert (verdict, checks["signature"]) == ("changed", "failed"), field
        # Nothing of it is shown as if it were true.
        assert page.query_selector(".verify-summary") is None


def test_the_wrong_holder(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    verdict, checks = hand_in(page, "b.json", badge_of(make_facts).json, "liisa@example.org")
    assert (verdict, checks["holder"]) == ("other_holder", "failed")


def test_another_issuer_and_a_forged_key(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = badge_of(make_facts).credential
    other = {**badge, "issuer": {**badge["issuer"], "id": "did:web:elsewhere.example"}}
    assert hand_in(page, "b.json", as_json(other))[0] == "other_issuer"
    forged = {**badge, "proof": [{**badge["proof"][0], "verificationMethod": "did:web:badges.example#z6MkForged"}]}
    verdict, checks = hand_in(page, "b.json", as_json(forged))
    assert (verdict, checks["issuer"]) == ("changed", "failed")


def test_garbage_gets_an_answer(page: Page) -> None:
    for content in GARBAGE:
        verdict, _ = hand_in(page, "garbage.bin", content)
        assert verdict in {"not_badge", "other_issuer"}, content


def test_markup_in_a_badge_is_text(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = badge_of(make_facts).credential
    hand_in(page, "b.json", as_json({**badge, "issuer": "<img src=x onerror=document.title='taken'>"}))
    assert page.title() == "Verify"
    assert page.query_selector("#verify-result img") is None


def test_the_reason_of_a_revocation_is_shown(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    hand_in(page, "b.json", badge_of(make_facts, index=REVOKED).json)
    assert REASON in page.inner_text("[data-check=status]")
    assert "21.\N{NO-BREAK SPACE}marraskuuta 2026" in page.inner_text("[data-check=status]")


@pytest.mark.parametrize(("issued", "until", "expected"), [(-9, 9, "valid"), (-9, -1, "expired"), (1, 9, "not_yet")])
def test_the_dates_count(
    page: Page, make_facts: Callable[..., AwardFacts], issued: int, until: int, expected: str
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    facts = dataclasses.replace(
        make_facts("fi"), issued_at=now + timedelta(days=issued), valid_until=now + timedelta(days=until)
    )
    key = load_signing_key()
    # Signed without the check at the end, which refuses what is not in force.
    signed = sign_document(credential(facts), key.private, f"{issuer_did()}#{key.public.multikey}", now)
    verdict, _ = hand_in(page, "b.json", as_json({**signed, "proof": [signed["proof"]]}))
    assert verdict == expected


def test_a_badge_of_a_leaked_key_proves_nothing(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = badge_of(make_facts).credential
    badge["proof"][0]["verificationMethod"] = f"did:web:badges.example#{LEAKED}"
    verdict, checks = hand_in(page, "b.json", as_json(badge))
    assert (verdict, checks["issuer"]) == ("leaked", "failed")


def test_an_endorsement_is_checked_and_shown(page: Page, make_facts: Callable[..., AwardFacts]) -> None:
    badge = issue_badge(dataclasses.replace(make_facts("fi"), endorsements=(PARTNER,)))
    verdict, checks = hand_in(page, "b.json", badge.json)
    assert (verdict, checks["endorsement"]) == ("valid", "passed")
    assert "We ask for it when we hire" in page.inner_text("#verify-result")
    other = copy.deepcopy(PARTNER)
    other["credentialSubject"]["endorsementComment"] = "Better than it is."
    verdict, checks = hand_in(
        page, "b.json", issue_badge(dataclasses.replace(make_facts("fi"), endorsements=(other,))).json
    )
    assert (verdict, checks["endorsement"]) == ("valid", "open")
    assert "Better than it is." not in page.inner_text("#verify-result")


def test_a_certificate_is_read(page: Page, make_facts: Callable[..., AwardFacts], certificate: Certificate) -> None:
    verdict, _ = hand_in(page, "certificate.pdf", certificate(badge_of(make_facts).json.decode()))
    assert verdict == "valid"
    verdict, checks = hand_in(page, "other.pdf", b"%PDF-1.7\n/Type /EmbeddedFile stream\nbroken\nendstream")
    assert (verdict, checks["file"]) == ("not_badge", "failed")
