"""Texts that somebody edited by hand, beside the desk: which one stands."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.content.segments import Text
from cms.translation.conflicts import find_conflicts, hand_texts, resolve
from cms.translation.desk.access import DeskView, language_of
from cms.translation.desk.formatting import difference, shown
from cms.translation.desk.places import places_of
from cms.translation.models import Conflict

BY_HAND, STORED = "by_hand", "stored"


class ConflictsView(DeskView):
    """Source, text by hand, and stored text side by side; one choice a text."""

    template_name = "translation/desk/conflicts.html"

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Return what waits for a decision."""
        return find_conflicts(self.target)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the texts."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide all of them; the sync that waited goes on."""
        if self.lock:
            raise PermissionDenied
        every = request.POST.get("all")
        choices = {conflict.pk: every or request.POST.get(f"choice-{conflict.pk}") for conflict in self.conflicts}
        if not set(choices.values()) <= {BY_HAND, STORED}:
            messages.error(request, _("Choose one text of each."))
            return self.render_to_response(self.get_context_data(choices=choices))
        if self.conflicts:
            resolve(self.target, [pk for pk, choice in choices.items() if choice == BY_HAND], request.user)
            messages.success(request, _("Decided. The page is up to date with its source again."))
        return redirect(self.address("editor"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return each text three times: source, by hand, stored."""
        texts = {(text.text.path, text.text.data): text.text for text in self.desk_page.texts}
        places = places_of(self.desk_page.source, [text.text for text in self.desk_page.texts])
        words = {text.text.path: str(place) for text, place in zip(self.desk_page.texts, places, strict=True)}
        in_markdown = hand_texts(self.desk_page) if self.conflicts else {}
        choices = kwargs.get("choices", {})
        return {
            **super().get_context_data(**kwargs),
            "source": self.desk_page.source,
            "source_language": language_of(self.desk_page.source),
            "conflicts": [
                {
                    "pk": conflict.pk,
                    "place": words.get(conflict.path, conflict.path),
                    "choice": choices.get(conflict.pk),
                    **self._three(conflict, texts.get((conflict.path, conflict.text)), in_markdown),
                }
                for conflict in self.conflicts
            ],
        }

    def _three(self, conflict: Conflict, text: Text | None, in_markdown: dict[tuple[str, str], str]) -> dict[str, Any]:
        """Return the three texts as HTML, and what the hand has changed."""
        by_hand = in_markdown.get((conflict.path, conflict.by_hand), conflict.by_hand)
        stored = text.to_message(conflict.stored, self.desk_page.links) if text else conflict.stored
        rich = bool(text and text.rich)
        return {
            "source": shown(text.message.source if text else conflict.text, rich=rich),
            "by_hand": difference(stored, by_hand, rich=rich),
            "stored": shown(stored, rich=rich),
        }
