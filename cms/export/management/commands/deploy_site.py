"""manage.py deploy_site: the exported site -> a folder, a zip, a bucket."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.export.deploy import DeployError, deploy
from cms.export.deploy.sites import open_site
from cms.export.write.lock import only_one_anywhere
from cms.progress import Progress

# Two that send different sites to one bucket would mix them.
WAIT_SECONDS = 60.0


class Command(BaseCommand):
    """Send the site; what is there already is not sent again."""

    help = "Send the exported site to a folder, a .zip file, or s3://bucket/folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: PERENNIAL_DEPLOY_TARGETS")
        parser.add_argument("--site", type=Path, default=settings.EXPORT_DIR, help="folder of the exported site")
        parser.add_argument("--all", action="store_true", help="send every object of a bucket anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and report."""
        targets = options["targets"] or settings.DEPLOY_TARGETS
        if not targets:
            raise CommandError("name a target, or set PERENNIAL_DEPLOY_TARGETS.")
        with only_one_anywhere(WAIT_SECONDS) as is_ours:
            if not is_ours:
                raise CommandError("another machine is exporting or sending the site; try again when it has finished.")
            for target in targets:
                self._send(target, options)

    def _send(self, target: str, options: dict[str, Any]) -> None:
        try:
            progress = Progress("Sending", len(open_site(options["site"]).sums))
            sent = deploy(options["site"], target, progress.step, options["all"])
        except DeployError as error:
            raise CommandError(str(error)) from error
        progress.close()
        self.stdout.write(str(sent))
