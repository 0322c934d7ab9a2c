"""What several page types have alike: a field of rich text, and a licence of their own."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import rich
from cms.learning.models.base import LearningPage

LICENCE_FACTS = ("licence", "licence_url")
# Keys of the content files -> fields.
LICENCE_DOCUMENT = {"licence.code": "licence", "licence.url": "licence_url"}


def rich_field(label: Promise, about: Promise) -> Any:
    """Return a field of rich text: one block, as the content files and the translation desk know rich text."""
    return StreamField([("text", rich(label=label))], max_num=1, blank=True, verbose_name=label, help_text=about)


class LicensedPage(LearningPage):
    """A page that may be under another licence than the site."""

    licence = models.CharField(
        _("licence"), max_length=60, blank=True, help_text=_("Leave it empty where it is that of this site.")
    )
    licence_url = models.URLField(_("address of the licence"), blank=True)

    class Meta(Page.Meta):
        abstract = True
