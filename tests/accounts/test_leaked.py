"""Passwords that have leaked are refused, from a file on this machine; a file that is of no use is named."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cms.accounts.leaked import faults_of, is_leaked

LEAKED = [f"leaked password {number}" for number in range(3000)]


def line(password: str) -> bytes:
    return hashlib.sha1(password.encode()).hexdigest().upper().encode() + b":%d" % (len(password) * 37 % 1009)


@pytest.fixture
def found(tmp_path: Path) -> Path:
    """A small list of the form of the large one."""
    path = tmp_path / "pwnedpasswords.txt"
    path.write_bytes(b"".join(line(password) + b"\n" for password in sorted(LEAKED, key=line)))
    return path


def test_every_leaked_password_is_found_and_no_other(found: Path) -> None:
    assert not list(faults_of(found))
    assert all(is_leaked(found, password) for password in LEAKED)
    assert not any(is_leaked(found, f"another password {number}") for number in range(3000))


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_lines_end_as_they_like_and_the_last_may_not(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "few.txt"
    for number in (1, 2, 3):
        few = sorted(LEAKED[:number], key=line)
        path.write_bytes(end.join(map(line, few)).lower())
        assert not list(faults_of(path))
        assert all(is_leaked(path, password) for password in few)
        assert not is_leaked(path, "another")


def test_nobody_takes_a_password_that_has_leaked(found: Path, settings: Any) -> None:
    rule = {"NAME": "cms.accounts.validators.LeakedValidator", "OPTIONS": {"path": str(found)}}
    settings.AUTH_PASSWORD_VALIDATORS = [*settings.AUTH_PASSWORD_VALIDATORS, rule]
    validate_password("another password 7")
    with pytest.raises(ValidationError, match="lists of those that have leaked"):
        validate_password("leaked password 7")
    found.unlink()
    with pytest.raises(ValidationError, match="cannot be looked up at the moment"):
        validate_password("another password 7")


def test_a_file_that_is_of_no_use_is_named(found: Path, tmp_path: Path) -> None:
    lines = found.read_bytes().splitlines(keepends=True)
    swapped = [*lines[:1500], lines[1501], lines[1500], *lines[1502:]]
    mixed = [*lines[:700], b"0B434FF2A4E57A8D1C762A899AAE5E0F:3\n", *lines[700:]]
    for content, said in (
        (b"", "is empty"),
        (b"".join(sorted(lines, key=lambda one: -int(one.split(b":")[1]))), "is not ordered by hash"),
        (b"".join(swapped), "LC_ALL=C sort"),
        (b"".join(mixed), "is no SHA-1 with its count"),
        (b"password\n123456\n", "is no SHA-1 with its count"),
        (b"".join(f"{number:040X}:1\n".encode() for number in range(25_000)), "was cut off"),
    ):
        found.write_bytes(content)
        [fault] = faults_of(found)
        assert said in fault
        assert str(found) in fault
    [fault] = faults_of(tmp_path)
    assert "cannot be read" in fault
