"""The one page type of the corpus."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.learning.models import LearningPage
from cms.learning.models.base import fact_fields, text_fields


class CorpusPage(LearningPage):
    """A page as the Wagtail tutorials build them: an intro, and a body of five kinds of blocks.

    Asked by a request it answers as any Wagtail page does (`naive/corpus.html`, Wagtail's own context): so the
    peers see it. Exported by us it is shown by `pages/corpus.html` from plain values. Both give the same HTML.
    """

    intro = models.TextField(blank=True)
    published = models.DateField()
    body = StreamField(
        [
            ("heading", blocks.CharBlock(template="naive/blocks/heading.html")),
            ("paragraph", blocks.RichTextBlock()),
            ("image", ImageBlock(template="naive/blocks/image.html")),
            ("quote", blocks.BlockQuoteBlock()),
            ("tips", blocks.ListBlock(blocks.CharBlock(), template="naive/blocks/tips.html")),
        ]
    )

    document_type = "corpus"
    document_fields = {name: name for name in ("title", "intro", "published", "body")}
    translatable_fields = [*text_fields("title", "intro", "body"), *fact_fields("slug", "published")]
    # What the furniture of our pages reads of a home page; the corpus has none of it.
    tagline = funding = disclaimer = ""

    class Meta(Page.Meta):
        verbose_name = "corpus page"

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template that works with a request and the database."""
        return "naive/corpus.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Wagtail's own context, and not the one that reads the whole site for our preview."""
        return Page.get_context(self, request, *args, **kwargs)
