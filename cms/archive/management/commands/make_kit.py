"""manage.py make_kit: the site -> posters, slides and pictures of its communication kit, for the next export."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.archive.kit.logo import LogoError, read_logo
from cms.archive.kit.make import KitError, KitMaker, made, update_kit
from cms.export.plan import decide
from cms.issuance.credentials.errors import ArtworkMissingError
from cms.learning.snapshot import take_snapshot
from cms.projects import FIRST


class Command(BaseCommand):
    """Make what is missing of the kit; with a logo, write prints with it to a folder."""

    help = "Make the posters, slides and pictures of the communication kit. With --logo, prints with that logo."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--base-url", help="address of the site on the web; that of the next export if left out")
        parser.add_argument("--logo", type=Path, help="a partner's logo (PNG, JPEG or SVG); needs --output")
        parser.add_argument("--owner", default="", help="whose logo it is, for those who do not see it")
        parser.add_argument("--language", choices=FIRST.codes, help="one language")
        parser.add_argument("--output", type=Path, help="folder for posters and slides with the logo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and report."""
        if bool(options["logo"]) != bool(options["output"]):
            raise CommandError("--logo and --output go together: a logo is put on prints in a folder of their own.")
        if options["language"] and not options["logo"]:
            raise CommandError("--language goes with --logo: the kit of the site is made in all languages.")
        if options["logo"] and not options["owner"]:
            raise CommandError("Name the organisation of the logo with --owner: readers who do not see it need it.")
        base_url = decide(options["base_url"], None, portable=False).base_url
        try:
            if options["logo"]:
                self._with_logo(base_url, options)
            else:
                fresh, files = update_kit(take_snapshot(), base_url)
                self.stdout.write(f"{fresh} files made, {files} in the kit of {base_url}")
        except (KitError, LogoError, ArtworkMissingError) as error:
            raise CommandError(str(error)) from error

    def _with_logo(self, base_url: str, options: dict[str, Any]) -> None:
        logo = read_logo(options["logo"], options["owner"])
        items = list(
            KitMaker(take_snapshot(), base_url, logo).items([options["language"]] if options["language"] else [])
        )
        folder: Path = options["output"]
        # All are made before the first is written, so that nothing is left half done.
        files = {Path(item.path).parts[0] + "-" + Path(item.path).name: content for item, content in made(items)}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (folder / name).write_bytes(content)
        except OSError as error:
            raise CommandError(f"cannot write {folder}: {error.strerror}") from error
        self.stdout.write(f"{len(files)} files in {folder}")
