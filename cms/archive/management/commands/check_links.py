"""manage.py check_links: which addresses elsewhere are still there, and where their archived copies are."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.archive.links import Archive, check_links, external_links, read_links, write_links
from cms.content.yaml_file import YamlError
from cms.progress import Progress

# Where the Internet Archive takes copies; another host than the one that knows them.
SAVES = "https://web.archive.org"


class Command(BaseCommand):
    """Ask every address that pages lead to, and write what was found into content/links.yaml. Needs no database."""

    help = "Check links to other sites and find archived copies; writes content/links.yaml. Uses the network."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--site", type=Path, default=settings.EXPORT_DIR, help="the exported site")
        parser.add_argument("--content", type=Path, default=settings.CONTENT_DIR, help="folder of the content files")
        parser.add_argument("--save", action="store_true", help="have copies taken of links that have none")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, write and tell what is gone.

        Raises:
            CommandError: no site, or a links.yaml that cannot be read.
        """
        try:
            links, known = external_links(options["site"]), read_links(options["content"])
        except (FileNotFoundError, YamlError) as error:
            raise CommandError(str(error)) from error
        archive = Archive(saves=SAVES) if options["save"] else Archive()
        progress = Progress("Checking links", len(links))
        try:
            found = check_links(links, known, archive, timezone.localdate(), progress.step)
        finally:
            progress.close()
        path = write_links(options["content"], found)
        for state, words in (("gone", "is gone"), ("unclear", "did not say; look yourself")):
            for link in (link for link in found if found[link]["found"] == state):
                copy = found[link].get("copy", "no archived copy is known")
                self.stdout.write(f"{link} {words} ({found[link].get('answer', '')}): {copy}")
        gone = sum(data["found"] == "gone" for data in found.values())
        copies = sum("copy" in data for data in found.values())
        self.stdout.write(f"{len(found)} links, {gone} gone, {copies} with an archived copy; written to {path}")
        self.stdout.write("Next: manage.py load_content, then export_site; or make site.")
