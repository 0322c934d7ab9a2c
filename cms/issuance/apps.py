"""The issuance app: runs inside the CMS and alone."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuanceConfig(AppConfig):
    """Applications, decisions, awards, mails to applicants."""

    name = "cms.issuance"
    label = "issuance"
    verbose_name = _("Badge applications")

    def ready(self) -> None:
        """Register the checks for deployments."""
        from cms.issuance import checks  # noqa: F401 - importing registers them
