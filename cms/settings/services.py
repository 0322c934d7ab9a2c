"""Services that several machines share: Redis, buckets. Each is off where its variable is not set."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms.settings import environment

REDIS_URL = environment.text("PERENNIAL_REDIS_URL")
# An S3-compatible service that is not Amazon's. Keys are read by boto3: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
S3_ENDPOINT_URL = environment.text("PERENNIAL_S3_ENDPOINT_URL")
S3_REGION = environment.text("PERENNIAL_S3_REGION")
# "bucket" or "bucket/folder"; empty: a folder of this machine.
MEDIA_BUCKET = environment.text("PERENNIAL_MEDIA_BUCKET").strip("/")
EVIDENCE_BUCKET = environment.text("PERENNIAL_EVIDENCE_BUCKET").strip("/")
# Where the worker sends the site after each export: folders, .zip files, s3://bucket/folder.
DEPLOY_TARGETS = environment.items("PERENNIAL_DEPLOY_TARGETS")


def caches() -> dict[str, Any]:
    """Return Django's CACHES: Redis for all machines where it is named, else the memory of each process."""
    if not REDIS_URL:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    return {
        "default": {
            "BACKEND": "cms.operation.cache.SparedRedis",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "perennial",
            "OPTIONS": options,
        }
    }


def media_storage() -> dict[str, Any]:
    """Return the storage of pictures, recordings and documents."""
    if MEDIA_BUCKET:
        return _bucket("MediaBucket", MEDIA_BUCKET)
    return {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def evidence_storage(folder: Path) -> dict[str, Any]:
    """Return the storage of files that applicants send: a bucket, else the folder, readable by its owner only."""
    if EVIDENCE_BUCKET:
        return _bucket("EvidenceBucket", EVIDENCE_BUCKET)
    modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder, **modes}}


def refuse_shared_buckets() -> None:
    """Refuse settings that would publish what applicants sent, or delete what lies beside it.

    Raises:
        ImproperlyConfigured: two of the buckets are one, or a bucket has a scheme in its name.
    """
    sites = {target.removeprefix("s3://").split("/")[0] for target in DEPLOY_TARGETS if target.startswith("s3://")}
    named = {"PERENNIAL_MEDIA_BUCKET": MEDIA_BUCKET, "PERENNIAL_EVIDENCE_BUCKET": EVIDENCE_BUCKET}
    for variable, place in named.items():
        if "://" in place:
            raise ImproperlyConfigured(f"{variable}={place}: write the bucket and a folder only, without s3://.")
        if place.split("/")[0] in sites:
            raise ImproperlyConfigured(
                f"{variable}={place}: PERENNIAL_DEPLOY_TARGETS sends the public site to this bucket. Name another."
            )
    if MEDIA_BUCKET and f"{EVIDENCE_BUCKET}/".startswith(f"{MEDIA_BUCKET}/"):
        raise ImproperlyConfigured(
            f"PERENNIAL_EVIDENCE_BUCKET={EVIDENCE_BUCKET}: PERENNIAL_MEDIA_BUCKET is read by everybody. Name another."
        )
    if EVIDENCE_BUCKET and f"{MEDIA_BUCKET}/".startswith(f"{EVIDENCE_BUCKET}/"):
        raise ImproperlyConfigured(
            f"PERENNIAL_MEDIA_BUCKET={MEDIA_BUCKET}: it lies in PERENNIAL_EVIDENCE_BUCKET, of which what no "
            "application knows is deleted. Name another."
        )


def _bucket(kind: str, place: str) -> dict[str, Any]:
    name, _slash, folder = place.partition("/")
    service = {"endpoint_url": S3_ENDPOINT_URL or None, "region_name": S3_REGION or None}
    options = {"bucket_name": name, "location": folder, **service}
    return {"BACKEND": f"cms.operation.buckets.{kind}", "OPTIONS": options}
