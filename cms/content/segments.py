"""wagtail-localize's segments of a page <-> messages of a .po file.

wagtail-localize names a text by the path of block ids to it and stores it as HTML without attributes; a .po
file names it by the path of readable keys and stores Markdown. One segment is one message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms.content.links import Links
from cms.content.markdown import Attributes, MarkdownError, inline_to_html, inline_to_markdown
from cms.content.po_file import Message
from cms.learning.models import LearningPage

_ANCHOR = re.compile(r'<a id="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Text:
    """One text of a page to translate.

    Attributes:
        message: its message without a translation.
        path: the context of wagtail-localize.
        data: the text as wagtail-localize stores it.
        rich: whether it is part of a rich text.
        attributes: by the id that stands for it in `data`, what each `<a>` has.
        order: place among the page's segments.
    """

    message: Message
    path: str
    data: str
    rich: bool
    attributes: Mapping[str, Attributes]
    order: int

    def from_message(self, target: str, links: Links) -> str:
        """Return a translation as wagtail-localize stores it.

        Raises:
            MarkdownError: markup outside the closed list, or a link that the source text does not have.
        """
        if not self.rich:
            return StringValue.from_plaintext(target).data
        known = {links.name(dict(attributes)): element_id for element_id, attributes in self.attributes.items()}

        def element(target: str) -> Attributes:
            if target not in known:
                raise MarkdownError(_("link to “%(target)s”: the English text has no such link.") % {"target": target})
            return {"id": known[target]}

        return StringValue.from_translated_html(inline_to_html(target, element)).data

    def without_foreign_links(self, data: str) -> str:
        """Return stored words without the links that this text does not have; what was linked stays."""
        return _ANCHOR.sub(lambda link: link[0] if link[1] in self.attributes else link[2], data)

    def to_message(self, data: str, links: Links) -> str:
        """Return a translation as a .po file has it."""
        return _message_text(data, self.rich, self.attributes, links)


def texts_of(
    page: LearningPage, keys: Mapping[str, str], links: Links, segments: list[Any] | None = None
) -> list[Text]:
    """Return every text of the page that translators see, in the order of the page.

    `segments` are the page's, where the caller has extracted them already.
    """
    segments = extract_segments(page) if segments is None else segments
    rich_paths = {segment.path for segment in segments if isinstance(segment, TemplateSegmentValue)}
    texts = []
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            attributes: dict[str, Any] = segment.attrs or {}
            rich = segment.path in rich_paths
            source = _message_text(segment.string.data, rich, attributes, links)
            message = Message(readable_path(page, segment.path, keys), source)
            texts.append(Text(message, segment.path, segment.string.data, rich, attributes, segment.order))
    return texts


def readable_path(page: LearningPage, path: str, keys: Mapping[str, str]) -> str:
    """Return a context of wagtail-localize with keys of the content file in place of fields and block ids."""
    name, *rest = path.split(".")
    dotted = next(dotted for dotted, field_name in page.document_fields.items() if field_name == name)
    field = page._meta.get_field(name)
    if isinstance(field, StreamField) and field.stream_block.meta.max_num == 1:
        rest = rest[1:]
    return ".".join([dotted, *(keys.get(part) or (part[:8] if _is_block_id(part) else part) for part in rest)])


def _is_block_id(part: str) -> bool:
    return len(part) == 36 and part.count("-") == 4


def _message_text(data: str, rich: bool, attributes: Mapping[str, Attributes], links: Links) -> str:
    if not rich:
        return unescape(data.replace("<br/>", "\n").replace("<br>", "\n"))
    html = data
    for element_id, values in attributes.items():
        written = " ".join(f'{name}="{escape(str(value))}"' for name, value in values.items())
        html = html.replace(f'<a id="{element_id}">', f"<a {written}>")
    return inline_to_markdown(html, links.name)
