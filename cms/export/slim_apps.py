"""Wagtail's applications without the admin: models, pictures and templates, and nothing that an export never uses.

Their own `ready` brings the API with pydantic and the editor's widgets along, and Wagtail's search for hooks all views
of the admin: two thirds of the time of a start (benchmarks/README.md).
"""

from types import ModuleType
from typing import Any

from django.apps import AppConfig
from wagtail import hooks
from wagtail.apps import WagtailAppConfig
from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.contrib.settings.apps import WagtailSettingsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images import image_operations
from wagtail.images.apps import WagtailImagesAppConfig

from cms.events.apps import EventsConfig
from cms.export.apps import ExportConfig
from cms.learning.apps import LearningConfig
from cms.publishing.apps import PublishingConfig


class Quiet(AppConfig):
    """An application that is not made ready, and in whose module nobody looks for hooks."""

    def ready(self) -> None:
        """Let Wagtail search an empty module for hooks."""
        self.module = ModuleType(self.name)


class QuietCore(Quiet, WagtailAppConfig):
    """Pages, sites, locales."""


class QuietSettings(Quiet, WagtailSettingsAppConfig):
    """Settings a site."""


class QuietRedirects(Quiet, WagtailRedirectsAppConfig):
    """Redirects."""


class QuietDocuments(Quiet, WagtailDocsAppConfig):
    """Documents."""


class QuietLearning(Quiet, LearningConfig):
    """Our page types, without their snippets in the admin."""


class QuietExport(Quiet, ExportConfig):
    """The export, without its screen in the admin."""


class QuietPublishing(Quiet, PublishingConfig):
    """The history of exports, without its screen, and without noticing what is published."""


class QuietEvents(Quiet, EventsConfig):
    """Training events: who must not be named, and what came of them."""


class QuietImages(Quiet, WagtailImagesAppConfig):
    """Pictures, with the operations that filters are made of."""

    def ready(self) -> None:
        """Register what `wagtail.images.wagtail_hooks` registers for the templates."""
        super().ready()
        hooks.register("register_image_operations", image_filters)


def image_filters() -> list[tuple[str, Any]]:
    """Return Wagtail's own operations by the names that filters call them; a test compares the list with Wagtail's."""
    return [
        ("original", image_operations.DoNothingOperation),
        ("fill", image_operations.FillOperation),
        ("min", image_operations.MinMaxOperation),
        ("max", image_operations.MinMaxOperation),
        ("width", image_operations.WidthHeightOperation),
        ("height", image_operations.WidthHeightOperation),
        ("scale", image_operations.ScaleOperation),
        ("jpegquality", image_operations.JPEGQualityOperation),
        ("webpquality", image_operations.WebPQualityOperation),
        ("avifquality", image_operations.AvifQualityOperation),
        ("format", image_operations.FormatOperation),
        ("bgcolor", image_operations.BackgroundColorOperation),
    ]
