"""Organisations that know the badges: the directory, and the page of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.learning.blocks import LogoBlock, RelatedBadgeBlock
from cms.learning.models.base import SectionedPage, fact_fields, panel_group, text_fields
from cms.learning.models.parts import LICENCE_DOCUMENT, LICENCE_FACTS, LicensedPage, rich_field
from cms.practices.vocabulary import COUNTRY_CHOICES
from cms.recognition.vocabulary import KINDS

WHAT = (_("What it does"), _("In a few sentences; names of people are not for here."))
WHY = (_("Why it recognises the badges"), _("Only what the organisation itself has said."))


class OrganisationIndexPage(SectionedPage):
    """All organisations."""

    document_type = "organisations"
    parent_page_types = ["learning.HomePage"]
    subpage_types = ["learning.OrganisationPage"]

    class Meta(Page.Meta):
        verbose_name = _("list of organisations")


class OrganisationPage(LicensedPage):
    """An organisation, never a person. What it endorses is not here: that is signed, and read from the record."""

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    country = models.CharField(_("country"), max_length=2, choices=COUNTRY_CHOICES)
    website = models.URLField(
        _("website of the organisation"),
        blank=True,
        help_text=_("Endorsements that are signed with this address are shown on the page."),
    )
    what = rich_field(*WHAT)
    why = rich_field(*WHY)
    badges = StreamField(
        [("badge", RelatedBadgeBlock())],
        blank=True,
        verbose_name=_("its own badges that are related to ours"),
        help_text=_("They are shown on the map of badges."),
    )
    logo = StreamField([("logo", LogoBlock())], max_num=1, blank=True, verbose_name=_("logo"))

    document_type = "organisation"
    document_fields = {
        **{name: name for name in ("kind", "country", "title", "summary", "website", "what", "why", "badges", "logo")},
        **LICENCE_DOCUMENT,
    }
    parent_page_types = ["learning.OrganisationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        "summary",
        panel_group(_("Facts"), "kind", "country", "website"),
        *("what", "why", "badges", "logo"),
        panel_group(_("Licence"), *LICENCE_FACTS),
    ]
    translatable_fields = [
        *text_fields("title", "summary", "what", "why", "badges", "logo"),
        *fact_fields("slug", "kind", "country", "website", *LICENCE_FACTS),
    ]

    class Meta(Page.Meta):
        verbose_name = _("organisation")
