"""The learning site: page types and how a page is shown."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Label `learning`: migrations and page types are named by it."""

    name = "cms.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
