"""Snapshot -> the files for machines that are no pages: sitemap, robots, security.txt."""

from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from cms.export.plan import Kind, Options
from cms.learning.context.tools import UNLISTED
from cms.learning.snapshot import Snapshot, address_of


def sitemap(snapshot: Snapshot, options: Options) -> str:
    """Return every translated page with its translations, as sitemaps.org and Google's hreflang rules say."""
    entries = []
    base = options.base_url
    for path in snapshot.paths():
        codes = [lang.code for lang in snapshot.languages if (lang.code, path) in snapshot.nodes]
        links = [(code, f"{base}{address_of(code, path)}") for code in codes]
        alternates = list(links)
        if snapshot.source_language in codes:
            alternates.append(("x-default", f"{base}{address_of(snapshot.source_language, path)}"))
        if path in UNLISTED:
            continue
        written = "".join(
            f'\n    <xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
            for code, address in alternates
        )
        entries += [f"\n  <url>\n    <loc>{escape(address)}</loc>{written}\n  </url>" for _code, address in links]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"{''.join(entries)}\n</urlset>\n"
    )


def robots(snapshot: Snapshot, options: Options) -> str:
    """Return robots.txt: everything may be read, and the sitemap lists it."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {options.base_url}/sitemap.xml\n"


def security(snapshot: Snapshot, options: Options) -> str:
    """Return security.txt (RFC 9116): whom to tell about a hole.

    It expires when the project's promise does (`available_until`), not a year after the export as the RFC
    recommends: nobody may be there to renew it, and the same content must give the same bytes.
    """
    codes = ", ".join(language.code for language in snapshot.languages)
    return (
        f"Contact: mailto:{snapshot.facts['contact']}\n"
        f"Expires: {snapshot.facts['available_until']}T23:59:59Z\n"
        f"Preferred-Languages: {codes}\n"
        f"Canonical: {options.base_url}/.well-known/security.txt\n"
    )


LISTINGS: Mapping[Kind, Callable[[Snapshot, Options], str]] = {
    "sitemap": sitemap,
    "robots": robots,
    "security": security,
}
