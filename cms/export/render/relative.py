"""Site-absolute addresses in our own HTML -> relative ones, so that the site works from any folder.

Safe only on HTML that our templates wrote: attributes in double quotes, addresses from the root beginning with "/".
"""

import re
from collections.abc import Collection

# The address without its first slash, and what follows the path. The attribute's name is looked at late: the search
# for a pattern that begins with plain text is ten times as fast.
_NAMES = "|".join(rf'(?<=\s{name}="/)' for name in ("href", "src", "action", "poster"))
_ADDRESS = re.compile(rf'="/(?!/)(?:{_NAMES})([^"?#]*)([^"]*)"')
_SRCSET = re.compile(r'srcset="(?<=\ssrcset=")([^"]*)"')


def make_relative(
    html: str, path: str, portable: bool, public_url: str = "", elsewhere: Collection[str] = frozenset()
) -> str:
    """Return the HTML of the file at `path` with relative addresses.

    With `portable`, addresses of folders name their index.html, because file:// has no index pages. Addresses in the
    folders `elsewhere` (languages that a copy does not hold) lead to `public_url`.
    """
    here = path.split("/")[:-1]

    def written(target: str, rest: str = "") -> str:
        if target.split("/", 1)[0] in elsewhere:
            return f"{public_url}/{target}{rest}"
        return _relative(target, rest, here, portable)

    def srcset(match: re.Match[str]) -> str:
        parts = [part.strip().split(" ", 1) for part in match.group(1).split(",")]
        found = [" ".join([written(part[0][1:]) if part[0].startswith("/") else part[0], *part[1:]]) for part in parts]
        return f'srcset="{", ".join(found)}"'

    html = _ADDRESS.sub(lambda match: f'="{written(match[1], match[2])}"', html)
    return _SRCSET.sub(srcset, html)


def _relative(target: str, rest: str, here: list[str], portable: bool) -> str:
    """Return how `target` is written on a page in the folder `here`; `rest` is its query and fragment."""
    parts = target.split("/")
    common, most = 0, min(len(parts) - 1, len(here))
    while common < most and parts[common] == here[common]:
        common += 1
    steps = "../" * (len(here) - common) + "/".join(parts[common:])
    if parts[-1]:
        return f"{steps}{rest}"
    if not steps and rest.startswith("#"):
        return rest
    return f"{steps or './'}{'index.html' if portable else ''}{rest}"
