"""Pages of running text, and pages that hold a tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import SectionBlock
from cms.learning.models.base import LearningPage, fact_fields, text_fields

TOOLS = [
    ("verify", _("Check a badge")),
    ("reflect", _("Self-reflection test")),
    ("search", _("Search")),
]


class InfoPage(LearningPage):
    """Running text in sections: about, privacy, help."""

    sections = StreamField([("section", SectionBlock())], blank=True, verbose_name=_("sections"))

    document_type = "info"
    document_fields = {name: name for name in ("title", "menu_title", "summary", "sections")}
    parent_page_types = ["learning.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*LearningPage.content_panels, FieldPanel("sections")]
    translatable_fields = [*text_fields("title", "menu_title", "summary", "sections"), *fact_fields("slug")]

    class Meta(Page.Meta):
        verbose_name = _("information page")


class ToolPage(LearningPage):
    """A page around something the reader does: check a badge, reflect, search."""

    tool = models.CharField(_("tool"), max_length=20, choices=TOOLS)
    sections = StreamField([("section", SectionBlock())], blank=True, verbose_name=_("sections"))

    document_type = "tool"
    document_fields = {name: name for name in ("tool", "title", "menu_title", "summary", "sections")}
    parent_page_types = ["learning.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*LearningPage.content_panels, FieldPanel("tool"), FieldPanel("sections")]
    translatable_fields = [*text_fields("title", "menu_title", "summary", "sections"), *fact_fields("slug", "tool")]

    class Meta(Page.Meta):
        verbose_name = _("tool page")
