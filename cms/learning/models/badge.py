"""EARN: the list of badges and the page of one badge."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import AlignmentBlock, CriterionBlock
from cms.learning.models.base import LearningPage, SectionedPage, fact_fields, text_fields


class BadgeIndexPage(SectionedPage):
    """All badges."""

    document_type = "badges"
    parent_page_types = ["learning.HomePage"]
    subpage_types = ["learning.BadgePage"]

    class Meta(Page.Meta):
        verbose_name = _("list of badges")


class BadgePage(LearningPage):
    """What a badge stands for and how one applies. Its slug is the slug of the skill it belongs to."""

    criteria = StreamField([("criterion", CriterionBlock())], verbose_name=_("criteria"))
    evidence = StreamField([("kind", blocks.TextBlock(rows=2))], blank=True, verbose_name=_("kinds of evidence"))
    assessment = models.TextField(_("assessment"), blank=True)
    assessors = models.PositiveSmallIntegerField(
        _("assessors who must agree"),
        null=True,
        blank=True,
        choices=[(1, _("One assessor decides")), (2, _("Two assessors must agree"))],
        help_text=_("Applications that are under way keep the rule of the day that they were sent."),
    )
    alignment = StreamField([("alignment", AlignmentBlock())], blank=True, verbose_name=_("alignment"))

    document_type = "badge"
    document_fields = {
        name: name for name in ("title", "summary", "criteria", "evidence", "assessment", "assessors", "alignment")
    }
    parent_page_types = ["learning.BadgeIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("criteria"),
        FieldPanel("evidence"),
        FieldPanel("assessment"),
        FieldPanel("assessors"),
        FieldPanel("alignment"),
    ]
    translatable_fields = [
        *text_fields("title", "summary", "criteria", "evidence", "assessment"),
        *fact_fields("slug", "assessors", "alignment"),
    ]

    class Meta(Page.Meta):
        verbose_name = _("badge")
