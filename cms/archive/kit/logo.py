"""A partner's logo: a file that somebody sent -> what may stand on a poster, or the reason why not."""

import io
import re
import warnings
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from cms.archive.kit.words import Logo

MOST_BYTES = 5 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 100, 8000
FORMATS = {"PNG": "logo.png", "JPEG": "logo.jpg"}
SVG = "{http://www.w3.org/2000/svg}"
# What a drawing may consist of; scripts, styles, foreign elements, animations and pictures inside it are none of it.
ELEMENTS = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "clipPath", "mask"),
    *("linearGradient", "radialGradient", "stop", "use", "symbol", "title", "desc", "metadata"),
}
_ELSEWHERE = re.compile(r"url\(\s*[\"']?(?!#)|javascript:|data:|https?://|//", re.IGNORECASE)
_NAMESPACED = re.compile(r"^\{[^}]*\}")


class LogoError(Exception):
    """The file cannot be used as a logo; the message says why and what to do."""


def read_logo(path: Path, owner: str) -> Logo:
    """Return the logo in a file.

    Raises:
        LogoError: it is missing, too large, no PNG, JPEG or SVG, broken, or a drawing with more in it than shapes.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise LogoError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path.name, "reason": error.strerror}
        ) from error
    if size > MOST_BYTES:
        raise LogoError(_("%(file)s is larger than %(most)d MB. Make it smaller.") % {"file": path.name, "most": 5})
    if path.suffix.lower() == ".svg":
        _check_drawing(path.name, content)
        return Logo("logo.svg", content, owner)
    return Logo(_format_of(path.name, content), content, owner)


def _format_of(name: str, content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as image:
                sides, kind = image.size, image.format or ""
                if max(sides) <= MOST_SIDE:
                    image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise LogoError(_("%(file)s is no whole PNG, JPEG or SVG picture.") % {"file": name}) from error
    if not LEAST_SIDE <= max(sides) <= MOST_SIDE:
        values = {"file": name, "width": sides[0], "height": sides[1], "least": LEAST_SIDE, "most": MOST_SIDE}
        raise LogoError(
            _(
                "%(file)s has %(width)d × %(height)d pixels. The longer side must have at least %(least)d and at most "
                "%(most)d."
            )
            % values
        )
    return FORMATS[kind]


def _check_drawing(name: str, content: bytes) -> None:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, SyntaxError, ValueError) as error:
        raise LogoError(
            _("%(file)s is no SVG drawing that can be read, or it names a DTD or entities: %(reason)s.")
            % {"file": name, "reason": error}
        ) from error
    if root.tag != f"{SVG}svg":
        raise LogoError(_("%(file)s is no SVG drawing.") % {"file": name})
    for element in root.iter():
        tag = _NAMESPACED.sub("", str(element.tag))
        # What drawing programs note for themselves is never drawn.
        if str(element.tag).startswith(SVG) and tag not in ELEMENTS:
            raise LogoError(
                _("%(file)s holds <%(tag)s>. Save it as a plain SVG, with its text turned into paths.")
                % {"file": name, "tag": tag}
            )
        for attribute, value in element.attrib.items():
            plain = _NAMESPACED.sub("", attribute)
            leads = plain == "href" and not value.startswith("#")
            if leads or plain.lower().startswith("on") or (plain != "href" and _ELSEWHERE.search(value)):
                raise LogoError(
                    _("%(file)s leads elsewhere or runs something: %(attribute)s. Save it as a plain SVG.")
                    % {"file": name, "attribute": plain}
                )
