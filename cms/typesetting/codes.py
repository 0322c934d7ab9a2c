"""QR codes as drawings, for print."""

import segno

from cms.colours import LIGHT


def qr_drawing(address: str) -> str:
    """Return the QR code of an address as SVG, in the ink of the site."""
    return str(segno.make(address, error="m").svg_inline(border=2, dark=LIGHT["ink"]))
