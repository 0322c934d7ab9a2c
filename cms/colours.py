"""The colours of the site, as the style sheet sets them: for what is drawn and typeset, and what is checked."""

import re

from cms.settings.environment import BASE_DIR

# The one place where they stand: its first rule, which holds for all readers who have chosen no others.
TOKENS = BASE_DIR / "site" / "assets" / "css" / "tokens.css"
_PAIR = re.compile(r"--([a-z]+):\s*light-dark\((#[0-9a-f]+),\s*(#[0-9a-f]+)\)")


def _read() -> dict[str, tuple[str, str]]:
    rule = TOKENS.read_text("utf-8").partition("}")[0]
    return {name: (_whole(light), _whole(dark)) for name, light, dark in _PAIR.findall(rule)}


def _whole(colour: str) -> str:
    """Return a colour with six digits."""
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


# Name -> the colour on light pages and that on dark ones, as #rrggbb.
COLOURS = _read()
# Name -> the colour on light pages and on paper.
LIGHT = {name: light for name, (light, _dark) in COLOURS.items()}
