"""Keys: made once, rotated without loss, never overwritten."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cms.issuance.credentials import SigningKeyError
from cms.issuance.credentials.keys import PASSPHRASE_VARIABLE, load_public_keys, load_signing_key, make_signing_key


@pytest.fixture(autouse=True)
def keys_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def test_the_command_makes_a_private_file_and_a_public_record(keys_folder: Path) -> None:
    out = StringIO()
    call_command("make_signing_key", stdout=out)
    key = load_signing_key()
    assert key.public.multikey in out.getvalue()
    assert stat.S_IMODE((keys_folder / "signing-key.pem").stat().st_mode) == 0o600
    assert load_public_keys() == [key.public]


def test_a_key_is_never_overwritten(keys_folder: Path) -> None:
    make_signing_key()
    before = (keys_folder / "signing-key.pem").read_bytes()
    with pytest.raises(CommandError, match="--rotate"):
        call_command("make_signing_key")
    assert (keys_folder / "signing-key.pem").read_bytes() == before


def test_a_rotation_keeps_the_old_public_key(keys_folder: Path) -> None:
    old = make_signing_key()
    new = make_signing_key(rotate=True)
    assert load_signing_key().public == new
    assert {key.multikey for key in load_public_keys()} == {old.multikey, new.multikey}
    assert (keys_folder / "retired" / f"{old.multikey}.pem").exists()


def test_nothing_to_rotate() -> None:
    with pytest.raises(SigningKeyError, match="no signing key"):
        make_signing_key(rotate=True)


def test_a_passphrase_encrypts_the_key(keys_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "correct horse")
    made = make_signing_key()
    assert b"ENCRYPTED" in (keys_folder / "signing-key.pem").read_bytes()
    assert load_signing_key().public == made
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "wrong")
    with pytest.raises(SigningKeyError, match=PASSPHRASE_VARIABLE):
        load_signing_key()
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    with pytest.raises(SigningKeyError, match=PASSPHRASE_VARIABLE):
        load_signing_key()


def test_a_key_without_its_public_record_does_not_sign(keys_folder: Path) -> None:
    made = make_signing_key()
    (keys_folder / "public" / f"{made.multikey}.json").unlink()
    with pytest.raises(SigningKeyError, match="could not be checked"):
        load_signing_key()
