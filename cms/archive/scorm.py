"""A module of the portable site -> a SCORM 1.2 package, which learning platforms such as Moodle take in.

Source: ADL, SCORM 1.2 Content Aggregation Model and Run-Time Environment (2001).
"""

import re
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from cms.archive.editions import ExportedSite
from cms.export.files import shown_by_style, with_their_own
from cms.export.write.zips import zip_files

MANIFEST = "imsmanifest.xml"
SCRIPT = "scorm.js"
_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"#][^"]*)(")')
_SHOWN = re.compile(r'["\s,](?:\.\./)*((?:assets|media)/[^"\s,?#]+)')


def scorm(site: ExportedSite, language: str, slug: str) -> bytes:
    """Return the package of a module in a language; links out of the module lead to the site on the web.

    `site` is a portable one: its pages find their assets from any folder.

    Raises:
        KeyError: the site lacks the page, or something that the page shows.
    """
    start = f"{language}/skills/{slug}/index.html"
    page = site.files[start].decode()
    styles = {
        name: shown_by_style(name, content.decode()) for name, content in site.files.items() if name.endswith(".css")
    }
    shown = with_their_own(_SHOWN.findall(page), site.files, styles)
    package = {name: site.files[name] for name in shown}
    package[start] = _with_script(_outward(page, start, site.base_url), start, slug).encode()
    package[SCRIPT] = (Path(settings.SITE_SOURCE_DIR) / "assets" / "lms" / SCRIPT).read_bytes()
    context = {
        "identifier": f"perennial-{slug}-{language}",
        "title": site.page(f"{language}/skills/{slug}/")["title"],
        "start": start,
        "names": sorted(package),
    }
    package[MANIFEST] = render_to_string(f"books/{MANIFEST}", context).lstrip().encode()
    return zip_files(package, first=[MANIFEST])


def _outward(page: str, start: str, base_url: str) -> str:
    """Return the page with links to the rest of the site as addresses on the web, in a window of their own."""

    def lead(link: re.Match[str]) -> str:
        before, address, after = link.groups()
        if urlsplit(address).scheme:
            return f'{before}{address}{after} target="_blank"'
        path, sign, anchor = address.partition("#")
        target = normpath(join(dirname(start), path)).removesuffix("index.html")
        return f'{before}{base_url}/{target}{sign}{anchor}{after} target="_blank"'

    return _LINK.sub(lead, page)


def _with_script(page: str, start: str, slug: str) -> str:
    up = "../" * start.count("/")
    page = page.replace("<html ", f'<html data-module="{slug}" ', 1)
    # Before the module's own scripts: deferred ones run in the order in which they stand.
    return page.replace("<script ", f'<script src="{up}{SCRIPT}" defer></script>\n  <script ', 1)
