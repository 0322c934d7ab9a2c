"""What every module is made of, whatever it is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from cms.learning.blocks import (
    KEY_PATTERN,
    ActivityBlock,
    ChoiceQuestionBlock,
    MatchQuestionBlock,
    OrderQuestionBlock,
    ScenarioBlock,
    TheoryBlock,
    WorkBlock,
)
from cms.learning.models.base import LearningPage, fact_fields, panel_group, text_fields

LEVELS = [
    ("introductory", _("introductory")),
    ("intermediate", _("intermediate")),
    ("advanced", _("advanced")),
]
# The parts of a module in the order of its content file: the key there, and the field.
BEGINNING = {
    "title": "title",
    "promise": "promise",
    "audience": "audience",
    "outcomes": "outcomes",
    "reflect.minutes": "reflect_minutes",
    "reflect.statements": "statements",
    "theory": "theory",
    "activities": "activities",
    "scenario": "scenario",
}
END = {"quiz": "quiz", "terms": "terms", "reading": "reading"}
REFLECT_PANEL = panel_group(_("Reflect"), "reflect_minutes", "statements")
MODULE_TEXTS = text_fields("title", "promise", "audience", "outcomes", "statements", "theory", "activities", "scenario")
MODULE_FACTS = fact_fields("slug", "number", "level", "reviewed", "reflect_minutes", "terms")


class ModulePage(LearningPage):
    """A module: what one can do afterwards, and the parts that lead there. Parts that are not written yet are empty."""

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

    class Meta:
        abstract = True
