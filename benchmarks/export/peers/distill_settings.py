"""django-distill on the corpus."""

from benchmarks.export.settings import *  # noqa: F403
from benchmarks.export.settings import CORPUS_DIR, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_distill"]
ROOT_URLCONF = "benchmarks.export.peers.distill_urls"
DISTILL_DIR = str(CORPUS_DIR / "distill")  # each run names its own by --output-directory
