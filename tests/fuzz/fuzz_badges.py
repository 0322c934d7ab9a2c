"""Badges that strangers hand in: read and checked by the server's commands, and by the verify page's own modules."""

import base64
import json
import subprocess
import zlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import strategies as st

from cms.issuance.ledger.transfer import LedgerError, export_ledger, import_ledger
from cms.issuance.record.files import verifier_record
from cms.issuance.verification.checks import check_badge
from cms.issuance.verification.messages import sentence
from cms.issuance.verification.read import NotABadgeError, read_badge
from tests.fuzz.harness import ROOT, Fuzzer, in_words
from tests.fuzz.making import broken_bytes, broken_tree

VERDICTS = {
    "valid",
    "revoked",
    "expired",
    "not_yet",
    "other_holder",
    "unchecked",
    "changed",
    "leaked",
    "other_issuer",
    "not_badge",
}


@pytest.fixture
def badges(issuer: Path, tmp_path: Path) -> dict[str, bytes]:
    """A badge in each of its forms, by the ending of the file."""
    paths = [tmp_path / f"badge{ending}" for ending in (".json", ".png", ".svg")]
    words = ["--badge=listening", "--email=aino@mail.example", "--name=Aino Äijälä", "--language=en"]
    call_command("issue_badge", *words, *(f"--output={path}" for path in paths), stdout=StringIO())
    made = {path.suffix: path.read_bytes() for path in paths}
    packed = b"1 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode >>\nstream\n%s\nendstream"
    made[".pdf"] = b"%PDF-1.7\n" + packed % zlib.compress(made[".json"])
    return made


def check(content: bytes) -> None:
    """Do what verify_badge does with a file."""
    try:
        credential = read_badge(content)
    except NotABadgeError as error:
        in_words(sentence(error.reason))
        return
    judge(credential)


def judge(credential: Any) -> None:
    result = check_badge(credential, verifier_record(), timezone.now(), "aino@mail.example")
    assert sentence(f"verdict.{result.verdict}")
    for one in result.checks:
        assert sentence(one.reason, one.values)


@pytest.mark.parametrize(("form", "inputs"), [(".json", 500), (".png", 600), (".svg", 600), (".pdf", 400)])
def test_files_of_badges(fuzzer: Fuzzer, badges: dict[str, bytes], form: str, inputs: int) -> None:
    fuzzer.run(f"badges, {form}", inputs, broken_bytes([badges[form]]), check)


def test_documents_of_badges(fuzzer: Fuzzer, badges: dict[str, bytes]) -> None:
    fuzzer.run("badges, documents", 800, broken_tree([json.loads(badges[".json"])]), judge)


def test_ledgers(fuzzer: Fuzzer, badges: dict[str, bytes], tmp_path: Path) -> None:
    export_ledger(tmp_path / "ledger")
    whole = (tmp_path / "ledger").read_bytes()

    def take_in(content: bytes) -> None:
        (tmp_path / "broken").write_bytes(content)
        try:
            import_ledger(tmp_path / "broken")
        except LedgerError as error:
            in_words(error)

    fuzzer.run("ledger", 400, broken_bytes([whole]), take_in)


def test_the_verify_page(fuzzer: Fuzzer, badges: dict[str, bytes], tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text(json.dumps(verifier_record()))
    command = [
        "node",
        "--expose-gc",
        str(Path(__file__).with_name("verify.mjs")),
        str(ROOT / "var" / "node"),
        str(record),
    ]
    files = broken_bytes([content for ending, content in badges.items() if ending != ".svg"])
    trees = broken_tree([json.loads(badges[".json"])]).map(lambda tree: json.dumps(tree).encode())
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as page:
        assert page.stdin
        assert page.stdout

        def hand_in(content: bytes) -> None:
            page.stdin.write(base64.b64encode(content) + b"\n")
            page.stdin.flush()
            answer = json.loads(page.stdout.readline())
            assert answer.get("verdict") in VERDICTS, answer

        fuzzer.run("verify page (Node)", 2000, st.one_of(files, trees), hand_in, process=page.pid)
        page.stdin.close()
