"""LEARN: the list of skills and the module of one skill."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import PodcastBlock
from cms.learning.models.base import SectionedPage, fact_fields, panel_group, text_fields
from cms.learning.models.module import BEGINNING, END, MODULE_FACTS, MODULE_TEXTS, REFLECT_PANEL, ModulePage

FAMILIES = [("self", _("Self")), ("others", _("Others")), ("group", _("Group")), ("thinking", _("Thinking"))]


class SkillIndexPage(SectionedPage):
    """All skills, by family."""

    document_type = "skills"
    parent_page_types = ["learning.HomePage"]
    subpage_types = ["learning.SkillPage"]

    class Meta(Page.Meta):
        verbose_name = _("list of skills")


class SkillPage(ModulePage):
    """The module of one skill. Parts that are not written yet are empty, and the page says so."""

    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Its place in the list of skills."))
    family = models.CharField(_("family"), max_length=20, choices=FAMILIES)
    podcast = StreamField([("podcast", PodcastBlock())], blank=True, max_num=1, verbose_name=_("podcast"))

    document_type = "skill"
    document_fields = {
        **{name: name for name in ("number", "family", "level", "reviewed")},
        **BEGINNING,
        "podcast": "podcast",
        **END,
    }
    parent_page_types = ["learning.SkillIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        "promise",
        "audience",
        panel_group(_("Facts"), "number", "family", "level", "reviewed"),
        "outcomes",
        REFLECT_PANEL,
        "theory",
        "activities",
        "scenario",
        "podcast",
        "quiz",
        "terms",
        "reading",
    ]
    translatable_fields = [
        *MODULE_TEXTS,
        *text_fields("podcast", "quiz", "reading"),
        *MODULE_FACTS,
        *fact_fields("family"),
    ]

    class Meta(Page.Meta):
        verbose_name = _("skill")
