"""wagtail-bakery on the corpus."""

from benchmarks.export.settings import *  # noqa: F403
from benchmarks.export.settings import CORPUS_DIR, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bakery", "wagtailbakery"]
BUILD_DIR = str(CORPUS_DIR / "bakery")  # each run names its own by --build-dir
BAKERY_VIEWS = ("wagtailbakery.views.AllPublishedPagesView",)
# Without it only the pages below the site's root page are built: one language of six, and not a word about it.
BAKERY_MULTISITE = True
