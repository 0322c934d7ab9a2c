"""The corpus on disk: made where it is missing or its sources changed, and its copy as a Hugo site."""

import shutil
import sys

from benchmarks.export.corpus.stamp import fingerprint, read_stamp
from benchmarks.export.environments import BENCH_DIR, ROOT
from benchmarks.export.peers.rows import HUGO_SOURCE
from benchmarks.export.rows import Corpus, Row, django
from benchmarks.export.timing import run_quietly

CONTENT = ROOT / "content"


def prepare_corpus(pages: int) -> Corpus:
    """Return the corpus of `pages` pages a language, with its Hugo site written.

    Raises:
        RunError: it could not be made.
    """
    corpus = Corpus(BENCH_DIR / f"corpus-{pages}", pages)
    making = Row("corpus", "corpus", lambda corpus, output: django("make_corpus", "--pages", corpus.pages))
    if read_stamp(corpus.folder) != {"pages": pages, "fingerprint": fingerprint(CONTENT)}:
        print(f"Making the corpus in {corpus.folder.relative_to(ROOT)} ...", file=sys.stderr)
        shutil.rmtree(corpus.folder, ignore_errors=True)
        corpus.folder.mkdir(parents=True)
        run_quietly(making.command(corpus, corpus.folder), making, corpus)
    run_quietly(django("write_hugo", corpus.folder / HUGO_SOURCE), making, corpus)
    return corpus


def copy_corpus(corpus: Corpus, name: str) -> Corpus:
    """Return a corpus with its own copy of the database; the rest is that of the first."""
    copy = Corpus(BENCH_DIR / f"corpus-{corpus.pages}-{name}", corpus.pages)
    shutil.rmtree(copy.folder, ignore_errors=True)
    copy.folder.mkdir(parents=True)
    shutil.copy2(corpus.folder / "corpus.sqlite3", copy.folder)
    for shared in ("media", "assets", "keys", HUGO_SOURCE):
        (copy.folder / shared).symlink_to(corpus.folder / shared)
    return copy
