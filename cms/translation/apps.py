"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Label `translation`."""

    name = "cms.translation"
    label = "translation"

    def ready(self) -> None:
        """Follow what happens to source pages."""
        from cms.translation import follow  # noqa: F401
