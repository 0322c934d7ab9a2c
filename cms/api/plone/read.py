"""Files of an export -> the items of the Plone site, whichever of the two exporters wrote them."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# What plone.exportimport writes for the default language of the site.
DEFAULT_LANGUAGE = "##DEFAULT##"
PAGES = frozenset({"Document", "News Item", "Folder", "Event", "Link", "Collection"})
ROOTS = frozenset({"Plone Site", "LRF", "LIF"})


class PloneExportError(Exception):
    """Files that are no export; the message says which file and why."""


@dataclass(frozen=True)
class Item:
    """One object of the Plone site: its path from the root of the site, its UID, and all its data."""

    path: str
    uid: str
    type: str
    language: str
    data: Mapping[str, Any]
    file: Path

    @property
    def title(self) -> str:
        """The title, or the last part of the address."""
        return str(self.data.get("title") or self.path.rsplit("/", 1)[-1])


@dataclass
class PloneExport:
    """What an export holds.

    `items` stand in Plone's order, what is above before what is below; `groups` are translations of each other, UID by
    language; `redirects` lead from an old path to a new one.
    """

    items: list[Item] = field(default_factory=list)
    groups: list[dict[str, str]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)


def read_export(folder: Path, default_language: str) -> PloneExport:
    """Return what the folder holds.

    Raises:
        PloneExportError: there is no export, or a file is damaged.
    """
    if not folder.is_dir():
        raise PloneExportError(f"{folder}: there is no such folder.")
    content = folder / "content"
    if content.is_dir():
        raw = [(path, _json(path)) for path in sorted(content.glob("*/data.json"))]
    else:
        lists = [(path, _json(path)) for path in sorted(folder.glob("*.json"))]
        raw = [(path, item) for path, items in lists if _is_content(items) for item in items]
    if not raw:
        raise PloneExportError(f"{folder}: neither content/*/data.json nor a JSON list of content.")
    items = [_item(path, data, default_language) for path, data in raw]
    places = _places(content / "__metadata__.json")
    result = PloneExport(sorted(items, key=lambda item: (item.path.count("/"), places.get(item.uid, len(places)))))
    for path in sorted(folder.glob("*translations.json")):
        result.groups += [_group(group, default_language) for group in _json(path) if isinstance(group, dict)]
    for path in sorted(folder.glob("*redirects.json")):
        found = _json(path)
        if isinstance(found, dict):
            root = _root(items)
            result.redirects |= {
                str(old).removeprefix(root): _target(new).removeprefix(root) for old, new in found.items()
            }
    return result


def _root(items: list[Item]) -> str:
    """Return what stands before the paths of redirects, which are those of the database: the name of the site."""
    names = [str(item.data.get("id") or "") for item in items if item.type == "Plone Site"]
    return f"/{names[0]}" if names and names[0] else ""


def _places(path: Path) -> dict[str, int]:
    """Return the place of each object among those beside it, by its UID; none where the export does not tell."""
    metadata = _json(path) if path.is_file() else {}
    ordering = metadata.get("ordering") if isinstance(metadata, dict) else None
    found = ordering.items() if isinstance(ordering, dict) else ()
    return {uid: place for uid, place in found if isinstance(place, int)}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise PloneExportError(f"{path}: not readable as JSON. {error}") from error


def _is_content(items: Any) -> bool:
    return isinstance(items, list) and bool(items) and all(isinstance(i, dict) and "@type" in i for i in items)


def _item(path: Path, data: Any, default_language: str) -> Item:
    if not isinstance(data, dict) or not isinstance(data.get("@id"), str) or not isinstance(data.get("@type"), str):
        raise PloneExportError(f"{path}: an object with @id and @type is expected.")
    if wrong := _oddly_built(data):
        raise PloneExportError(f"{path}: {data['@id']}: {wrong} is built as no Plone site writes it.")
    language = data.get("language") or DEFAULT_LANGUAGE
    code = language.get("token") if isinstance(language, dict) else language
    return Item(
        path=_site_path(data["@id"], data),
        uid=str(data.get("UID") or data["@id"]),
        type=data["@type"],
        language=default_language if code in {DEFAULT_LANGUAGE, None, ""} else str(code),
        data=data,
        file=path,
    )


def _oddly_built(data: Mapping[str, Any]) -> str:
    """Return which part of an item has another form than it must have to be read; "" where none has."""
    language, blocks, layout = data.get("language"), data.get("blocks") or {}, data.get("blocks_layout") or {}
    token = language.get("token") if isinstance(language, dict) else language
    if not isinstance(token, str | None):
        return "language"
    if not isinstance(blocks, dict) or not all(isinstance(block, dict | None) for block in blocks.values()):
        return "blocks"
    order = layout.get("items") or [] if isinstance(layout, dict) else None
    if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
        return "blocks_layout"
    slates = [block.get("value") or [] for block in blocks.values() if block and block.get("@type") == "slate"]
    return "" if all(map(_is_slate, slates)) else "blocks"


def _is_slate(nodes: Any) -> bool:
    """Tell whether these are nodes of Slate: objects, with a text or further nodes in them."""
    waiting = [nodes]
    while waiting:
        nodes = waiting.pop()
        if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
            return False
        if not all(isinstance(node.get("data") or {}, dict) for node in nodes):
            return False
        waiting += [node["children"] for node in nodes if "children" in node]
    return True


def _site_path(address: str, data: Mapping[str, Any]) -> str:
    """Return the path below the site; an absolute address of collective.exportimport begins with the site's name."""
    path = urlsplit(address).path.rstrip("/")
    return path.partition("/Plone")[2] if "://" in address and path.startswith("/Plone") else path


def _group(group: Mapping[str, Any], default_language: str) -> dict[str, str]:
    if "translations" in group:
        return {default_language: str(group.get("canonical")), **group["translations"]}
    return {code: uid for code, uid in group.items() if isinstance(uid, str)}


def _target(new: Any) -> str:
    return str(new[0] if isinstance(new, list) else new)


def blob(item: Item, name: str) -> tuple[str, bytes] | None:
    """Return file name and content of an item's picture or file, None where it has none.

    Raises:
        PloneExportError: the file is missing or lies outside the export.
    """
    value = item.data.get(name)
    if not isinstance(value, dict):
        return None
    file_name = Path(str(value.get("filename") or "file")).name
    if value.get("data") and value.get("encoding") == "base64":
        try:
            return file_name, base64.b64decode(value["data"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise PloneExportError(f"{item.file}: {item.path}: the {name} is not base64.") from error
    path = item.file.parent / name / file_name
    try:
        return file_name, path.read_bytes()
    except (OSError, ValueError) as error:
        raise PloneExportError(f"{path}: missing; {item.path} names it.") from error
