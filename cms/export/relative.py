"""Site-absolute addresses in our own HTML -> relative ones, so that the site works from any folder.

Safe only on HTML that our templates wrote: attributes in double quotes, addresses from the root beginning with "/".
"""

import posixpath
import re

_ATTRIBUTE = re.compile(r'(?<=\s)(href|src|action|poster)="(/[^"/][^"]*|/)"')
_SRCSET = re.compile(r'(?<=\s)srcset="([^"]*)"')


def make_relative(html: str, path: str, portable: bool) -> str:
    """Return the HTML of the file at `path` with relative addresses.

    With `portable`, addresses of folders name their index.html, because file:// has no index pages.
    """
    here = posixpath.dirname(path) or "."

    def relative(address: str) -> str:
        target, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
        is_folder = target.endswith("/")
        found = posixpath.relpath(target.lstrip("/") or ".", here)
        if is_folder:
            found = f"{found}/index.html" if portable else f"{found}/"
        if found in {"./index.html", "./"} and mark == "#":
            return f"#{rest}"
        return f"{found}{mark}{rest}"

    def srcset(match: re.Match[str]) -> str:
        parts = [part.strip().split(" ", 1) for part in match.group(1).split(",")]
        written = [" ".join([relative(part[0]) if part[0].startswith("/") else part[0], *part[1:]]) for part in parts]
        return f'srcset="{", ".join(written)}"'

    html = _ATTRIBUTE.sub(lambda match: f'{match.group(1)}="{relative(match.group(2))}"', html)
    return _SRCSET.sub(srcset, html)
