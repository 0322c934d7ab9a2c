"""The front page of a language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import WayBlock
from cms.learning.models.base import SectionedPage, text_fields

WORDS = ("title", "menu_title", "summary", "tagline", "ways", "funding", "disclaimer", "sections")


class HomePage(SectionedPage):
    """The root of a language's tree. Its slug differs per language: Wagtail keeps the homes side by side."""

    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    ways = StreamField([("way", WayBlock())], blank=True, verbose_name=_("steps"))
    funding = models.TextField(_("funding statement"), blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)

    document_type = "home"
    document_fields = {name: name for name in WORDS}
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *SectionedPage.content_panels,
        "tagline",
        "ways",
        "funding",
        "disclaimer",
    ]
    promote_panels = []
    translatable_fields = text_fields(*WORDS)

    class Meta(Page.Meta):
        verbose_name = _("home page")
