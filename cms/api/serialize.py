"""A page -> JSON: the shape the headless API answers with, and the one frozen beside every exported page."""

from typing import Any

from cms.learning.context import breadcrumbs, page_values
from cms.learning.picture import Node, Picture, address_of


def page_json(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return a page as plain data, asked for in `language`.

    `language` is the one its words are in, `requested_language` the one asked for, and `is_fallback` says that
    they differ: nothing is ever served silently in another language.
    """
    values = page_values(picture, node, language)
    fields = {
        key: _plain(value)
        for key, value in values.items()
        if key not in {"type", "path", "slug", "address", "language", "title", "summary"}
    }
    return {
        "@id": values["address"],
        "@type": values["type"],
        "UID": node.page.translation_key.hex,
        "id": values["slug"],
        "title": values["title"],
        "description": values.get("summary") or values.get("promise", ""),
        "language": node.language,
        "requested_language": language,
        "is_fallback": node.language != language,
        "breadcrumbs": [
            {"@id": entry["address"], "title": entry["title"]} for entry in breadcrumbs(picture, node, language)
        ],
        "translations": [
            {"@id": address_of(other.code, node.path), "language": other.code}
            for other in picture.languages
            if (other.code, node.path) in picture.nodes
        ],
        "items": [
            {"@id": address_of(language, child.path), "@type": child.page.document_type, "title": child.page.title}
            for child in picture.children(language, node.path)
        ],
        "fields": fields,
    }


def _plain(value: Any) -> Any:
    """Return a value that JSON knows: pictures become their address and words."""
    if isinstance(value, dict):
        if "image" in value and hasattr(value["image"], "get_rendition"):
            return _image(value["image"], value["alt"])
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _image(image: Any, alt: str) -> dict[str, Any]:
    """Return a picture in the form that every browser knows, as components/picture.html shows it.

    The file that an editor uploaded is not published: it may be larger than any page needs, and say where it was taken.
    """
    rendition = image.get_rendition(f"format-jpeg|width-{960 if image.width > 480 else 480}")
    return {"address": rendition.url, "width": rendition.width, "height": rendition.height, "alt": alt}
