"""Good practices of others: the list, and the page of one."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import ProofBlock
from cms.learning.models.base import SectionedPage, fact_fields, panel_group, text_fields
from cms.learning.models.parts import LICENCE_DOCUMENT, LICENCE_FACTS, LicensedPage, rich_field
from cms.practices.vocabulary import COUNTRY_CHOICES, LESSONS, PARTS, SECTORS, THEMES

FACTS = ("mapped", "demonstration", "countries", "sector", "themes")


class PracticeIndexPage(SectionedPage):
    """All practices, with a map."""

    document_type = "practices"
    parent_page_types = ["learning.HomePage"]
    subpage_types = ["learning.PracticePage"]

    class Meta(Page.Meta):
        verbose_name = _("list of practices")


def _part(name: str) -> StreamField:
    return rich_field(*PARTS[name])


def _choices(label: Promise, choices: list[tuple[str, Promise]], name: str) -> StreamField:
    """Return a field for several of the choices."""
    return StreamField([(name, blocks.ChoiceBlock(choices=choices, label=label))], verbose_name=label)


class PracticePage(LicensedPage):
    """A mapped practice: what others do with badges, told in the same parts each time so that two can be compared."""

    mapped = models.DateField(_("mapped on"), help_text=_("The day on which what stands here was true."))
    demonstration = models.BooleanField(
        _("written for the demonstration"),
        default=False,
        help_text=_("A made-up example of a type of practice; the page says so."),
    )
    countries: Any = _choices(_("Countries"), COUNTRY_CHOICES, "country")
    sector = models.CharField(_("sector"), max_length=20, choices=SECTORS)
    themes: Any = _choices(_("Themes"), THEMES, "theme")
    context: Any = _part("context")
    people: Any = _part("people")
    system: Any = _part("system")
    design: Any = _part("design")
    quality: Any = _part("quality")
    results: Any = _part("results")
    lessons = StreamField(
        [("lesson", blocks.TextBlock(rows=2))], blank=True, verbose_name=LESSONS[0], help_text=LESSONS[1]
    )
    evidence = StreamField([("proof", ProofBlock())], blank=True, verbose_name=_("evidence"))
    organisation = models.CharField(
        _("organisation"), max_length=200, blank=True, help_text=_("Never the name of a person.")
    )
    website = models.URLField(_("website of the organisation"), blank=True)

    document_type = "practice"
    document_fields = {
        **{name: name for name in (*FACTS, "title", "summary", *PARTS, "lessons", "evidence")},
        "contact.organisation": "organisation",
        "contact.url": "website",
        **LICENCE_DOCUMENT,
    }
    parent_page_types = ["learning.PracticeIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        "summary",
        panel_group(_("Facts"), *FACTS),
        *PARTS,
        "lessons",
        "evidence",
        panel_group(_("Contact and licence"), "organisation", "website", *LICENCE_FACTS),
    ]
    translatable_fields = [
        *text_fields("title", "summary", *PARTS, "lessons", "evidence"),
        *fact_fields("slug", *FACTS, "organisation", "website", *LICENCE_FACTS),
    ]

    class Meta(Page.Meta):
        verbose_name = _("practice")
