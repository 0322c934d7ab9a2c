"""What the CMS holds, as the data of content files: the basis of dump and of noticing edits."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from wagtail.images.models import Image

from cms.content.documents import GLOSSARY_PATH, LINKS_FILE, ORDER_FILE, PageDocument, kind_of_page
from cms.content.encode import encode
from cms.content.links import Links
from cms.content.localize_rows import read_reviews, read_translations
from cms.content.models import Review
from cms.content.order import unusual_order
from cms.content.po_file import Message
from cms.content.schemas import in_schema_order
from cms.content.segments import Text, texts_of
from cms.learning.models import GlossaryPage, LearningPage
from cms.learning.snapshot import Snapshot, take_snapshot

PROJECT_FILES = ("project.yaml", "menus.yaml", LINKS_FILE)
# Where ProjectSettings keeps them.
PLACES = ("facts", "menus", "links")


def digest(data: Any) -> str:
    """Return the SHA-256 of plain data, sensitive to the order of keys."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def message_data(messages: list[Message]) -> list[list[Any]]:
    """Return messages as plain data for a digest; where they stand in a file does not count."""
    return [
        [
            *(message.context, message.source, message.target, message.fuzzy),
            *([message.previous] if message.fuzzy and message.previous else []),
        ]
        for message in messages
    ]


@dataclass
class CmsState:
    """The live source pages and all translations, read once; documents are made on demand."""

    snapshot: Snapshot
    links: Links
    pages: dict[str, LearningPage] = field(default_factory=dict)
    documents: dict[str, PageDocument] = field(default_factory=dict)
    image_names: dict[int, str] = field(default_factory=dict)
    _translations: dict[Any, dict[Any, str]] | None = None
    _reviews: dict[Any, dict[Any, Review]] = field(default_factory=dict)
    _texts: dict[str, list[Text]] = field(default_factory=dict)

    def source_data(self, folder: str) -> dict[str, Any]:
        """Return the data of a page's YAML file."""
        return encode(self.pages[folder], self.snapshot.keys, self.links, self.image_names.__getitem__)

    def messages(self, folder: str, language: str) -> list[Message]:
        """Return the messages of a page's .po file, in the order of the page."""
        page = self.pages[folder]
        if self._translations is None:
            keys = [page.translation_key for page in self.pages.values()]
            self._translations, self._reviews = read_translations(keys), read_reviews(keys)
        translations = self._translations.get((page.translation_key, language), {})
        reviews = self._reviews.get((page.translation_key, language), {})
        messages: dict[tuple[str, str], Message] = {}
        if folder not in self._texts:
            self._texts[folder] = texts_of(page, self.snapshot.keys, self.links)
        for text in self._texts[folder]:
            data = translations.get((text.path, text.data), "")
            target = text.to_message(data, self.links) if data else ""
            review = reviews.get((text.path, text.data)) if target else None
            previous = review.previous if review else ""
            message = replace(text.message, target=target, fuzzy=review is not None, previous=previous)
            messages.setdefault(message.key, message)
        return list(messages.values())

    def project_data(self, name: str) -> dict[str, Any]:
        """Return the data of project.yaml, menus.yaml, links.yaml or order.yaml (`name` without its ending)."""
        if name == "order":
            return dict(unusual_order(self.snapshot))
        if name == "links":
            return {url: in_schema_order("link", self.snapshot.links[url]) for url in sorted(self.snapshot.links)}
        return in_schema_order(name, {"project": self.snapshot.facts, "menus": self.snapshot.menus}[name])

    def digest_of(self, file: str) -> str:
        """Return the digest of a file of content/ as a dump would write it; "" where the CMS has no such page."""
        if file in (*PROJECT_FILES, ORDER_FILE):
            data = self.project_data(file.removesuffix(".yaml"))
            return digest(data) if data else ""
        folder, _, name = file.rpartition("/")
        if folder not in self.pages:
            return ""
        if name.endswith(".po"):
            return digest(message_data(self.messages(folder, name.removesuffix(".po"))))
        return digest(self.source_data(folder))


def read_state(tick: Callable[[str], None] = lambda text: None) -> CmsState:
    """Read the CMS. `tick` is told what is being read."""
    tick("CMS")
    snapshot = take_snapshot()
    nodes = [node for (code, _), node in snapshot.nodes.items() if code == settings.LANGUAGE_CODE]
    page_ids = {node.path: node.page.pk for node in nodes}
    glossary = next((node.page for node in nodes if node.path == GLOSSARY_PATH), None)
    terms = frozenset(
        snapshot.keys.get(item["id"], item["id"][:8])
        for item in (glossary.terms.get_prep_value() if isinstance(glossary, GlossaryPage) else [])
    )
    state = CmsState(snapshot, Links(page_ids, terms))
    for node in nodes:
        document = kind_of_page(node.page, node.path)
        state.pages[document.folder] = node.page
        state.documents[document.folder] = document
    state.image_names = {pk: title.rsplit("/", 1)[-1] for pk, title in Image.objects.values_list("pk", "title")}
    return state
