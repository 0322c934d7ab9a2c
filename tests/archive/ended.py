"""The real content as a project that has ended: archived, its links checked, about to move to another host."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from cms.archive.links import external_links, write_links
from tests.journeys.server import Demo
from tests.prepared import once, prepared

# What an archived page says of a link, each once.
FOUND = (
    {"checked": "2027-03-01", "found": "there", "answer": "200", "copy": "https://archive.example/web/1"},
    {"checked": "2027-03-01", "found": "gone", "answer": "404", "copy": "https://archive.example/web/2"},
    {"checked": "2027-03-01", "found": "gone", "answer": "410"},
    {"checked": "2027-03-01", "found": "unclear", "answer": "403"},
)
DAYS = {"archived_on": "2027-03-01", "applications_close": "2027-01-01", "available_until": "2040-12-31"}
TO = "https://new.example.org"


@dataclass(frozen=True)
class Ended:
    """Two folders: the archived site, and what stays at its old host once it has moved."""

    site: Path
    old_host: Path


def ended(factory: pytest.TempPathFactory) -> Ended:
    """Return both; nobody may change them."""
    original = prepared(factory)

    def make(folder: Path) -> None:
        demo = Demo(folder, original.port)
        shutil.copytree(original.folder / "var", folder / "var")
        content = Path(shutil.copytree(settings.CONTENT_DIR, folder / "content"))
        links = external_links(original.site)
        write_links(content, {link: FOUND[number % len(FOUND)] for number, link in enumerate(links)})
        project = content / "project.yaml"
        facts = yaml.safe_load(project.read_text("utf-8"))
        facts |= DAYS | {"moving": {"to": TO, "on": "2041-01-31"}}
        project.write_text(yaml.safe_dump(facts, allow_unicode=True, sort_keys=False), "utf-8")
        demo.manage("load_content", "--dir", str(content))
        demo.manage("export_site", "--phase", "archived")
        demo.manage("move_away", "--to", TO, "--output", str(folder / "old-host"))

    folder = once(factory, "ended", make)
    return Ended(folder / "dist", folder / "old-host")
