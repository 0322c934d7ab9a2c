"""The app that packages the project for the time after the funding."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Holds commands and templates; no models."""

    name = "cms.archive"
