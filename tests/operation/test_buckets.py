"""Media and evidence in buckets, and media in a folder: kept, handed out, and kept apart."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from cms.export.files import MissingFileError, media_paths
from cms.issuance.evidence.storage import delete_orphans
from cms.operation.backup.parts import folders
from cms.operation.health import checks
from cms.operation.health.ready import NotReadyError
from cms.settings import services


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def buckets(service: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setattr(services, "S3_ENDPOINT_URL", service)
    monkeypatch.setattr(services, "S3_REGION", "eu-north-1")
    monkeypatch.setattr(services, "MEDIA_BUCKET", "media/site")
    monkeypatch.setattr(services, "EVIDENCE_BUCKET", "evidence")
    settings.CACHE_DIR = tmp_path / "cache"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": services.media_storage(),
        "evidence": services.evidence_storage(tmp_path),
    }
    client = boto3.resource("s3", endpoint_url=service, region_name="eu-north-1")
    for name in ("media", "evidence"):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield client
    for name in ("media", "evidence"):
        client.Bucket(name).objects.all().delete()
        client.Bucket(name).delete()


@pytest.mark.django_db
def test_media_of_a_bucket_are_read_at_the_cms(buckets: Any, client: Client) -> None:
    name = default_storage.save("images/lämpö.png", ContentFile(b"a picture"))
    assert [item.key for item in buckets.Bucket("media").objects.all()] == ["site/images/lämpö.png"]
    answer = client.get(default_storage.url(name))
    assert (answer.status_code, b"".join(answer), answer["Content-Type"]) == (200, b"a picture", "image/png")
    assert client.get("/media/images/gone.png").status_code == 404
    # Another one of the same name does not take its place.
    assert default_storage.save("images/lämpö.png", ContentFile(b"another")) != name


@pytest.mark.django_db
def test_an_export_fetches_a_picture_once(buckets: Any) -> None:
    name = default_storage.save("images/cover.png", ContentFile(b"a picture"))
    path = media_paths([f"media/{name}"])[f"media/{name}"]
    assert path.read_bytes() == b"a picture"
    default_storage.delete(name)
    assert media_paths([f"media/{name}"]) == {f"media/{name}": path}
    with pytest.raises(MissingFileError, match=r"gone\.png"):
        media_paths(["media/images/gone.png"])


@pytest.mark.django_db
def test_evidence_has_no_address_and_its_orphans_go(buckets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = storages["evidence"]
    name = storage.save("0123456789abcdef", ContentFile(b"a file"))
    with storage.open(name) as file:
        assert file.read() == b"a file"
    with pytest.raises(ValueError, match="no address"):
        storage.url(name)
    assert delete_orphans() == 0
    monkeypatch.setattr("cms.issuance.evidence.storage.ORPHAN_AFTER", -checks.MAIL_WAITS)
    assert delete_orphans() == 1
    assert not storage.exists(name)


def test_a_backup_leaves_buckets_alone_and_readiness_asks_them(buckets: Any) -> None:
    assert set(folders()) == {"keys", "content"}
    checks.media()
    storages["evidence"].bucket.delete()
    with pytest.raises(NotReadyError, match="PERENNIAL_EVIDENCE_BUCKET"):
        checks.media()
    buckets.create_bucket(Bucket="evidence", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})


@pytest.mark.parametrize(
    ("media", "evidence", "targets", "named"),
    [
        ("ours", "ours", [], "PERENNIAL_EVIDENCE_BUCKET=ours"),
        ("ours", "ours/evidence", [], "PERENNIAL_EVIDENCE_BUCKET=ours/evidence"),
        ("ours/media", "ours", [], "PERENNIAL_MEDIA_BUCKET=ours/media"),
        ("", "site", ["s3://site/www"], "PERENNIAL_EVIDENCE_BUCKET=site"),
        ("s3://ours", "", [], "without s3://"),
    ],
)
def test_buckets_that_would_mix_what_is_public_are_refused(
    monkeypatch: pytest.MonkeyPatch, media: str, evidence: str, targets: list[str], named: str
) -> None:
    monkeypatch.setattr(services, "MEDIA_BUCKET", media)
    monkeypatch.setattr(services, "EVIDENCE_BUCKET", evidence)
    monkeypatch.setattr(services, "DEPLOY_TARGETS", targets)
    with pytest.raises(ImproperlyConfigured, match=named):
        services.refuse_shared_buckets()


def test_buckets_of_their_own_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MEDIA_BUCKET", "ours/media")
    monkeypatch.setattr(services, "EVIDENCE_BUCKET", "ours/evidence")
    monkeypatch.setattr(services, "DEPLOY_TARGETS", ["/srv/www", "s3://site"])
    services.refuse_shared_buckets()


@pytest.mark.django_db
def test_media_of_a_folder_are_read_at_the_cms_too(settings: Settings, tmp_path: Path, client: Client) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images/cover.png").write_bytes(b"a picture")
    (tmp_path / "images/page.html").write_bytes(b"<script>")
    answer = client.get("/media/images/cover.png")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )
    assert client.get("/media/images/page.html")["Content-Disposition"].startswith("attachment")
    for odd in ("images", "images/", "gone.png", "images/cover.png/more"):
        assert client.get(f"/media/{odd}").status_code == 404
    assert client.get("/media/images/../../secret").status_code in {400, 404}


@pytest.mark.django_db
def test_a_document_of_a_private_collection_is_not_among_them(
    settings: Settings, tmp_path: Path, client: Client
) -> None:
    settings.MEDIA_ROOT = tmp_path
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    for collection, status in ((Collection.get_first_root_node(), 200), (private, 404)):
        document = Document.objects.create(title="a", collection=collection, file=ContentFile(b"words", "a.pdf"))
        assert client.get(f"/media/{document.file.name}").status_code == status
