"""A site -> an S3-compatible bucket: only what differs, pages last, what is gone deleted after them.

Objects are compared by their ETag, which is the MD5 of what was sent in one piece. Where a service encrypts with keys
of its own it is not, and everything is sent each time. Compressed variants stay here: a bucket cannot choose one.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile

from cms.export.deploy.sites import DeployError, Sent, Site
from cms.export.write.checksums import CHECKSUMS, write_sums
from cms.export.write.media_types import media_type

SCHEME = "s3://"
# What we have ever sent and not deleted: nothing else in the bucket is ours to delete.
OWNED = ".perennial-files"
FINGERPRINTED = re.compile(r"^assets/.+\.[0-9a-f]{8,}\.[a-z0-9]+$")
FOR_EVER = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"


def send_to_bucket(site: Site, target: str, tick: Callable[[str], None], everything: bool = False) -> Sent:
    """Send the site to `s3://bucket/folder`; keys come from the environment only.

    Raises:
        DeployError: the service cannot be reached, or refuses.
    """
    parts = urlsplit(target)
    sums = {path: digest for path, digest in site.sums.items() if not _is_variant(path, site)}
    with _in_words(target):
        storage = _storage(parts.netloc, parts.path.strip("/"))
        bucket = _Bucket(storage)
        there = bucket.digests()
        owned = set(bucket.text(OWNED).splitlines()) if OWNED in there else set()
        listing = write_sums(sums)
        changed = []
        for path in sorted(sums, key=_order):
            if everything or there.get(path) != hashlib.md5(site.read(path), usedforsecurity=False).hexdigest():
                changed.append(path)
        stale = sorted((owned & there.keys()) - sums.keys() - {CHECKSUMS, OWNED})
        if changed or stale or there.get(CHECKSUMS) != hashlib.md5(listing, usedforsecurity=False).hexdigest():
            bucket.put(OWNED, "\n".join(sorted(owned | sums.keys())).encode())
            for path in changed:
                tick(path)
                bucket.put(path, site.read(path))
            bucket.put(CHECKSUMS, listing)
            bucket.delete(stale)
            bucket.put(OWNED, "\n".join(sorted(sums)).encode())
    return Sent(target, len(changed), len(sums) - len(changed), len(stale))


class _Bucket:
    """A bucket's folder by the addresses of the site."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage
        self.folder = f"{storage.location.strip('/')}/" if storage.location else ""

    def digests(self) -> dict[str, str]:
        """Return the ETag of every object below the folder."""
        found = self.storage.bucket.objects.filter(Prefix=self.folder)
        return {item.key.removeprefix(self.folder): item.e_tag.strip('"') for item in found}

    def text(self, path: str) -> str:
        with self.storage.open(path) as file:
            return str(file.read().decode())

    def put(self, path: str, content: bytes) -> None:
        self.storage.save(path, ContentFile(content))

    def delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.storage.delete(path)


def _storage(bucket: str, folder: str) -> Any:
    # Imported here: boto3 takes half a second, and few send their site to a bucket.
    from boto3.s3.transfer import TransferConfig
    from storages.backends.s3 import S3Storage

    class SiteStorage(S3Storage):
        """Says of each object what it is and how long a browser may keep it."""

        def get_object_parameters(self, name: str) -> dict[str, str]:
            path = name.removeprefix(f"{folder}/") if folder else name
            cache = FOR_EVER if FINGERPRINTED.match(path) else REVALIDATED
            return {"ContentType": media_type(path), "CacheControl": cache}

    return SiteStorage(
        bucket_name=bucket,
        location=folder,
        endpoint_url=settings.S3_ENDPOINT_URL or None,
        region_name=settings.S3_REGION or None,
        # Services that are not Amazon's rarely have a host name a bucket.
        addressing_style="path" if settings.S3_ENDPOINT_URL else "auto",
        file_overwrite=True,
        default_acl=None,
        # In one piece, so that the ETag is the MD5.
        transfer_config=TransferConfig(multipart_threshold=5 * 2**30, use_threads=False),
    )


def _is_variant(path: str, site: Site) -> bool:
    return path.endswith((".gz", ".br")) and path[:-3] in site.sums


def _order(path: str) -> tuple[int, str]:
    """What pages show goes before them, and what makes browsers keep pages after them."""
    if path == "sw.js" or path.startswith("offline/"):
        return 2, path
    return (1 if path.endswith((".html", "index.json")) else 0), path


@contextmanager
def _in_words(target: str) -> Iterator[None]:
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise DeployError(f"cannot send the site to {target}: {error}") from error
