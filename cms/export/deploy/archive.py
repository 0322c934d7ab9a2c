"""A site -> one zip file: the same site gives the same bytes."""

import os
from collections.abc import Callable
from pathlib import Path

from cms.export.deploy.sites import DeployError, Sent, Site
from cms.export.write.checksums import CHECKSUMS
from cms.export.write.zips import write_zip


def send_to_archive(site: Site, path: Path, tick: Callable[[str], None]) -> Sent:
    """Write the site as a zip file, without a folder around it; a zip that stood there is replaced in one step.

    Raises:
        DeployError: it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_archive(site, fresh, tick)
        fresh.replace(path)
    except OSError as error:
        raise DeployError(f"cannot write {path}: {error.strerror}. What stood there still stands.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return Sent(str(path), len(site.sums) + 1, 0, 0)


def write_archive(site: Site, path: Path, tick: Callable[[str], None] = lambda text: None) -> None:
    """Write all files of the site, compressed variants included, so that unpacked it is the site."""

    def read(name: str) -> bytes:
        tick(name)
        return site.read(name)

    write_zip(path, sorted([*site.sums, CHECKSUMS]), read)
