"""Digests of code, templates, catalogues and settings. Loads nothing of Django's models: it runs before they are."""

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

# Settings that no output depends on, or that no output may depend on; the last one Wagtail adds when it is loaded.
_NOT_SHOWN = frozenset(
    {
        *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASES", "CACHES", "EXPORT_WORKERS", "INSTALLED_APPS"),
        "WAGTAIL_PAGE_MODEL",
    }
)
_LEFT_OUT = frozenset({"__pycache__", "migrations", "node_modules"})


def code_at_start() -> bytes:
    """Return the digest of all code and templates: a process goes on with what it has loaded at its start."""
    return first_code_in(tuple(code_folders()))


@cache
def first_code_in(folders: tuple[str, ...]) -> bytes:
    """Return the digest of the code in some folders when this process asked for it first."""
    return code_in(folders)


def code_folders() -> list[str]:
    """Return the folders of code, templates and catalogues that no package manager watches over, sorted."""
    packages = Path(sysconfig.get_paths()["purelib"])
    engines: Any = settings.TEMPLATES
    folders = {Path(__file__).resolve().parents[2], *map(Path, settings.LOCALE_PATHS)}
    folders |= {Path(folder) for engine in engines for folder in engine["DIRS"]}
    # Applications of other packages change with the version of the package.
    folders |= {path for config in apps.get_app_configs() if packages not in (path := Path(config.path)).parents}
    return sorted(map(str, folders))


def code_in(folders: Iterable[str]) -> bytes:
    """Return the digest of the code in some folders, and of the versions of Python and of all packages."""
    packages = Path(sysconfig.get_paths()["purelib"])
    libraries = sorted(name for name in os.listdir(packages) if name.endswith(".dist-info"))  # noqa: PTH208
    found = repr([sys.version, libraries, sorted(_stamps(folders))])
    return hashlib.blake2b(found.encode(), digest_size=16).digest()


def _stamps(folders: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of change of every file that may be code, template or catalogue."""
    for folder in folders:
        for parent, names, files in os.walk(folder):
            names[:] = [name for name in names if name not in _LEFT_OUT]
            for file in files:
                if file.endswith((".py", ".html", ".txt", ".mo")):
                    status = os.stat(f"{parent}/{file}")  # noqa: PTH116
                    yield f"{parent}/{file}", status.st_size, status.st_mtime_ns


def settings_in_words() -> dict[str, str]:
    """Return the settings that an output may depend on; sets in one order, since each process has another."""
    names = [name for name in dir(settings) if name.isupper() and name not in _NOT_SHOWN]
    values = {name: getattr(settings, name) for name in names}
    return {
        name: repr(sorted(value) if isinstance(value, set | frozenset) else value) for name, value in values.items()
    }
