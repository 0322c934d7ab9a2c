"""Every page that readers see -> the files that plone.exportimport reads (form 1.0.0, as its 2.2 writes it).

Home pages become language root folders, all other pages documents, pictures and recordings what they are in the folder
for media. What Plone has no field for is said in words, and goes along in the form of our API (`own`).
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import File
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from cms.api.plone.own import UID_ADDRESS, seal, write_own
from cms.api.plone.read import DEFAULT_LANGUAGE
from cms.api.plone.slate import SlateWriter
from cms.api.shapes.content import times
from cms.api.shapes.place import Place, description, uid
from cms.learning.snapshot import Node, Snapshot

ROOT_UID = "plone_site_root"
# What Plone's installer calls a site.
SITE = "Plone"
MEDIA = "/assets"
VERSION = "1.0.0"


@dataclass(frozen=True)
class Counts:
    """How much was written."""

    pages: int
    pictures: int
    redirects: int


class PloneWriter:
    """One export of the pages that are live."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Keep the snapshot of the site."""
        self.snapshot = snapshot
        self.nodes: dict[int, Node] = {node.page_id: node for node in snapshot.nodes.values()}
        self.shown: dict[int, str] = {}
        self.heard: dict[str, Any] = {}
        self.slate = SlateWriter(self._address, self._show, lambda number: self.nodes[number].page.title)
        self.files: dict[str, File[bytes]] = {}

    def write(self, folder: Path) -> Counts:
        """Write into a folder that is new or empty.

        Raises:
            FileExistsError: something is in it.
            OSError: it cannot be written to, or the file of a picture is gone.
        """
        if folder.exists() and any(folder.iterdir()):
            raise FileExistsError(f"{folder}: not empty. Name a folder that is new or empty.")
        pages = [self._page(node) for node in self.snapshot.nodes.values()]
        items = [self._root(), *pages, *self._media()]
        redirects = self._redirects()
        self._write_content(folder / "content", items)
        _write(folder / "translations.json", self._translations())
        _write(folder / "redirects.json", redirects)
        _write(folder / "relations.json", [])
        _write(folder / "discussions.json", {})
        return Counts(len(pages), len(self.shown), len(redirects))

    def _write_content(self, content: Path, items: list[dict[str, Any]]) -> None:
        for item in items:
            _write(content / item["UID"] / "data.json", item)
        for name, source in self.files.items():
            target = content / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as file, target.open("wb") as copy:
                shutil.copyfileobj(file, copy)
        uids = [item["UID"] for item in items]
        metadata = {
            "__version__": VERSION,
            "_blob_files_": list(self.files),
            "_data_files_": [f"{name}/data.json" for name in uids],
            "default_page": {},
            "local_permissions": {name: {} for name in uids},
            "local_roles": {name: {} for name in uids},
            "ordering": {name: number for number, name in enumerate(uids)},
            "relations": [],
        }
        _write(content / "__metadata__.json", metadata)

    def _page(self, node: Node) -> dict[str, Any]:
        kind = "Document" if node.path else "LRF"
        data = _item(self._path(node), kind, uid(node), node.page.title, node.language)
        place = Place(self.snapshot, node.language, node)
        own = write_own(self.snapshot, node, self._show, self._recording(node))
        with translation.override(node.language):
            blocks = self.slate.page(node.page, uid(node), own)
        return seal(
            {
                **data,
                "description": description(node),
                "review_state": "published",
                "is_folderish": True,
                "nav_title": node.page.menu_title,
                **times(place, node),
                **blocks,
            }
        )

    def _recording(self, node: Node) -> dict[str, str]:
        """Return the files in which a module's podcast is spoken, by what they are."""
        found = self.snapshot.recordings.get((node.language, node.page.slug))
        if found is None or node.page.document_type != "skill":
            return {}
        files = {"audio": found.audio, "captions": found.captions}
        return {name: f"{UID_ADDRESS}{self._hear(file)}" for name, file in files.items() if file}

    def _hear(self, document: Any) -> str:
        identity = _uid(f"document {document.pk} {document.file.name}")
        self.heard[identity] = document
        return identity

    def _path(self, node: Node) -> str:
        return node.address.rstrip("/")

    def _root(self) -> dict[str, Any]:
        name = str(self.snapshot.facts.get("name", ""))
        return _item("/", "Plone Site", ROOT_UID, name, DEFAULT_LANGUAGE)

    def _media(self) -> Iterator[dict[str, Any]]:
        """Yield the folder for media, the pictures that pages show and the recordings of podcasts."""
        if self.shown or self.heard:
            yield _item(MEDIA, "LIF", _uid(MEDIA), "Assets", DEFAULT_LANGUAGE)
        for number, identity in self.shown.items():
            image = self.snapshot.images[number]
            yield self._file("Image", identity, image, {"width": image.width, "height": image.height})
        for identity, document in self.heard.items():
            yield self._file("File", identity, document, {})

    def _file(self, kind: str, identity: str, source: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
        name, field = Path(source.file.name).name, kind.lower()
        blob = f"{identity}/{field}/{name}"
        self.files[blob] = source.file
        data = _item(f"{MEDIA}/{name}", kind, identity, source.title, DEFAULT_LANGUAGE)
        # Plone takes a picture only with its media type.
        media_type = guess_type(name)[0] or "application/octet-stream"
        content = {"blob_path": blob, "filename": name, "content-type": media_type, "size": source.file.size, **facts}
        return {**data, field: content}

    def _show(self, number: int) -> str:
        if number not in self.snapshot.images:
            return ""
        return self.shown.setdefault(number, _uid(f"image {number} {self.snapshot.images[number].file.name}"))

    def _address(self, attributes: Mapping[str, Any]) -> str:
        """Return where a stored link leads: to a page by its UID, to the web, or nowhere."""
        if attributes.get("linktype") == "page":
            node = self.nodes.get(int(attributes.get("id") or 0))
            return f"{UID_ADDRESS}{uid(node)}" if node else ""
        href = str(attributes.get("href") or "")
        return href if href.startswith(("https://", "http://", "mailto:")) else ""

    def _translations(self) -> list[dict[str, Any]]:
        """Return the groups of pages that are translations of each other, the source first."""
        groups: dict[Any, dict[str, str]] = {}
        for (language, _path), node in self.snapshot.nodes.items():
            groups.setdefault(node.page.translation_key, {})[language] = uid(node)
        source = self.snapshot.source_language
        return [
            {"canonical": group[source], "translations": {code: name for code, name in group.items() if code != source}}
            for group in groups.values()
            if source in group and len(group) > 1
        ]

    def _redirects(self) -> dict[str, str]:
        """Return the redirects that lead to a page, by paths of Plone's database, which begin with the site's name."""
        rows = Redirect.objects.filter(redirect_page__isnull=False).order_by("old_path")
        pages = rows.values_list("old_path", "redirect_page_id")
        return {f"/{SITE}{old}": f"/{SITE}{self._path(self.nodes[page])}" for old, page in pages if page in self.nodes}


def _item(path: str, kind: str, identity: str, title: str, language: str) -> dict[str, Any]:
    """Return what every object of Plone has."""
    return {
        "@id": path,
        "@type": kind,
        "UID": identity,
        "id": path.rsplit("/", 1)[-1] or SITE,
        "title": title,
        "description": "",
        "language": language,
        "review_state": None,
        "is_folderish": kind not in {"Image", "File"},
        "blocks": {},
        "blocks_layout": {"items": []},
        "creators": [],
        "contributors": [],
        "subjects": [],
        "exportimport.constrains": {},
        "exportimport.conversation": [],
        "exportimport.versions": {},
        "workflow_history": {},
    }


def _uid(text: str) -> str:
    return uuid5(NAMESPACE_URL, f"perennial {text}").hex


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
