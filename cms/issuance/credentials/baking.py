"""Put a credential into the badge's picture (Open Badges 3.0, section 5.3 "Baked Badge")."""

from pathlib import Path

from defusedxml.minidom import parseString
from django.conf import settings
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, SVG_NS_OB3, bake_png

from cms.assets import built_names
from cms.issuance.credentials.errors import ArtworkMissingError
from cms.projects import slug_of


def artwork(slug: str, extension: str) -> bytes:
    """Return the picture of a badge, as the asset build made it.

    Raises:
        ArtworkMissingError: the build has not run, or has no picture of this badge.
    """
    path = Path(settings.ASSETS_DIR) / "badges" / f"{slug_of(slug)}.{extension}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ArtworkMissingError(
            f"There is no picture badges/{path.name} among the built assets. Build them with: make assets"
        ) from None


def built_asset(name: str) -> bytes:
    """Return a file of the asset build by its plain name.

    Raises:
        ArtworkMissingError: the build has not run, or makes no such file.
    """
    try:
        return (Path(settings.ASSETS_DIR) / built_names()[name]).read_bytes()
    except (FileNotFoundError, KeyError):
        raise ArtworkMissingError(f"There is no {name} among the built assets. Build them with: make assets") from None


def font_paths() -> list[Path]:
    """Return the parts of the text font, as the asset build made them, the most usual letters first.

    Raises:
        ArtworkMissingError: the build has not run.
    """
    folder, names = Path(settings.ASSETS_DIR), built_names()
    try:
        return [folder / names[f"fonts/{part}.woff2"] for part in ("text", "text-ext", "text-more")]
    except KeyError:
        raise ArtworkMissingError("The fonts are not among the built assets. Build them with: make assets") from None


def bake_into_png(slug: str, text: str) -> bytes:
    """Return the badge's PNG with the credential in an uncompressed iTXt chunk.

    Raises:
        ArtworkMissingError: there is no picture.
    """
    return bytes(bake_png(artwork(slug, "png"), text, keyword=ITXT_KEYWORD_OB3))


def bake_into_svg(slug: str, text: str) -> bytes:
    """Return the badge's SVG with the credential in a CDATA section.

    The specification demands CDATA where the proof is embedded; openbadgeslib writes an escaped text node.

    Raises:
        ArtworkMissingError: there is no picture, or it is not an SVG.
    """
    document = parseString(artwork(slug, "svg").decode())
    root = document.documentElement
    if root is None or root.tagName != "svg":
        raise ArtworkMissingError(f"badges/{slug}.svg is not an SVG picture.")
    element = document.createElement(SVG_ELEMENT_OB3)
    element.setAttribute("xmlns:openbadges", SVG_NS_OB3)
    # In JSON "]]>" can only stand inside a string, where the last character may be written as an escape.
    element.appendChild(document.createCDATASection(text.replace("]]>", "]]\\u003e")))
    root.appendChild(element)
    return bytes(document.toxml(encoding="utf-8"))
