"""The name of a target -> what sends a site there."""

from collections.abc import Callable
from pathlib import Path

from cms.export.deploy.archive import send_to_archive
from cms.export.deploy.bucket import SCHEME, send_to_bucket
from cms.export.deploy.folder import send_to_folder
from cms.export.deploy.sites import DeployError, Sent, open_site
from cms.export.errors import WriteError
from cms.export.write.lock import only_one

Tick = Callable[[str], None]
WAIT_SECONDS = 600.0


def deploy(root: Path, target: str, tick: Tick = lambda text: None, everything: bool = False) -> Sent:
    """Send the exported site at `root` to a target: `s3://bucket/folder`, a path that ends in `.zip`, or a folder.

    Only what differs is sent, unless `everything` is asked for. No export replaces the site meanwhile.

    Raises:
        DeployError: there is no site, or the target cannot be written to; what stood there still stands.
    """
    root = root.resolve()
    if "://" in target and not target.startswith(SCHEME):
        raise DeployError(f"{target}: write {SCHEME}bucket/folder, a path that ends in .zip, or a folder.")
    try:
        with only_one(root, WAIT_SECONDS, tick):
            site = open_site(root)
            if target.startswith(SCHEME):
                return send_to_bucket(site, target, tick, everything)
            path = Path(target).expanduser().absolute()
            return send_to_archive(site, path, tick) if path.suffix == ".zip" else send_to_folder(site, path, tick)
    except WriteError as error:
        raise DeployError(str(error)) from error
