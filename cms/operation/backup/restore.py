"""Put a backup into an installation that holds nothing yet."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from cms.export.write.checksums import CHECKSUMS, read_sums
from cms.issuance.models import Application
from cms.operation.backup.database import restore_database
from cms.operation.backup.parts import DATABASE, FORMAT, MANIFEST, BackupError, Manifest, folders


def restore_backup(source: Path) -> list[str]:
    """Restore the file, and return what was done, a line each.

    Everything is unpacked and checked before anything is put in its place; the database comes last. Broken off, it can
    be run again.

    Raises:
        BackupError: the file is damaged or of another version, or this installation holds something already. Nothing
            of it is lost.
    """
    _refuse_full_database()
    done = []
    with tempfile.TemporaryDirectory(prefix=".perennial-restore-", dir=settings.VAR_DIR) as name:
        fresh = Path(name)
        _unpack(source, fresh)
        _check_sums(fresh)
        _check_version(fresh)
        here = {part: folder for part, folder in folders().items() if (fresh / part).exists()}
        for part, folder in here.items():
            _refuse_other_files(part, fresh / part, folder)
        for part, folder in here.items():
            done.append(_put(part, fresh / part, folder))
        restore_database(fresh / DATABASE)
        done.append("database: as it was. Run: manage.py migrate, manage.py export_site, manage.py check_ready")
    return done


def _refuse_full_database() -> None:
    try:
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
        held = [model for model in (User, Application) if model._meta.db_table in tables and model.objects.exists()]
    except DatabaseError as error:
        raise BackupError(f"The database does not answer: {error}") from error
    if held:
        raise BackupError(
            f"The database holds {' and '.join(str(model._meta.verbose_name_plural) for model in held)}. A backup is "
            "restored into an empty one: name another in DATABASE_URL, or move PERENNIAL_VAR_DIR away."
        )


def _unpack(source: Path, target: Path) -> None:
    """Write the files of the backup below the folder, for nobody else to read.

    By hand: the filter of tarfile that refuses names which lead elsewhere is missing from Debian 12's Python.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                path = PurePosixPath(member.name)
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or path.is_absolute() or ".." in path.parts:
                    raise BackupError(f"{source} is no backup of ours: {member.name} is in it.")
                place = target / path
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    shutil.copyfileobj(content, file)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupError(f"{source} cannot be read as a backup: {error}.") from error


def _check_sums(folder: Path) -> None:
    if not (folder / CHECKSUMS).is_file():
        raise BackupError("The backup ends too early: its SHA256SUMS is missing. Take another one.")
    listed = read_sums((folder / CHECKSUMS).read_text("utf-8"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {CHECKSUMS}
    wrong = sorted(there ^ set(listed)) + sorted(
        name for name in there & set(listed) if _digest(folder / name) != listed[name]
    )
    if wrong:
        raise BackupError(f"The backup is damaged: {_few(wrong)}. Take another one.")


def _check_version(folder: Path) -> None:
    manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    if manifest.format != FORMAT:
        raise BackupError(f"The backup has format {manifest.format}; this version reads {FORMAT}.")
    if manifest.engine != connection.vendor:
        raise BackupError(f"The backup is of {manifest.engine}, and DATABASE_URL names {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise BackupError(f"The backup was made by another version: {_few(newer)} is not known here. Install that one.")


def _refuse_other_files(part: str, fresh: Path, folder: Path) -> None:
    """The words in content/ come with the program, and the database is the one that counts: they may differ."""
    if part == "content" or not folder.exists():
        return
    other = [name for name in _files(folder) if not _same(fresh / name, folder / name)]
    if other:
        raise BackupError(f"{folder} holds files that the backup does not have: {_few(other)}. Move them away first.")


def _put(part: str, fresh: Path, folder: Path) -> str:
    if part == "content" and folder.exists() and any(folder.iterdir()):
        return f"content: {folder} is left as it is. `manage.py dump_content` writes what the database holds."
    shutil.copytree(fresh, folder, dirs_exist_ok=True)
    if part == "keys":
        # Production does not start where others could look into it.
        folder.chmod(0o700)
    return f"{part}: {len(_files(fresh))} files in {folder}"


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and _digest(one) == _digest(other)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _few(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
