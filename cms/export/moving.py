"""An exported site -> what stays at its old host when it moves: pages that lead on, rules for servers, the record.

Badges that were awarded name the old host as their issuer (did:web) and for their status list, so these files stay
there as long as the domain is ours.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import get_language_info

from cms.export.errors import WriteError
from cms.export.files import kept_record_files
from cms.issuance.record.files import RECORD_FILES, RECORD_FOLDERS

_WEB_ADDRESS = re.compile(r"https?://[^/\s?#\"'<>]+(?:/[^\s?#\"'<>]*)?")


def move_away(site: Path, to: str, output: Path) -> int:
    """Write the folder for the old host; return the number of its files.

    Args:
        site: the site as it was exported for the old host.
        to: the new address.
        output: a folder that does not exist yet.

    Raises:
        WriteError: the address is none, or the folder is there already or cannot be written.
        MissingFileError: the site holds no record of badges.
    """
    to = to.rstrip("/")
    if not _WEB_ADDRESS.fullmatch(to):
        raise WriteError(f"{to} is no web address: write it as https://new.example.org, without ? and #.")
    record = kept_record_files(site)
    if output.exists():
        raise WriteError(f"{output} is there already. Name another folder, or move this one away.")
    files = {**record, **dict(_pages(site, to)), **dict(_rules(to))}
    try:
        for name, content in files.items():
            path = output / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise WriteError(f"cannot write {error.filename}: {error.strerror}.") from error
    return len(files)


def _pages(site: Path, to: str) -> Iterator[tuple[str, bytes]]:
    """Yield a page for each page of the site, for servers that know no rules."""
    template = get_template("pages/moved_away.html")
    codes = dict(settings.LANGUAGES)
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        first = name.partition("/")[0]
        code = first if first in codes else settings.LANGUAGE_CODE
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        context = {
            "language": {"code": code, "direction": direction},
            "address": f"{to}/{name.removesuffix('index.html')}",
        }
        with translation.override(code):
            yield name, template.render(context).encode()


def _rules(to: str) -> Iterator[tuple[str, bytes]]:
    """Yield the same as rules for servers: all leads on, but for the record."""
    kept = [*RECORD_FILES, *(f"{folder}/" for folder in RECORD_FOLDERS)]
    context = {
        "to": to,
        "host": urlsplit(to).netloc,
        "kept": kept,
        "pattern": "|".join(name.replace(".", r"\.") + ("" if name.endswith("/") else "$") for name in kept),
    }
    for name, template in (
        ("_redirects", "netlify.txt"),
        (".htaccess", "apache.txt"),
        ("nginx.conf", "nginx.txt"),
        ("READ-ME.txt", "read-me.txt"),
    ):
        yield name, render_to_string(f"moving/{template}", context).encode()
