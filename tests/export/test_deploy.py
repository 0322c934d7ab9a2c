"""A site is sent to other places: whole, only what differs, and nobody else's files are touched."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from cms.export.deploy import deploy
from cms.export.write.checksums import CHECKSUMS
from tests.prepared import write_site

ASSET = "assets/site.0123abcd.css"
OLD = {"index.html": b"old" * 200, "gone/index.html": b"old", "gone.png": b"png", ASSET: b"p{}" * 200, "sw.js": b"//"}
NEW = {"index.html": b"new" * 200, "fresh.png": b"png", ASSET: b"p{}" * 200, "sw.js": b"//", "lämpö/index.html": b"x"}


@pytest.fixture
def dist(tmp_path: Path, settings: Any) -> Path:
    settings.CACHE_DIR = tmp_path / "cache"
    settings.EXPORT_DIR = tmp_path / "dist"
    write_site(OLD, tmp_path / "dist")
    return tmp_path / "dist"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_becomes_the_site_and_keeps_what_is_the_same(dist: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere/site"
    assert deploy(dist, str(target)).kept == 0
    assert files(target) == files(dist)
    asset = (target / ASSET).stat().st_ino
    write_site(NEW, dist)
    sent = deploy(dist, str(target))
    assert files(target) == files(dist)
    assert (target / ASSET).stat().st_ino == asset
    assert (sent.kept, sent.removed > 0) == (len([name for name in files(dist) if ASSET in name]) + 1, True)
    assert deploy(dist, str(target)).sent == 0


def test_a_folder_of_somebody_s_own_is_left_alone(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("dear to somebody")
    with pytest.raises(CommandError, match="thesis is no exported site"):
        call_command("deploy_site", str(tmp_path / "thesis"))
    with pytest.raises(CommandError, match="the site stands there itself"):
        call_command("deploy_site", str(dist / "copy"))
    assert files(tmp_path / "thesis") == {"chapter.txt": b"dear to somebody"}


def test_a_zip_is_the_site_and_the_same_bytes_each_time(dist: Path, tmp_path: Path) -> None:
    target = tmp_path / "site.zip"
    deploy(dist, str(target))
    first = target.read_bytes()
    deploy(dist, str(target))
    assert target.read_bytes() == first
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert files(tmp_path / "unpacked") == files(dist)
    assert [path.name for path in tmp_path.glob(".site.zip*")] == []


def test_a_site_that_was_damaged_is_not_sent(dist: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    deploy(dist, str(target))
    (dist / "index.html").write_bytes(b"damaged")
    for place in (str(tmp_path / "new"), str(tmp_path / "site.zip")):
        with pytest.raises(CommandError, match=r"index\.html was changed after the export"):
            call_command("deploy_site", place)
    assert not (tmp_path / "site.zip").exists()


def test_what_cannot_be_sent_is_said(dist: Path, tmp_path: Path, settings: Any) -> None:
    settings.DEPLOY_TARGETS = []
    for words, arguments in (
        ("name a target", []),
        ("ftp://host/x: write s3://bucket", ["ftp://host/x"]),
        ("cannot write", ["/proc/site.zip"]),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("deploy_site", *arguments)
    with pytest.raises(CommandError, match="is no exported site"):
        call_command("deploy_site", "x.zip", site=tmp_path / "nothing")


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """A server that speaks S3, not ours; its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(service: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, and the settings for it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    settings.S3_ENDPOINT_URL, settings.S3_REGION = service, "us-east-1"
    found = boto3.resource("s3", endpoint_url=service, region_name="us-east-1").Bucket("our-site")
    found.create()
    yield found
    found.objects.all().delete()
    found.delete()


def objects(bucket: Any, folder: str = "") -> dict[str, bytes]:
    return {
        item.key.removeprefix(folder): item.get()["Body"].read()
        for item in bucket.objects.filter(Prefix=folder)
        if not item.key.endswith(".perennial-files")
    }


@pytest.mark.parametrize("folder", ["", "skills/v1/"])
def test_a_bucket_holds_the_site_and_its_checksums_hold(dist: Path, bucket: Any, folder: str, tmp_path: Path) -> None:
    for content in (OLD, NEW):
        write_site(content, dist)
        deploy(dist, f"s3://our-site/{folder}")
        found = objects(bucket, folder)
        assert found.keys() == content.keys() | {CHECKSUMS}
        assert {path: found[path] for path in content} == content
    for path, data in found.items():
        (tmp_path / "down" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "down" / path).write_bytes(data)
    check = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", CHECKSUMS], cwd=tmp_path / "down", check=False)
    assert check.returncode == 0


def test_only_what_differs_is_sent_pages_last_and_what_is_gone_deleted_after_them(
    dist: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = deploy(dist, "s3://our-site")
    assert (sent.sent, sent.kept, sent.removed) == (5, 0, 0)
    assert deploy(dist, "s3://our-site").sent == 0
    write_site(NEW, dist)
    done: list[tuple[str, str]] = []
    for name in ("put", "delete"):
        original = getattr(sys.modules["cms.export.deploy.bucket"]._Bucket, name)

        def noted(self: Any, what: Any, *more: Any, name: str = name, original: Any = original) -> None:
            done.extend([(name, item) for item in ([what] if isinstance(what, str) else what)])
            original(self, what, *more)

        monkeypatch.setattr(f"cms.export.deploy.bucket._Bucket.{name}", noted)
    sent = deploy(dist, "s3://our-site")
    assert done == [
        ("put", ".perennial-files"),
        ("put", "fresh.png"),
        ("put", "index.html"),
        ("put", "lämpö/index.html"),
        ("put", CHECKSUMS),
        ("delete", "gone.png"),
        ("delete", "gone/index.html"),
        ("put", ".perennial-files"),
    ]
    assert (sent.sent, sent.kept, sent.removed) == (3, 2, 2)
    assert deploy(dist, "s3://our-site", everything=True).sent == 5


def test_a_browser_learns_what_a_file_is_and_how_long_to_keep_it(dist: Path, bucket: Any) -> None:
    deploy(dist, "s3://our-site")
    expected = {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        ASSET: ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        "sw.js": ("text/javascript; charset=utf-8", "no-cache"),
        "gone.png": ("image/png", "no-cache"),
        CHECKSUMS: ("text/plain; charset=utf-8", "no-cache"),
    }
    for path, (kind, cache) in expected.items():
        found = bucket.Object(path).get()
        assert (found["ContentType"], found["CacheControl"]) == (kind, cache), path


def test_other_people_s_objects_in_the_bucket_stay(dist: Path, bucket: Any) -> None:
    bucket.put_object(Key="holiday.jpg", Body=b"theirs")
    deploy(dist, "s3://our-site")
    write_site(NEW, dist)
    deploy(dist, "s3://our-site")
    assert objects(bucket)["holiday.jpg"] == b"theirs"


def test_a_sending_that_was_cut_off_is_finished_by_the_next(
    dist: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(dist, "s3://our-site")
    write_site({**NEW, "half-way.png": b"png"}, dist)

    def cut(text: str) -> None:
        if text == "index.html":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deploy(dist, "s3://our-site", cut)
    assert objects(bucket)["index.html"] == OLD["index.html"]
    write_site(OLD, dist)
    deploy(dist, "s3://our-site")
    assert objects(bucket).keys() == OLD.keys() | {CHECKSUMS}
    assert {path: objects(bucket)[path] for path in OLD} == OLD


def test_a_service_that_refuses_is_said_in_words(dist: Path, bucket: Any, settings: Any) -> None:
    with pytest.raises(CommandError, match=r"cannot send the site to s3://not-ours: .*does not exist"):
        call_command("deploy_site", "s3://not-ours")
