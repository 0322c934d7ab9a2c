"""Pictures are drawn anew: what comes out holds the picture and nothing else, neither places nor hidden content."""

import warnings
from io import BytesIO
from typing import Any

from cms.issuance.evidence.kinds import JPEG, FileKind

# Larger than any phone's camera; a picture that claims more is an attempt to fill the memory.
MOST_PIXELS = 60_000_000
# Enough to read a photographed page; larger ones are made smaller.
LONGEST_SIDE = 3000


class UnreadableImageError(Exception):
    """The file is no picture that can be read, or too large a one."""


def redraw(content: bytes, kind: FileKind) -> bytes:
    """Return the picture without metadata, upright, at most `LONGEST_SIDE` pixels a side.

    Raises:
        UnreadableImageError: it cannot be read as what it says it is, or is too large.
    """
    # Only where files are switched on is this ever needed; without it the endpoint is 10 MB smaller.
    from PIL import Image, ImageOps

    format_name = "JPEG" if kind is JPEG else kind.extension.upper()
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures before it refuses very large ones.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[format_name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UnreadableImageError
                upright: Any = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                plain = Image.new(_mode(upright.mode, kind), upright.size)
                plain.paste(upright)
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise UnreadableImageError from error
    output = BytesIO()
    plain.save(output, format=format_name, quality=88)
    return output.getvalue()


def _mode(mode: str, kind: FileKind) -> str:
    return "RGBA" if kind is not JPEG and mode in {"RGBA", "LA", "PA", "P"} else "RGB"
