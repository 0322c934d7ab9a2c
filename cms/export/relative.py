"""Site-absolute addresses in our own HTML -> relative ones, so that the site works from any folder.

Safe only on HTML that our templates wrote: attributes in double quotes, addresses from the root beginning with "/".
"""

import re
from collections.abc import Collection

# The address without its first slash, and what follows the path.
_ATTRIBUTE = re.compile(r'(?<=\s)(href|src|action|poster)="/(?!/)([^"?#]*)([^"]*)"')
_SRCSET = re.compile(r'(?<=\s)srcset="([^"]*)"')


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

    html = _ATTRIBUTE.sub(lambda match: f'{match[1]}="{written(match[2], match[3])}"', html)
    return _SRCSET.sub(srcset, html)


def _relative(target: str, rest: str, here: list[str], portable: bool) -> str:
    """Return how `target` is written on a page in the folder `here`; `rest` is its query and fragment."""
    *folder, name = target.split("/")
    common = 0
    while common < min(len(folder), len(here)) and folder[common] == here[common]:
        common += 1
    steps = "../" * (len(here) - common) + "".join(f"{part}/" for part in folder[common:])
    if name:
        return f"{steps}{name}{rest}"
    if not steps and rest.startswith("#"):
        return rest
    return f"{steps or './'}{'index.html' if portable else ''}{rest}"
