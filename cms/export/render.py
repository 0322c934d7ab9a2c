"""Outputs -> HTML and JSON, by the same Django templates that the preview uses. Queries nothing."""

import json
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import get_template
from django.utils import translation

from cms.api.serialize import page_json
from cms.export.listings import LISTINGS
from cms.export.plan import Options, Output
from cms.export.relative import make_relative
from cms.export.search import search_folder, search_scripts
from cms.learning.context import furniture, page_context
from cms.learning.context.metadata import page_metadata, site_metadata
from cms.learning.picture import Picture


class Noticed:
    """A truth value that notices whether a template has asked for it."""

    def __init__(self, value: bool) -> None:
        """Hold the value."""
        self.value = value
        self.asked = False

    def __bool__(self) -> bool:
        self.asked = True
        return self.value

    def __str__(self) -> str:
        return str(bool(self))


class Renderer:
    """Renders the outputs of one export.

    `folder_aware` are the pages that look different in a folder: every other page is the same there but for its links.
    """

    def __init__(self, picture: Picture, options: Options) -> None:
        """Keep the picture of the site and the caller's decisions."""
        self.picture = picture
        self.options = options
        self.folder_aware: set[str] = set()
        self._copies: dict[str, str] = {}

    def render(self, output: Output) -> bytes:
        """Return the bytes of an output that is rendered.

        Raises:
            KeyError: the output is made of other files.
        """
        if output.kind == "page_json":
            return self._page_json(output).encode()
        if output.kind == "search":
            return search_scripts(self.picture, output.language)[output.path].encode()
        if output.path.endswith(".html"):
            return self.placed(output, self.html(output)).encode()
        return LISTINGS[output.kind](self.picture, self.options).encode()

    def html(self, output: Output, **more: Any) -> str:
        """Return an output of HTML with addresses from the root of the site; `more` is added to its context."""
        language = output.language or self.picture.source_language
        with translation.override(language):
            if output.node:
                name = output.node.page.document_type
                context = page_context(self.picture, output.node, language)
                if getattr(output.node.page, "tool", "") == "search":
                    context["search_folder"] = search_folder(self.picture, language)
            else:
                name = "404" if output.kind == "not_found" else output.kind
                context = furniture(self.picture, language)
            context["site"]["public_url"] = self.options.base_url
            context["metadata"] = page_metadata(context) if output.node else site_metadata(context)
            portable = Noticed(self.options.portable)
            decisions = {**self._decisions(), "portable": portable}
            html: str = get_template(f"pages/{name}.html").render({**context, **decisions, **more})
        if portable.asked:
            self.folder_aware.add(output.path)
        return html

    def placed(self, output: Output, html: str) -> str:
        """Return the HTML of an output with its links as they must be at its place."""
        if output.kind == "not_found" and not self.options.portable:
            # A 404 page answers at any address, so its links start at the root of the site.
            prefix = urlsplit(self.options.base_url).path.rstrip("/")
            return html.replace('="/', f'="{prefix}/') if prefix else html
        return make_relative(html, output.path, self.options.portable)

    def copied(self, output: Output, html: str, elsewhere: Collection[str]) -> str:
        """Return the HTML of an output as it is in a copy that readers take along, without the languages `elsewhere`.

        `html` has addresses from the root; pages that look different in a folder are rendered once more.
        """
        if output.path in self.folder_aware:
            if output.path not in self._copies:
                self._copies[output.path] = self.html(output, portable=True)
            html = self._copies[output.path]
        return make_relative(html, output.path, True, self.options.base_url, elsewhere)

    def _decisions(self) -> dict[str, Any]:
        options = self.options
        return {
            "is_archived": options.phase == "archived",
            "archived_on": options.archived_on,
            "applications_open": options.phase == "active",
            "base_url": options.base_url,
        }

    def _page_json(self, output: Output) -> str:
        with translation.override(output.language):
            data = page_json(self.picture, output.page_node, output.language)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
