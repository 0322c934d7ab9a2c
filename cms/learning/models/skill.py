"""LEARN: the list of skills and the module of one skill."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import (
    KEY_PATTERN,
    ActivityBlock,
    ChoiceQuestionBlock,
    MatchQuestionBlock,
    OrderQuestionBlock,
    PodcastBlock,
    ScenarioBlock,
    TheoryBlock,
    WorkBlock,
)
from cms.learning.models.base import LearningPage, SectionedPage, fact_fields, panel_group, text_fields

FAMILIES = [("self", _("Self")), ("others", _("Others")), ("group", _("Group")), ("thinking", _("Thinking"))]
LEVELS = [
    ("introductory", _("introductory")),
    ("intermediate", _("intermediate")),
    ("advanced", _("advanced")),
]


class SkillIndexPage(SectionedPage):
    """All skills, by family."""

    document_type = "skills"
    parent_page_types = ["learning.HomePage"]
    subpage_types = ["learning.SkillPage"]

    class Meta(Page.Meta):
        verbose_name = _("list of skills")


class SkillPage(LearningPage):
    """The module of one skill. Parts that are not written yet are empty, and the page says so."""

    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Its place in the list of skills."))
    family = models.CharField(_("family"), max_length=20, choices=FAMILIES)
    level = models.CharField(_("level"), max_length=20, choices=LEVELS, default="introductory")
    reviewed = models.DateField(_("last reviewed"))
    promise = models.TextField(_("promise"), help_text=_("What the reader can do afterwards, in one sentence."))
    audience = models.TextField(_("audience"), blank=True)
    outcomes = StreamField([("outcome", blocks.TextBlock(rows=2))], verbose_name=_("learning outcomes"))
    reflect_minutes = models.PositiveSmallIntegerField(_("minutes for the reflection"), null=True, blank=True)
    statements = StreamField([("statement", blocks.TextBlock(rows=2))], blank=True, verbose_name=_("statements"))
    theory = StreamField([("section", TheoryBlock())], blank=True, verbose_name=_("theory"))
    activities = StreamField([("activity", ActivityBlock())], blank=True, verbose_name=_("activities"))
    scenario = StreamField([("scenario", ScenarioBlock())], blank=True, max_num=1, verbose_name=_("scenario"))
    podcast = StreamField([("podcast", PodcastBlock())], blank=True, max_num=1, verbose_name=_("podcast"))
    quiz = StreamField(
        [
            ("single", ChoiceQuestionBlock(icon="radio-empty", label=_("One right answer"))),
            ("multiple", ChoiceQuestionBlock(icon="tick", label=_("Several right answers"))),
            ("order", OrderQuestionBlock(label=_("Put in order"))),
            ("match", MatchQuestionBlock(label=_("Find the pairs"))),
        ],
        blank=True,
        verbose_name=_("quiz"),
    )
    terms = StreamField(
        [("term", blocks.RegexBlock(KEY_PATTERN, label=_("Key of a glossary term")))],
        blank=True,
        verbose_name=_("glossary terms"),
    )
    reading = StreamField([("work", WorkBlock())], blank=True, verbose_name=_("further reading"))

    document_type = "skill"
    document_fields = {
        "number": "number",
        "family": "family",
        "level": "level",
        "reviewed": "reviewed",
        "title": "title",
        "promise": "promise",
        "audience": "audience",
        "outcomes": "outcomes",
        "reflect.minutes": "reflect_minutes",
        "reflect.statements": "statements",
        "theory": "theory",
        "activities": "activities",
        "scenario": "scenario",
        "podcast": "podcast",
        "quiz": "quiz",
        "terms": "terms",
        "reading": "reading",
    }
    parent_page_types = ["learning.SkillIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        "promise",
        "audience",
        panel_group(_("Facts"), "number", "family", "level", "reviewed"),
        "outcomes",
        panel_group(_("Reflect"), "reflect_minutes", "statements"),
        "theory",
        "activities",
        "scenario",
        "podcast",
        "quiz",
        "terms",
        "reading",
    ]
    translatable_fields = [
        *text_fields("title", "promise", "audience", "outcomes", "statements", "theory", "activities"),
        *text_fields("scenario", "podcast", "quiz", "reading"),
        *fact_fields("slug", "number", "family", "level", "reviewed", "reflect_minutes", "terms"),
    ]

    class Meta(Page.Meta):
        verbose_name = _("skill")
