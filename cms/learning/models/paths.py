"""Ways through the modules for different readers."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import PathBlock
from cms.learning.models.base import SectionedPage, text_fields


class PathsPage(SectionedPage):
    """Which modules to begin with: one path for each kind of reader."""

    paths = StreamField([("path", PathBlock())], blank=True, verbose_name=_("paths"))

    document_type = "paths"
    document_fields = {"paths": "paths", **SectionedPage.document_fields}
    parent_page_types = ["learning.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*SectionedPage.content_panels, "paths"]
    translatable_fields = [*SectionedPage.translatable_fields, *text_fields("paths")]

    class Meta(Page.Meta):
        verbose_name = _("paths")
