"""Media and evidence in buckets of an S3-compatible service, for installations of several machines."""

import os
import threading
import weakref
from typing import Any
from urllib.parse import urljoin

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

# A service that is away must not hold a request for minutes.
CONNECT_SECONDS, READ_SECONDS, TRIES = 5, 20, 3

_all: "weakref.WeakSet[Bucket]" = weakref.WeakSet()


class Bucket(S3Storage):
    """A private bucket: nothing in it has an address of its own, the CMS hands out what somebody may read."""

    def __init__(self, **options: Any) -> None:
        """Take the name of the bucket, the folder, the service and its region."""
        super().__init__(**options)
        # Services that are not Amazon's rarely have a host name a bucket.
        style = "path" if self.endpoint_url else "auto"
        self.client_config = Config(
            s3={"addressing_style": style},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
        )
        _all.add(self)

    def get_default_settings(self) -> dict[str, Any]:
        """Return what is not given: names are never taken over, and nobody else is let in."""
        return {**super().get_default_settings(), "file_overwrite": False, "default_acl": None}

    @property
    def bucket(self) -> Any:
        """The bucket, one for each thread: boto3's resources must not be shared."""
        return self.connection.Bucket(self.bucket_name)

    def check(self) -> None:
        """Ask whether the bucket is there and may be used; boto3's errors say why not."""
        self.connection.meta.client.head_bucket(Bucket=self.bucket_name)

    def forget(self) -> None:
        """Drop the connections. After a fork two processes would talk on one line."""
        self._connections = threading.local()
        self._unsigned_connections = threading.local()


class MediaBucket(Bucket):
    """Pictures, recordings, documents: read at /media/ like those of a folder."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the address at the CMS. A signed one would run out in answers and pages that are kept."""
        return urljoin(str(settings.MEDIA_URL), filepath_to_uri(name))


class EvidenceBucket(Bucket):
    """What applicants sent: fetched by assessors from the desk, which asks who they are."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Refuse: evidence has no address.

        Raises:
            ValueError: always.
        """
        raise ValueError("Evidence has no address; the desk hands it out.")


def _forget_all() -> None:
    for bucket in list(_all):
        bucket.forget()


os.register_at_fork(after_in_child=_forget_all)
