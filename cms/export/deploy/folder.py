"""A site -> another folder, switched in one step like an export."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from cms.export.deploy.sites import DeployError, Sent, Site
from cms.export.write.checksums import CHECKSUMS, read_sums
from cms.export.write.lock import only_one
from cms.export.write.staging import recover, switch


def send_to_folder(site: Site, folder: Path, tick: Callable[[str], None]) -> Sent:
    """Copy the site beside the folder and switch; files that are there already are shared, not copied.

    Raises:
        DeployError: the folder cannot be written to.
        WriteError: something else than a site stands there, or somebody else is writing to it.
    """
    folder = folder.resolve()
    if folder == site.root or site.root in folder.parents or folder in site.root.parents:
        raise DeployError(f"{folder}: the site stands there itself; give another folder.")
    staging = folder.parent / f".{folder.name}.staging"
    with only_one(folder):
        recover(folder)
        there = _sums_of(folder)
        kept = {path for path, digest in site.sums.items() if there.get(path) == digest and (folder / path).is_file()}
        removed = len(there.keys() - site.sums.keys())
        if len(kept) == len(site.sums) and not removed:
            return Sent(str(folder), 0, len(kept), 0)
        try:
            for path in [*site.sums, CHECKSUMS]:
                tick(path)
                (staging / path).parent.mkdir(parents=True, exist_ok=True)
                if path not in kept or not _share(folder / path, staging / path):
                    (staging / path).write_bytes(site.read(path))
                    shutil.copystat(site.root / path, staging / path)
            switch(staging, folder)
        except OSError as error:
            shutil.rmtree(staging, ignore_errors=True)
            raise DeployError(f"cannot write {folder}: {error.strerror}. What stood there still stands.") from error
    return Sent(str(folder), len(site.sums) - len(kept), len(kept), removed)


def _sums_of(folder: Path) -> dict[str, str]:
    try:
        return read_sums((folder / CHECKSUMS).read_text("utf-8"))
    except OSError:
        return {}


def _share(old: Path, new: Path) -> bool:
    """Give a file a second name; False where the file system cannot, so that it is copied."""
    try:
        os.link(old, new)
    except OSError:
        return False
    return True
