"""The glossary of a language."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import TermBlock
from cms.learning.models.base import LearningPage, fact_fields, text_fields


class GlossaryPage(LearningPage):
    """All terms with what we mean by them. Rich text links to a term as `#term-<key>`."""

    terms = StreamField([("term", TermBlock())], blank=True, verbose_name=_("terms"))

    document_type = "glossary"
    document_fields = {name: name for name in ("title", "menu_title", "summary", "terms")}
    parent_page_types = ["learning.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*LearningPage.content_panels, "terms"]
    translatable_fields = [*text_fields("title", "menu_title", "summary", "terms"), *fact_fields("slug")]

    class Meta(Page.Meta):
        verbose_name = _("glossary")
