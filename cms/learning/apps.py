"""The learning site: page types and how a page is shown."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Label `learning`: migrations and page types are named by it."""

    name = "cms.learning"
    label = "learning"

    def ready(self) -> None:
        """Connect the signals that keep achievements and the closing day up to date."""
        from cms.learning import achievements, dates  # noqa: F401
