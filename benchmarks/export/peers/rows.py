"""The rows of the peers, and the two that say what an export costs without any exporter."""

from pathlib import Path

from benchmarks.export.environments import peer_python
from benchmarks.export.rows import Command, Corpus, Row, django

HUGO_SOURCE = "hugo"


def _hugo(corpus: Corpus, output: Path) -> Command:
    source = corpus.folder / HUGO_SOURCE
    return ["hugo", "--source", str(source), "--destination", str(output), "--quiet", "--noBuildLock"]


def _bakery(corpus: Corpus, output: Path) -> Command:
    python = str(peer_python("bakery"))
    return django("build", "--skip-static", "--skip-media", "--build-dir", output, python=python)


def _distill(corpus: Corpus, output: Path) -> Command:
    python = str(peer_python("distill"))
    wanted = ("--output-directory", output, "--exclude-staticfiles", "--force", "--quiet")
    return django("distill", "generate", *wanted, python=python)


def hugo() -> Row:
    """Debian's Hugo on the same pages as files, all cores."""
    return Row("hugo", "Hugo", _hugo)


def hugo_one_core() -> Row:
    """The same on one core."""
    return Row("hugo-one-core", "Hugo, GOMAXPROCS=1", _hugo, environment={"GOMAXPROCS": "1"})


def bakery() -> Row:
    """wagtail-bakery, without static files and media."""
    return Row("bakery", "wagtail-bakery", _bakery, settings="benchmarks.export.peers.bakery_settings", slow=True)


def distill() -> Row:
    """django-distill, without static files."""
    return Row("distill", "django-distill", _distill, settings="benchmarks.export.peers.distill_settings", slow=True)


def serve() -> Row:
    """A loop over page.serve(): no exporter at all, Wagtail as it is."""
    return Row("serve", "page.serve() in a loop", lambda corpus, output: django("serve_pages", output), slow=True)


def plain() -> Row:
    """Our templates from plain values: no exporter around them, one process, nothing checked or compressed."""
    return Row("plain", "plain templates, one process", lambda corpus, output: django("render_plain", output))


def peer_rows() -> list[Row]:
    """Return all of them."""
    return [hugo(), hugo_one_core(), plain(), serve(), bakery(), distill()]
