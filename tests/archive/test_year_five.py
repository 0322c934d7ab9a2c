"""A typo in year five: the package alone makes the same site again, and a mended word changes only where it stands."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management import call_command

from cms.archive.package import FilesOnDisk
from cms.export.export import export_site
from cms.export.plan import decide
from cms.learning.models import ProjectSettings

OLD, NEW = "ع What this is.", "ع What this truly is."


def digests(folder: Path) -> dict[str, str]:
    files = FilesOnDisk(folder)
    return {name: hashlib.sha256(files[name]).hexdigest() for name in files}


def make_site(project: Path, output: Path) -> None:
    """Do what `make site` does, in an empty database: load the files, export with the badges' record of before."""
    call_command("load_content", dir=project / "content")
    export_site(output, decide(None, None, portable=False), record=project / "dist")


def test_the_package_makes_the_same_site_and_a_mended_word_shows_only_where_it_stands(
    package: Path, two_languages: None, assets: Path, tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.delenv("PERENNIAL_PUBLIC_URL", raising=False)
    settings.MEDIA_ROOT, settings.CACHE_DIR = tmp_path / "fresh-media", tmp_path / "cache"
    settings.KEYS_DIR = tmp_path / "no-keys"
    project = package / "data" / "project"
    assert not ProjectSettings.objects.exists()
    output = tmp_path / "dist"
    make_site(project, output)
    before = digests(output)
    assert before == digests(project / "dist")
    # The word is mended in a copy of the files, as its finder would.
    catalogue = next(path for path in (project / "content").rglob("ar.po") if f'msgstr "{OLD}"' in path.read_text())
    kept = catalogue.read_text()
    try:
        catalogue.write_text(kept.replace(f'msgstr "{OLD}"', f'msgstr "{NEW}"'))
        make_site(project, output)
    finally:
        catalogue.write_text(kept)
    after = digests(output)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    pages = {name for name in changed if name.endswith(".html")}
    assert pages
    assert pages == {
        name for name, content in FilesOnDisk(output).items() if name.endswith(".html") and NEW.encode() in content
    }
    # What is not a page is made of pages, and of that language: nothing of the badges, nothing in English.
    assert not {name for name in changed if name.startswith(("en/", "status/", "achievements/", "assets/", "issuer"))}
