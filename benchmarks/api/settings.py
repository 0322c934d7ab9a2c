"""The demo with Wagtail's API v2 mounted too, and without limits."""

import os

from cms.settings.demo import *  # noqa: F403
from cms.settings.demo import INSTALLED_APPS

INSTALLED_APPS = ["benchmarks.api", *INSTALLED_APPS, "wagtail.api.v2", "rest_framework"]
ROOT_URLCONF = "benchmarks.api.urls"
API_REQUESTS_PER_MINUTE = 0
# How many bytes of answers a process of ours keeps.
KEPT = int(os.environ["BENCH_KEPT"])
