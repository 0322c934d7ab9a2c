"""A picture of a block -> its sizes. The export holds these sizes and not the original, so no other is named."""

from typing import Any

from cms.learning.snapshot import Snapshot

# Those of site/templates/components/picture.html; Wagtail does not enlarge.
WIDTHS = (480, 960)
FORMATS = ("jpeg", "avif", "webp")


def image_value(snapshot: Snapshot, raw: dict[str, Any]) -> dict[str, Any] | None:
    """Return a picture with its words and sizes, None where it is gone.

    `scales` maps a size to its address, width and height; `sources` holds the same size in smaller formats.
    """
    image = snapshot.images.get(raw["image"])
    if image is None:
        return None
    scales = snapshot.once("api.image", str(image.pk), lambda: _scales(image))
    largest = list(scales.values())[-1]
    return {
        "@id": f"/@images/{image.pk}",
        "alt_text": "" if raw.get("decorative") else raw.get("alt_text", ""),
        "decorative": bool(raw.get("decorative")),
        "title": image.title,
        "download": largest["download"],
        "width": largest["width"],
        "height": largest["height"],
        "scales": scales,
    }


def _scales(image: Any) -> dict[str, Any]:
    widths = [width for width in WIDTHS if width == WIDTHS[0] or image.width > WIDTHS[0]]
    specs = {(width, kind): f"format-{kind}|width-{width}" for width in widths for kind in FORMATS}
    found = image.get_renditions(*specs.values())
    made = {place: found[spec] for place, spec in specs.items()}
    return {
        f"width-{width}": {
            "download": made[width, "jpeg"].url,
            "width": made[width, "jpeg"].width,
            "height": made[width, "jpeg"].height,
            "sources": {f"image/{kind}": made[width, kind].url for kind in FORMATS[1:]},
        }
        for width in widths
    }
