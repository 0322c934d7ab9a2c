"""manage.py make_corpus --pages N: the corpus in the folder of BENCH_CORPUS, N pages in each language."""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from wagtail.models import Locale, Page, Site

from benchmarks.export.corpus.models import CorpusPage
from benchmarks.export.corpus.pictures import add_pictures
from benchmarks.export.corpus.prose import read_prose
from benchmarks.export.corpus.stamp import write_stamp
from benchmarks.export.corpus.tree import SKILLS, places, write_tree
from benchmarks.export.settings import CORPUS_DIR
from cms.issuance.credentials.keys import make_signing_key
from cms.learning.models import ProjectSettings

PICTURES = 100


class Command(BaseCommand):
    """Make the corpus: database, pictures with their renditions, assets, signing key."""

    help = "Make the benchmark corpus in the folder that BENCH_CORPUS names."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the option."""
        parser.add_argument("--pages", type=int, default=100, help="pages in each language, 16 or more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything, check the tree, and mark the corpus as finished."""
        pages = options["pages"]
        if pages <= SKILLS:
            raise CommandError(f"--pages {pages}: a language has a home page and {SKILLS} skills; write 16 or more.")
        call_command("migrate", verbosity=0)
        with connection.schema_editor() as editor:
            editor.create_model(CorpusPage)
        with transaction.atomic():
            self._write(pages)
        problems = Page.find_problems()
        if any(problems):
            raise CommandError(f"the tree is not valid: {problems}")
        _copy_assets()
        # Every site of ours has a signed record of its badges, an empty one as well.
        make_signing_key()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("ANALYZE")
        write_stamp(CORPUS_DIR, pages, settings.CONTENT_DIR)
        self.stdout.write(f"{Page.objects.filter(depth__gt=1).count()} pages in {CORPUS_DIR}")

    def _write(self, pages: int) -> None:
        source = settings.LANGUAGE_CODE
        codes = [code for code, _name in settings.LANGUAGES]
        prose = read_prose(settings.CONTENT_DIR, codes, source)
        slugs = sorted(path.parent.name for path in settings.CONTENT_DIR.glob("skills/*/skill.yaml"))
        tree = places(pages, slugs)
        images = add_pictures(PICTURES)
        Site.objects.all().delete()
        Page.objects.filter(depth=2).delete()
        root = Page.objects.get(depth=1)
        root.numchild = 0
        for code in codes:
            locale, _made = Locale.objects.get_or_create(language_code=code)
            write_tree(root, locale, tree, prose[code], images)
        _add_site(slugs)


def _add_site(menu: list[str]) -> None:
    home = Page.objects.get(depth=2, locale__language_code=settings.LANGUAGE_CODE)
    site = Site.objects.create(
        hostname="corpus.example", port=443, root_page=home, is_default_site=True, site_name="Corpus"
    )
    facts = yaml.safe_load((settings.CONTENT_DIR / "project.yaml").read_text("utf-8"))
    # YAML reads dates as dates; the settings keep JSON.
    facts = json.loads(json.dumps(facts, default=str))
    ProjectSettings.objects.create(site=site, facts=facts, menus={"header": menu, "footer": []})


def _copy_assets() -> None:
    """Put the corpus's two files beside the built assets of the site, where there are some."""
    folder = Path(settings.ASSETS_DIR)
    built = Path(settings.VAR_DIR) / "assets"
    if built.is_dir():
        shutil.copytree(built, folder, dirs_exist_ok=True)
    own = Path(__file__).resolve().parents[2] / "assets"
    shutil.copytree(own, folder, dirs_exist_ok=True)
    manifest = folder / "manifest.json"
    names = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
    names |= {path.name: path.name for path in own.iterdir()}
    manifest.write_text(json.dumps(names, indent=1, sort_keys=True), "utf-8")
