"""Facts about the project that need no translation, one row a Wagtail site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class ProjectSettings(BaseSiteSetting):
    """Name, issuer, funding, licence and menus of the project; loaded from project.yaml, menus.yaml, links.yaml.

    `key` names a further project, "" the first. `facts` is the content of project.yaml; `menus` maps "header" and
    "footer" to lists of page paths; `links` is what is known of addresses elsewhere that pages lead to.
    """

    key = models.CharField(_("key"), max_length=30, blank=True, default="", editable=False)
    facts = models.JSONField(_("facts"), default=dict)
    menus = models.JSONField(_("menus"), default=dict)
    links = models.JSONField(_("links to other sites"), default=dict, blank=True)

    panels = ["facts", "menus"]

    class Meta:
        verbose_name = _("project")

    def clean(self) -> None:
        """Refuse days that are none before anything depends on them."""
        from cms.learning.dates import dates_of

        super().clean()
        dates_of(self.facts)
