"""Bring .po files up to date with the English source, as gettext's msgmerge does; needs no database."""

from dataclasses import replace
from pathlib import Path

from django.conf import settings
from wagtail.models import Locale

from cms.content import po_file
from cms.content.decode import Decoder
from cms.content.documents import ContentTree, PageDocument
from cms.content.links import Links
from cms.content.pages import set_fields, stable_id
from cms.content.po_file import Message
from cms.content.segments import texts_of


def source_messages(tree: ContentTree, document: PageDocument) -> list[Message]:
    """Return the messages of a document's English text, in its order, without translations."""
    page_ids = {path: number for number, path in enumerate(sorted(tree.paths()), start=1)}
    links = Links(page_ids, tree.terms())
    keys: dict[str, str] = {}

    def block_id(path: str) -> str:
        identity = str(stable_id(document.folder, path))
        keys[identity] = path.rsplit(".", 1)[-1]
        return identity

    # Which picture or page is chosen does not matter for the words, and looking it up would need a database.
    decoder = Decoder(links.resolve, links.name, lambda path: None, lambda name: 0, block_id)
    # Wagtail would look up the content type of a page that has none.
    page = document.page_type(locale=Locale(language_code=settings.LANGUAGE_CODE), content_type_id=-1)
    set_fields(page, decoder.fields(document))
    messages: dict[tuple[str, str], Message] = {}
    for text in texts_of(page, keys, links):
        messages.setdefault(text.message.key, text.message)
    return list(messages.values())


def merge(source: list[Message], old: list[Message]) -> list[Message]:
    """Return the source's messages with the translations of `old`.

    The same text in the same place keeps its translation; a text that only moved takes it along; a text that
    changed in its place keeps the old translation, marked fuzzy, for a person to review.
    """
    by_key = {message.key: message for message in old}
    by_source = {message.source: message for message in old if message.target}
    current = {message.key for message in source}
    left_over: dict[str, list[Message]] = {}
    for message in old:
        if message.key not in current and message.target:
            left_over.setdefault(message.context, []).append(message)
    merged = []
    for message in source:
        exact = by_key.get(message.key) or by_source.get(message.source)
        if exact:
            merged.append(replace(message, target=exact.target, fuzzy=exact.fuzzy, previous=exact.previous))
        elif left_over.get(message.context):
            before = left_over[message.context].pop(0)
            previous = before.previous or before.source
            merged.append(replace(message, target=before.target, fuzzy=True, previous=previous))
        else:
            merged.append(message)
    return merged


def update_translations(tree: ContentTree, language: str) -> list[Path]:
    """Write the .po files of a language that differ from what they should be; return them."""
    written = []
    for document in tree.documents:
        path = tree.root / document.po_file(language)
        text = po_file.write(language, merge(source_messages(tree, document), document.translations.get(language, [])))
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            written.append(path)
    return written
