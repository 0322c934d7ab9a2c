"""Outputs -> HTML and JSON, by the same Django templates that the preview uses. Queries nothing."""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import get_template
from django.utils import translation

from cms.api.frozen import frozen_page, frozen_service
from cms.export.kit.texts import kit_text
from cms.export.plan import Options, Output
from cms.export.render.listings import LISTINGS
from cms.export.render.outward import with_copies
from cms.export.render.relative import make_relative
from cms.export.search import search_folder, search_scripts
from cms.learning.context import furniture, page_context
from cms.learning.context.impact import IMPACT, impact_csv, impact_json
from cms.learning.context.metadata import page_metadata, site_metadata
from cms.learning.look import sheet_of
from cms.learning.snapshot import Snapshot
from cms.learning.templatetags.shared import STORE, Store


def speaking(language: str) -> AbstractContextManager[Any]:
    """Let words be in a language meanwhile; where they are already, nothing need be switched."""
    return nullcontext() if translation.get_language() == language else translation.override(language)


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
    """Renders the outputs of one export."""

    def __init__(self, snapshot: Snapshot, options: Options) -> None:
        """Keep the snapshot of the site and the caller's decisions."""
        self.snapshot = snapshot
        self.options = options
        self._shared: Store = {}
        self._sites: dict[str, dict[str, Any]] = {}

    def context(self, output: Output, **more: Any) -> dict[str, Any]:
        """Return all that the template of an output of HTML shows, as plain values; `more` is added to it."""
        language = self.language_of(output)
        with speaking(language):
            if output.node:
                context = page_context(self.snapshot, output.node, language)
                if output.tool == "search":
                    context["search_folder"] = search_folder(self.snapshot, language)
            else:
                context = furniture(self.snapshot, language)
            context["site"] = self._site(language, context["site"])
            context["metadata"] = page_metadata(context) if output.node else site_metadata(context)
        is_open = self.options.phase == "active" and not self.options.applications_closed
        closing = self.options.applications_close
        decisions = {
            "is_archived": self.options.phase == "archived",
            "archived_on": self.options.archived_on,
            "applications_open": is_open,
            "applications_until": closing - timedelta(days=1) if is_open and closing else None,
            "base_url": self.options.base_url,
            "portable": self.options.portable,
            # A page of a download, which the pictures and prints of the kit do not go with.
            "is_copy": more.get("portable", False) and not self.options.portable,
            "links": self.snapshot.links if self.options.phase == "archived" else {},
        }
        return {**context, **decisions, **more}

    def fill(self, output: Output, context: dict[str, Any]) -> tuple[str, bool]:
        """Return the HTML of an output with addresses from the root of the site, and whether it asked for its place."""
        portable = Noticed(bool(context["portable"]))
        with speaking(self.language_of(output)):
            html: str = get_template(f"pages/{template_of(output)}.html").render(
                {**context, "portable": portable, STORE: self._shared}
            )
            return with_copies(html, context["links"]), portable.asked

    def data(self, output: Output) -> bytes:
        """Return the bytes of an output that is rendered and no HTML.

        Raises:
            KeyError: the output is made of other files.
        """
        if output.kind == "page_json":
            return frozen_page(self.snapshot, output.language, output.node)
        if output.kind == "service_json":
            return frozen_service(self.snapshot, output.language, output.path)
        if output.kind == "figures":
            return self._figures(output)
        if output.kind == "look":
            return sheet_of(self.snapshot.facts).encode()
        if output.kind == "kit_text":
            place = PurePosixPath(output.path)
            name, ending = place.stem, place.suffix.removeprefix(".")
            return kit_text(self.snapshot, output.language, name, ending, self.options.base_url).encode()
        if output.kind == "search":
            return search_scripts(self.snapshot, output.language)[output.path].encode()
        return LISTINGS[output.kind](self.snapshot, self.options).encode()

    def _figures(self, output: Output) -> bytes:
        if output.path == IMPACT:
            return impact_json(self.snapshot)
        with speaking(self.language_of(output)):
            return impact_csv(self.snapshot, output.language, PurePosixPath(output.path).stem)

    def placed(self, output: Output, html: str) -> str:
        """Return the HTML of an output with its links as they must be at its place."""
        if output.kind == "not_found" and not self.options.portable:
            # A 404 page answers at any address, so its links start at the root of the site.
            prefix = urlsplit(self.options.base_url).path.rstrip("/")
            return html.replace('="/', f'="{prefix}/') if prefix else html
        return make_relative(html, output.path, self.options.portable)

    def _site(self, language: str, values: dict[str, Any]) -> dict[str, Any]:
        """Return what every page of a language shows of the site: one object, so that parts of pages can be shared."""
        if language not in self._sites:
            self._sites[language] = {**values, "public_url": self.options.base_url}
        return self._sites[language]

    def language_of(self, output: Output) -> str:
        """Return the language of the words around the page."""
        return output.language or self.snapshot.source_language


def template_of(output: Output) -> str:
    """Return the name of the template of an output of HTML, without folder and ending."""
    if output.kind == "embed":
        return "embed"
    if output.node:
        return output.node.page_type.document_type
    return "404" if output.kind == "not_found" else output.kind
