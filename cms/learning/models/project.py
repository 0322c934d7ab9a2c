"""Facts about the project that need no translation, one row a Wagtail site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class ProjectSettings(BaseSiteSetting):
    """Name, issuer, funding, licence and menus of the project; loaded from project.yaml and menus.yaml.

    `facts` is the content of project.yaml; `menus` maps "header" and "footer" to lists of page paths.
    """

    facts = models.JSONField(_("facts"), default=dict)
    menus = models.JSONField(_("menus"), default=dict)

    panels = ["facts", "menus"]

    class Meta:
        verbose_name = _("project")
