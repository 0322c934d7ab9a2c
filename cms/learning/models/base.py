"""What every page of the site has, and the readable names of its blocks."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PanelPlaceholder
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms import projects
from cms.learning.blocks import SectionBlock


def text_fields(*names: str) -> list[TranslatableField]:
    """Return the declarations for fields that translators see."""
    return [TranslatableField(name) for name in names]


def fact_fields(*names: str) -> list[SynchronizedField]:
    """Return the declarations for fields that are the same in all languages and cannot differ."""
    return [SynchronizedField(name, overridable=False) for name in names]


def panel_group(heading: Any, *names: str) -> PanelPlaceholder:
    """Return the editor's panel of several fields below a heading.

    Fields are named by strings, and this by what Wagtail's own models use: the panels themselves are part of the
    admin, which an export does not load.
    """
    return PanelPlaceholder("wagtail.admin.panels.MultiFieldPanel", [list(names)], {"heading": heading})


class BlockKey(models.Model):
    """The readable name of a StreamField block: its anchor on the page, its context in the .po files.

    Block ids are UUIDs and shared by all translations of a page, so one row serves every language. A block
    without a row (made in the editor since the last dump) is named by the first eight digits of its id.
    """

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=80)

    def __str__(self) -> str:
        """Return the name."""
        return self.key


def block_keys(ids: Iterable[str] | None = None) -> dict[str, str]:
    """Return the readable names of blocks by the text of their id: of all blocks, or of those with these ids."""
    rows = BlockKey.objects.all() if ids is None else BlockKey.objects.filter(pk__in=list(ids))
    return {str(pk): key for pk, key in rows.values_list("pk", "key")}


class LearningPage(Page):
    """A page of the learning site.

    `document_fields` maps each key of the page's content file (dotted for nested keys) to the model's field;
    it decides what load, dump, the API and the templates see. The slug is a key: the same in every language
    and never translated.
    """

    menu_title = models.CharField(_("short title for menus"), max_length=60, blank=True)
    summary = models.TextField(_("summary"), blank=True)

    document_fields: ClassVar[dict[str, str]]
    document_type: ClassVar[str]

    content_panels = [*Page.content_panels, "menu_title", "summary"]
    promote_panels = ["slug"]
    translatable_fields: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template that the static site uses too, so that preview and export agree."""
        return f"pages/{self.document_type}.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the template shows, read from one snapshot of the whole site."""
        from cms.learning.context import page_context
        from cms.learning.projects import project_of_page
        from cms.learning.snapshot import take_snapshot

        with projects.use(project_of_page(self)):
            snapshot = take_snapshot(drafts=[self])
        return {
            "request": request,
            **page_context(snapshot, snapshot.node_of(self), self.locale.language_code),
        }


class SectionedPage(LearningPage):
    """A page whose text stands in sections with headings."""

    sections = StreamField([("section", SectionBlock())], blank=True, verbose_name=_("sections"))

    document_fields = {name: name for name in ("title", "menu_title", "summary", "sections")}
    content_panels = [*LearningPage.content_panels, "sections"]
    translatable_fields = [*text_fields("title", "menu_title", "summary", "sections"), *fact_fields("slug")]

    class Meta:
        abstract = True
