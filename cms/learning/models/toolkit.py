"""The badge system design toolkit: its front page, and the module of one track."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.learning.models.base import SectionedPage, fact_fields, panel_group, text_fields
from cms.learning.models.module import BEGINNING, END, MODULE_FACTS, MODULE_TEXTS, REFLECT_PANEL, ModulePage

TRACKS = [
    ("multipliers", _("Multipliers")),
    ("facilitators", _("Facilitators")),
    ("ambassadors", _("Ambassadors")),
]


class ToolkitPage(SectionedPage):
    """The course for those who design badge systems: its modules by track, and the tools below it."""

    document_type = "toolkit"
    parent_page_types = ["learning.HomePage"]
    subpage_types = ["learning.ToolkitModulePage", "learning.ToolPage"]

    class Meta(Page.Meta):
        verbose_name = _("toolkit")


class ToolkitModulePage(ModulePage):
    """A module for one of the tracks: built like that of a skill, without a badge and a podcast."""

    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Its place in the course."))
    track = models.CharField(_("track"), max_length=20, choices=TRACKS, help_text=_("Whom the module is for."))

    document_type = "module"
    document_fields = {
        **{name: name for name in ("number", "track", "level", "reviewed")},
        **BEGINNING,
        **END,
    }
    parent_page_types = ["learning.ToolkitPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        "promise",
        "audience",
        panel_group(_("Facts"), "number", "track", "level", "reviewed"),
        "outcomes",
        REFLECT_PANEL,
        "theory",
        "activities",
        "scenario",
        "quiz",
        "terms",
        "reading",
    ]
    translatable_fields = [*MODULE_TEXTS, *text_fields("quiz", "reading"), *MODULE_FACTS, *fact_fields("track")]

    class Meta(Page.Meta):
        verbose_name = _("module of the toolkit")
