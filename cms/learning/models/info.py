"""Pages of running text, and pages that hold a tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.learning.models.base import SectionedPage, fact_fields

TOOLS = [
    ("verify", _("Check a badge")),
    ("reflect", _("Self-reflection test")),
    ("search", _("Search")),
    ("share", _("Show a badge")),
    ("offline", _("Take the site with you")),
    ("compare", _("Compare practices")),
    ("suggest", _("Suggest a practice")),
    ("map", _("Map of badges")),
    ("canvas", _("Design canvas")),
    ("claim", _("Claim a badge")),
    ("impact", _("Impact")),
]


class InfoPage(SectionedPage):
    """Running text in sections: about, privacy, help."""

    document_type = "info"
    parent_page_types = ["learning.HomePage"]
    subpage_types: list[str] = []

    class Meta(Page.Meta):
        verbose_name = _("information page")


class ToolPage(SectionedPage):
    """A page around something the reader does: check a badge, reflect, search."""

    tool = models.CharField(_("tool"), max_length=20, choices=TOOLS)

    document_type = "tool"
    document_fields = {"tool": "tool", **SectionedPage.document_fields}
    parent_page_types = ["learning.HomePage", "learning.ToolkitPage"]
    subpage_types: list[str] = []
    content_panels = [*SectionedPage.content_panels, "tool"]
    translatable_fields = [*SectionedPage.translatable_fields, *fact_fields("tool")]

    class Meta(Page.Meta):
        verbose_name = _("tool page")
