"""A site -> one zip file: the same site gives the same bytes."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from cms.export.deploy.sites import DeployError, Sent, Site
from cms.export.downloads import LEVEL, NO_TIME, SMALL_ALREADY
from cms.export.write import CHECKSUMS

COMPRESSED = SMALL_ALREADY | {".gz", ".br", ".zip"}


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
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name in sorted([*site.sums, CHECKSUMS]):
            tick(name)
            info = zipfile.ZipInfo(name, NO_TIME)
            info.create_system = 3  # Unix, so that the permissions below are read as such.
            info.external_attr = 0o100644 << 16
            is_small = PurePosixPath(name).suffix in COMPRESSED
            info.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
            archive.writestr(info, site.read(name))
