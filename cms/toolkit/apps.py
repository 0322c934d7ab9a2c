"""The design canvas: its format, and the import of one by an editor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolkitConfig(AppConfig):
    """Label `toolkit`."""

    name = "cms.toolkit"
    label = "toolkit"
    verbose_name = _("Design toolkit")
