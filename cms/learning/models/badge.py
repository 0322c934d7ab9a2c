"""EARN: the list of badges and the page of one badge."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
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
    """What a badge stands for and how one applies. Its slug is that of its skill, but for set badges."""

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
    skills_needed = models.PositiveSmallIntegerField(
        _("skills needed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_("Only of a set badge: it is awarded by itself to who holds the badges for so many skills."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("months of validity"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave it empty for a badge that never expires."),
    )

    document_type = "badge"
    document_fields = {
        name: name
        for name in (
            *("title", "summary", "skills_needed", "valid_months"),
            *("criteria", "evidence", "assessment", "assessors", "alignment"),
        )
    }
    parent_page_types = ["learning.BadgeIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        "summary",
        "criteria",
        "evidence",
        "assessment",
        "assessors",
        "alignment",
        "skills_needed",
        "valid_months",
    ]
    translatable_fields = [
        *text_fields("title", "summary", "criteria", "evidence", "assessment"),
        *fact_fields("slug", "assessors", "alignment", "skills_needed", "valid_months"),
    ]

    class Meta(Page.Meta):
        verbose_name = _("badge")
