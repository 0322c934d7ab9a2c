"""The learning site: page types and how a page is shown."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Label `learning`: migrations and page types are named by it."""

    name = "cms.learning"
    label = "learning"

    def ready(self) -> None:
        """Connect the signal that keeps achievements up to date."""
        from cms.learning import achievements  # noqa: F401
