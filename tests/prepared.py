"""The product with its real content: loaded and exported once for all test processes of a run."""

import fcntl
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cms.export.write.compress import variants
from cms.export.write.staging import Staging, Written
from tests.journeys.server import Demo, free_port


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first test process to ask has made; all others wait for it, and only read."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = shared / f"{name}.new"
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            make(fresh)
            fresh.rename(folder)
    return folder


def write_site(files: Mapping[str, bytes], output: Path) -> Written:
    """Put a site that consists of these files and their variants in its place, as an export does."""
    with Staging(output) as staging:
        for path, content in files.items():
            for name, data in {path: content, **variants(path, content)}.items():
                staging.put(name, data)
        return staging.finish()


def prepared(factory: pytest.TempPathFactory) -> Demo:
    """Return an installation to read, or to begin with a copy of. Nobody may change or serve it."""
    folder = once(factory, "prepared", _prepare)
    return Demo(folder, int((folder / "port").read_text()))


def _prepare(folder: Path) -> None:
    demo = Demo(folder, free_port())
    demo.prepare()
    (folder / "port").write_text(str(demo.port))


def in_a_folder(factory: pytest.TempPathFactory, phase: str = "active") -> Path:
    """Return the prepared site as a folder that is read without a server; nobody may change it."""
    # Its name may hold anything.
    name = "USB stick ä #1"
    export = ("export_site", "--portable", "--phase", phase, "--output")
    original = prepared(factory)
    return once(factory, f"folder-{phase}", lambda folder: original.manage(*export, str(folder / name))) / name


def copied(original: Demo, folder: Path) -> Demo:
    """Return an installation of its own in the folder, with the data of the other one.

    A site knows its address, so it is exported anew for each copy but the first, which takes the port of the original.
    """
    shutil.copytree(original.folder / "var", folder / "var")
    try:
        (original.folder / "port-is-taken").touch(exist_ok=False)
    except FileExistsError:
        copy = Demo(folder, free_port())
        copy.manage("export_site")
        return copy
    shutil.copytree(original.site, folder / original.site.name)
    return Demo(folder, original.port)
