"""What costs time to make is made once, and given up when nobody has used it for long."""

import gzip
import os
import time
from pathlib import Path

import brotli
import pytest

from cms.cache import DAY, KEPT_DAYS, Cache, prune_cache
from cms.export.write import compress

FILES = {"index.html": b"<p>page</p>" * 100, "data.json": b'{"a": 1}' * 100, "small.txt": b"x", "a.png": b"x" * 999}


def test_variants_hold_what_the_files_hold() -> None:
    made = {name: data for path, content in FILES.items() for name, data in compress.variants(path, content).items()}
    assert made.keys() == {"index.html.gz", "index.html.br", "data.json.gz", "data.json.br"}
    for path, content in made.items():
        unpack = gzip.decompress if path.endswith(".gz") else brotli.decompress
        assert unpack(content) == FILES[path[:-3]]


def test_unchanged_files_are_not_compressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page = FILES["index.html"]
    before = compress.variants("index.html", page)

    def fail(*_words: object) -> bytes:
        raise AssertionError("compressed again")

    monkeypatch.setattr(compress, "_both", fail)
    assert compress.variants("index.html", page) == before
    with pytest.raises(AssertionError, match="compressed again"):
        compress.variants("index.html", b"another page" * 100)


def test_what_was_not_used_for_three_months_is_deleted(cache: Path) -> None:
    kept = Cache("test")
    for key in ("aa11", "bb22"):
        kept.get(key, lambda: b"made")
    long_ago = time.time() - (KEPT_DAYS + 1) * DAY
    for key in ("aa11", "bb22"):
        os.utime(cache / "test" / key[:2] / key, (long_ago, long_ago))
    assert kept.get("bb22", lambda: b"made again") == b"made"
    (cache / "pruned").unlink(missing_ok=True)
    prune_cache()
    assert kept.get("bb22", lambda: b"made again") == b"made"
    assert kept.get("aa11", lambda: b"made again") == b"made again"


def test_a_cache_that_cannot_be_written_is_done_without(cache: Path) -> None:
    (cache / "full").parent.mkdir(parents=True, exist_ok=True)
    (cache / "full").write_text("a file where the folder should be")
    assert Cache("full").get("cc33", lambda: b"made") == b"made"
