"""Outputs -> bytes, by the same Django templates that the preview uses. Queries nothing."""

import json
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.template.loader import get_template
from django.utils import translation

from cms.api.serialize import page_json
from cms.export.plan import Options, Output
from cms.export.relative import make_relative
from cms.learning.context import furniture, page_context
from cms.learning.picture import Picture, address_of

# Answers of the endpoint: reached by a redirect, of no use to a search engine.
UNLISTED = frozenset({"application-received", "application-confirmed"})


class Renderer:
    """Renders the outputs of one export."""

    def __init__(self, picture: Picture, options: Options) -> None:
        """Keep the picture of the site and the caller's decisions."""
        self.picture = picture
        self.options = options

    def render(self, output: Output) -> bytes:
        """Return the bytes of an output."""
        make = {
            "page": self._page,
            "page_json": self._page_json,
            "not_found": self._not_found,
            "chooser": self._chooser,
            "sitemap": self._sitemap,
            "robots": self._robots,
        }[output.kind]
        return make(output).encode()

    def _template(self, name: str, language: str, context: dict[str, Any]) -> str:
        with translation.override(language):
            return get_template(name).render({**context, **self._decisions()})

    def _decisions(self) -> dict[str, Any]:
        options = self.options
        return {
            "phase": options.phase,
            "applications_open": options.phase == "active",
            "portable": options.portable,
            "base_url": options.base_url,
        }

    def _page(self, output: Output) -> str:
        with translation.override(output.language):
            context = page_context(self.picture, output.page_node, output.language)
        context["site"]["public_url"] = self.options.base_url
        html = self._template(f"pages/{output.page_node.page.document_type}.html", output.language, context)
        return make_relative(html, output.path, self.options.portable)

    def _page_json(self, output: Output) -> str:
        with translation.override(output.language):
            data = page_json(self.picture, output.page_node, output.language)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def _not_found(self, output: Output) -> str:
        with translation.override(output.language):
            context = furniture(self.picture, output.language)
        context["site"]["public_url"] = self.options.base_url
        html = self._template("pages/404.html", output.language, context)
        if self.options.portable:
            return make_relative(html, output.path, portable=True)
        # A 404 page answers at any address, so its links start at the root of the site.
        prefix = urlsplit(self.options.base_url).path.rstrip("/")
        return html.replace('="/', f'="{prefix}/') if prefix else html

    def _chooser(self, output: Output) -> str:
        source = self.picture.source_language
        with translation.override(source):
            context = furniture(self.picture, source)
        context["site"]["public_url"] = self.options.base_url
        html = self._template("pages/chooser.html", source, context)
        return make_relative(html, output.path, self.options.portable)

    def _sitemap(self, output: Output) -> str:
        """Return every translated page with its translations, as sitemaps.org and Google's hreflang rules say."""
        entries = []
        base = self.options.base_url
        for path in self.picture.paths():
            codes = [lang.code for lang in self.picture.languages if (lang.code, path) in self.picture.nodes]
            links = [(code, f"{base}{address_of(code, path)}") for code in codes]
            alternates = [*links, ("x-default", f"{base}{address_of(self.picture.source_language, path)}")]
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

    def _robots(self, output: Output) -> str:
        return f"User-agent: *\nAllow: /\n\nSitemap: {self.options.base_url}/sitemap.xml\n"
