"""manage.py make_site: content files -> static site, keeping no data."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

STEPS = (["migrate", "--verbosity", "0"], ["load_content"])


class Command(BaseCommand):
    """Load content/ into a database that is thrown away, and export the site from it."""

    help = "Make the static site from the content files alone: what a maintainer runs after the funding."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--output", type=Path, default=settings.EXPORT_DIR, help="folder of the site")
        parser.add_argument("--portable", action="store_true", help="name index.html in links, to work from file://")
        parser.add_argument("--phase", choices=("active", "archived"), help="else as project.yaml says")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in a temporary folder; the keys of the real installation are used where there are any."""
        export = ["export_site", "--output", str(options["output"].absolute())]
        export += ["--phase", options["phase"]] if options["phase"] else []
        export += ["--portable"] if options["portable"] else []
        keys: list[list[str]] = []
        if (options["output"] / "status").is_dir():
            # Badges that were awarded or revoked are known only to the database; its last record stays as it is.
            export += ["--record", str(options["output"].absolute())]
        elif not (Path(settings.KEYS_DIR) / "signing-key.pem").exists():
            keys = [["make_signing_key"]]
        with tempfile.TemporaryDirectory(prefix="perennial-site-") as folder:
            environment = {
                **os.environ,
                "PERENNIAL_VAR_DIR": folder,
                "PERENNIAL_CACHE_DIR": str(settings.CACHE_DIR),
                "PERENNIAL_ASSETS_DIR": str(settings.ASSETS_DIR),
                "PERENNIAL_KEYS_DIR": str(settings.KEYS_DIR),
            }
            environment.pop("DATABASE_URL", None)
            for step in [*STEPS, *keys, export]:
                if subprocess.run([sys.executable, "manage.py", *step], env=environment, check=False).returncode:
                    raise CommandError(f"{step[0]} failed; see above. The site was not changed.")
