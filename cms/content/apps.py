"""Content files <-> CMS."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Label `content`."""

    name = "cms.content"
    label = "content"
