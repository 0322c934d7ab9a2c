"""The database as one file, consistent while others write; and back."""

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from cms.operation.backup.parts import BackupError

POSTGRESQL = "postgresql"
# What pg_dump and pg_restore read from the environment: the password must not stand in a list of processes.
VARIABLES = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
# How TLS is to be: they speak to the server as the program does.
TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")


def dump_database(target: Path) -> None:
    """Write the database of this installation into the file, as it is at one moment.

    Raises:
        BackupError: pg_dump is not installed, or fails.
    """
    if connection.vendor == POSTGRESQL:
        _run(connection.settings_dict, "pg_dump", "--format=custom", "--file", str(target))
        return
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        # SQLite's online backup: it begins again by itself where somebody writes meanwhile.
        connection.connection.backup(copy)
        # One file, whole in itself: no -wal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


def restore_database(source: Path) -> None:
    """Put the file's rows into the database of this installation, which must be empty; all of them or none.

    Raises:
        BackupError: pg_restore is not installed or fails, or the file is no whole database.
    """
    if connection.vendor == POSTGRESQL:
        restore = ("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        # What `manage.py migrate` may have made is replaced.
        name = str(connection.settings_dict["NAME"])
        connection.close()
        _run(connection.settings_dict, *restore, "--clean", "--if-exists", "--dbname", name, str(source))
        return
    _look_at(source)
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        leftover.unlink(missing_ok=True)
    fresh = path.with_name(f".{path.name}.restored")
    fresh.write_bytes(source.read_bytes())
    fresh.replace(path)


def _look_at(source: Path) -> None:
    database = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)
    try:
        [(said,)] = database.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The backup's database is damaged: {error}.") from error
    finally:
        database.close()
    if said != "ok":
        raise BackupError(f"The backup's database is damaged: {said}.")


def _run(database: Mapping[str, Any], *command: str) -> None:
    variables = {variable: str(database[key]) for key, variable in VARIABLES.items() if database.get(key)}
    options = database.get("OPTIONS") or {}
    variables |= {f"PG{name.upper()}": str(options[name]) for name in TLS if name in options}
    try:
        done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} is not installed. On Debian: apt install postgresql-client") from error
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()}")
