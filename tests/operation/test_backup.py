"""A backup, made while the product runs, brings an empty machine to where the old one was."""

import gzip
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import dj_database_url
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.utils import ConnectionHandler
from pytest_django import Settings

from cms.operation.backup import database, make
from cms.operation.backup.parts import BackupError
from tests.postgres import Cluster

ROOT = Path(__file__).parents[2]


def installation(settings: Settings, tmp_path: Path) -> None:
    """Content and a picture, beside the key of the fixture."""
    settings.CONTENT_DIR = tmp_path / "content"
    settings.MEDIA_ROOT = tmp_path / "media"
    for path, content in (("content/project.yaml", b"name: One"), ("media/images/\u00e4 picture.png", b"picture")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)


@pytest.fixture
def backup(db: None, signing_key: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup whose database nobody looks at: SQLite cannot be copied within the transaction of a test."""
    installation(settings, tmp_path)
    monkeypatch.setattr(make, "dump_database", lambda target: target.write_bytes(b"rows"))
    return make.make_backup(tmp_path / "backups")


def restore(file: Path, var: Path) -> subprocess.CompletedProcess[str]:
    """Restore into an installation whose data lie in the folder."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "PERENNIAL_VAR_DIR": str(var),
        "PERENNIAL_CONTENT_DIR": str(var / "content"),
    }
    command = [sys.executable, "manage.py", "restore", str(file)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.django_db(transaction=True)
def test_an_empty_machine_is_brought_to_where_the_old_one_was(
    signing_key: Path, settings: Settings, tmp_path: Path
) -> None:
    installation(settings, tmp_path)
    User.objects.create_user("edith", password="a word of hers")
    backup = make.make_backup(tmp_path / "backups")
    assert backup.stat().st_mode & 0o777 == 0o600
    var = tmp_path / "another machine"
    done = restore(backup, var)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(var / "perennial.sqlite3")) as restored:
        assert restored.execute("SELECT username FROM auth_user").fetchall() == [("edith",)]
    assert (var / "media" / "images" / "ä picture.png").read_bytes() == b"picture"
    assert (var / "content" / "project.yaml").read_bytes() == b"name: One"
    key = var / "keys" / "signing-key.pem"
    assert key.read_bytes() == (signing_key / "signing-key.pem").read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    # What is there is never overwritten.
    again = restore(backup, var)
    assert "The database holds users" in again.stderr
    assert "Nothing was restored" in again.stderr


def damaged(backup: Path, tmp_path: Path, how: str) -> Path:
    """Return a copy with a fault."""
    copy = tmp_path / f"{how}.tar.gz"
    content = gzip.decompress(backup.read_bytes())
    if how == "one letter":
        content = content.replace(b"name: One", b"name: Two")
    elif how == "cut off":
        content = content[: len(content) // 2]
    elif how == "of a newer version":
        content = content.replace(b"auth.0001_initial", b"auth.9999_initial")
    elif how == "leads out":
        with tarfile.open(copy, "w:gz") as archive:
            archive.addfile(tarfile.TarInfo("../outside"))
        return copy
    copy.write_bytes(gzip.compress(content, 1))
    return copy


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("one letter", "is damaged"),
        ("cut off", "cannot be read as a backup"),
        ("of a newer version", "is damaged"),
        ("leads out", "is no backup of ours"),
    ],
)
def test_a_bad_backup_changes_nothing(backup: Path, settings: Settings, tmp_path: Path, how: str, says: str) -> None:
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.KEYS_DIR = tmp_path / "new keys"
    with pytest.raises(CommandError, match=says):
        call_command("restore", damaged(backup, tmp_path, how))
    assert list(settings.VAR_DIR.iterdir()) == []
    assert not settings.KEYS_DIR.exists()
    assert not (tmp_path / "outside").exists()


def test_files_that_would_be_lost_stop_a_restore(backup: Path, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.KEYS_DIR = tmp_path / "new keys"
    settings.KEYS_DIR.mkdir()
    (settings.KEYS_DIR / "signing-key.pem").write_text("another key")
    with pytest.raises(CommandError, match=r"holds files that the backup does not have: signing-key\.pem"):
        call_command("restore", backup)
    assert (settings.KEYS_DIR / "signing-key.pem").read_text() == "another key"


def test_old_backups_go_only_after_a_new_one_is_there(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [backup.with_name(f"perennial-2020010{day}T000000Z.tar.gz") for day in range(1, 4)]
    for file in old:
        file.write_text("old")

    def full(_target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(make, "dump_database", full)
        with pytest.raises(CommandError, match=r"No space left on device\. No backup was made"):
            call_command("backup", backup.parent, keep=1)
    assert sorted(backup.parent.iterdir()) == [*old, backup]
    call_command("backup", backup.parent, keep=2)
    left = sorted(backup.parent.iterdir())
    assert len(left) == 2
    assert not set(left) & set(old)


@pytest.mark.django_db
def test_postgresql_is_dumped_and_restored(postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (_handler(postgres.new_database()) for _time in range(2))
    with first["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE words (word text)")
        cursor.execute("INSERT INTO words VALUES ('pysyvä')")
    monkeypatch.setattr(database, "connection", first["default"])
    database.dump_database(tmp_path / "dump")
    monkeypatch.setattr(database, "connection", second["default"])
    database.restore_database(tmp_path / "dump")
    with second["default"].cursor() as cursor:
        cursor.execute("SELECT word FROM words")
        assert cursor.fetchall() == [("pysyvä",)]
    for handler in (first, second):
        handler.close_all()


def _handler(url: str) -> ConnectionHandler:
    return ConnectionHandler({"default": dict(dj_database_url.parse(url))})


def test_programs_of_postgresql_check_the_server_as_the_settings_say() -> None:
    options = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.crt", "connect_timeout": 10}
    look = 'test "$PGSSLMODE $PGSSLROOTCERT $PGHOST" = "verify-full /etc/ca.crt db.example"'
    database._run({"HOST": "db.example", "OPTIONS": options}, "sh", "-c", look)
    with pytest.raises(BackupError):
        database._run({"HOST": "db.example"}, "sh", "-c", look)
