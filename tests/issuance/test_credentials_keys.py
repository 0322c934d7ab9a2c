"""Keys: made once, rotated without loss, lost and leaked, never overwritten."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cms.issuance.credentials import SigningKeyError
from cms.issuance.credentials.documents import did_document
from cms.issuance.credentials.keys import (
    PASSPHRASE_VARIABLE,
    load_leaked_keys,
    load_public_keys,
    load_signing_key,
    make_signing_key,
)
from cms.issuance.credentials.rotation import rotate_key


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
    assert {path.name for path in keys_folder.iterdir()} == {"signing-key.pem", "public"}
    # Production refuses folders of keys that others can open.
    for folder in (keys_folder, keys_folder / "public"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_is_never_overwritten(keys_folder: Path) -> None:
    make_signing_key()
    before = (keys_folder / "signing-key.pem").read_bytes()
    with pytest.raises(CommandError, match="rotate_key"):
        call_command("make_signing_key")
    assert (keys_folder / "signing-key.pem").read_bytes() == before


def test_a_key_that_others_can_read_does_not_sign(keys_folder: Path) -> None:
    make_signing_key()
    (keys_folder / "signing-key.pem").chmod(0o640)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        load_signing_key()


def test_a_rotation_keeps_the_old_public_key(keys_folder: Path) -> None:
    old = make_signing_key()
    out = StringIO()
    call_command("rotate_key", stdout=out)
    new = load_signing_key().public
    assert new.multikey in out.getvalue()
    assert new != old
    assert {key.multikey for key in load_public_keys()} == {old.multikey, new.multikey}
    retired = keys_folder / "retired" / f"{old.multikey}.pem"
    assert stat.S_IMODE(retired.stat().st_mode) == 0o600


def test_nothing_to_rotate() -> None:
    with pytest.raises(SigningKeyError, match="no signing key"):
        rotate_key()


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


def test_a_lost_passphrase_costs_no_badge(keys_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "forgotten")
    old = make_signing_key()
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "new")
    call_command("rotate_key", "--lost", stdout=StringIO())
    new = load_signing_key().public
    assert load_public_keys() == sorted([old, new], key=lambda key: (key.created, key.multikey))
    assert len(list((keys_folder / "retired").iterdir())) == 1


def test_a_lost_file_costs_no_badge(keys_folder: Path) -> None:
    old = make_signing_key()
    (keys_folder / "signing-key.pem").unlink()
    call_command("rotate_key", "--lost", stdout=StringIO())
    assert old in load_public_keys()
    assert load_signing_key().public != old


def test_a_key_at_hand_is_not_lost() -> None:
    made = make_signing_key()
    with pytest.raises(CommandError, match="not lost"):
        call_command("rotate_key", "--lost")
    assert load_signing_key().public == made


def test_a_leaked_key_leaves_the_did_document_and_signs_nothing(keys_folder: Path) -> None:
    old = make_signing_key()
    stolen = (keys_folder / "signing-key.pem").read_bytes()
    out = StringIO()
    call_command("rotate_key", "--leaked", stdout=out)
    new = load_signing_key().public
    assert load_public_keys() == [new]
    assert [key.multikey for key in load_leaked_keys()] == [old.multikey]
    assert old.multikey not in str(did_document(load_public_keys()))
    assert "reissue_badges" in out.getvalue()
    (keys_folder / "signing-key.pem").write_bytes(stolen)
    with pytest.raises(SigningKeyError, match="leaked"):
        load_signing_key()


def test_a_retired_key_that_leaks_leaves_the_signing_key_alone() -> None:
    old = make_signing_key()
    new = rotate_key()
    call_command("rotate_key", "--leaked", old.multikey, stdout=StringIO())
    assert load_signing_key().public == new
    assert load_public_keys() == [new]


def test_an_unknown_key_is_not_leaked() -> None:
    make_signing_key()
    with pytest.raises(CommandError, match="no key z6MkUnknown"):
        call_command("rotate_key", "--leaked", "z6MkUnknown")
    assert len(load_public_keys()) == 1


def test_a_key_without_its_public_record_does_not_sign(keys_folder: Path) -> None:
    made = make_signing_key()
    (keys_folder / "public" / f"{made.multikey}.json").unlink()
    with pytest.raises(SigningKeyError, match="could not be checked"):
        load_signing_key()


def test_a_deployment_is_told_that_its_key_is_in_clear() -> None:
    make_signing_key()
    assert "issuance.W001" in {found.id for found in run_checks(include_deployment_checks=True)}


def test_an_encrypted_key_satisfies_the_deployment_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "correct horse")
    make_signing_key()
    assert "issuance.W001" not in {found.id for found in run_checks(include_deployment_checks=True)}
