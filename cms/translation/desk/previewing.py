"""The page as readers will see it, beside its source: two frames at the same section."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.widgets.button import HeaderButton
from wagtail_localize.segments.extract import extract_segments

from cms.content.pages import translate_fields
from cms.learning.models import LearningPage
from cms.translation.desk.access import DeskView, language_of
from cms.translation.desk.places import places_of
from cms.translation.texts import DeskPage, TextError


def as_it_will_be(page: DeskPage, *, drafts: bool) -> tuple[LearningPage, LearningPage]:
    """Return the source and the translated page with the texts that are stored now. Saves nothing."""
    source = page.source
    if drafts and source.has_unpublished_changes:
        source = source.get_latest_revision_as_object()
    words = {
        (text.text.path, text.text.data): text.text.from_message(text.target, page.links)
        for text in page.texts
        if text.target
    }
    target: LearningPage = type(page.target).objects.select_related("locale").get(pk=page.target.pk)
    translate_fields(source, target, extract_segments(source), words)
    return source, target


class PreviewView(DeskView):
    """Two frames: the source, and the translation with the texts as they are stored now."""

    template_name = "translation/desk/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show both."""
        return self.render_to_response(self.get_context_data())

    def get_header_buttons(self) -> list[HeaderButton]:
        """Return the way back."""
        return [HeaderButton(_("Translate"), url=self.address("editor"), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the languages, and the sections to jump to."""
        places = places_of(self.desk_page.source, [text.text for text in self.desk_page.texts])
        sections = {place.anchor: f"{place.part} › {place.block}" for place in places if place.anchor and place.block}
        return {
            **super().get_context_data(**kwargs),
            "source": self.desk_page.source,
            "source_language": language_of(self.desk_page.source),
            "sections": sections,
            "at": self.request.GET.get("at", ""),
            "with_drafts": self.with_drafts,
        }


# Wagtail's own permission for frames covers the whole admin; this one says that these two screens are meant for it.
@method_decorator(xframe_options_sameorigin, name="dispatch")
class FrameView(DeskView):
    """One of the two pages, by the site's own template."""

    def get(self, request: HttpRequest, side: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page."""
        try:
            source, target = as_it_will_be(self.desk_page, drafts=self.with_drafts)
        except TextError as fault:
            raise Http404(str(fault)) from fault
        sides = {"source": source, "target": target}
        if side not in sides:
            raise Http404
        request.is_preview = True  # type: ignore[attr-defined]
        response: HttpResponse = sides[side].serve_preview(request, "")
        return response
