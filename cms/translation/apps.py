"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Label `translation`."""

    name = "cms.translation"
    label = "translation"
