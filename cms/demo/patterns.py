"""/patterns/: every component of the site in its states, with the words of a real module. Demo mode only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.learning.context import page_context
from cms.learning.context.cards import families, skill_cards
from cms.learning.snapshot import take_snapshot

VERIFY_STATES = (
    {"class": "is-passed", "name": "✓", "words": "This badge is genuine and in force."},
    {"class": "is-failed", "name": "✗", "words": "This badge was revoked."},
    {"class": "", "name": "?", "words": "This could not be checked here."},
)


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Show the components in the language of `?language=`, the source language without it.

    Raises:
        Http404: the site has no such language, or no module yet.
    """
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    snapshot = take_snapshot()
    modules = [card for card in skill_cards(snapshot, settings.LANGUAGE_CODE) if card["complete"]]
    if language not in {known.code for known in snapshot.languages} or not modules:
        raise Http404(language)
    node = snapshot.find(language, modules[0]["path"])
    if node is None:
        raise Http404(language)
    with translation.override(language):
        cards = skill_cards(snapshot, language)
        context = {
            **page_context(snapshot, node, language),
            "families": families(cards),
            "cards": cards[:4],
            "breadcrumbs": [],
            "translations": [],
            "verify_states": VERIFY_STATES,
        }
        return render(request, "pages/patterns.html", context)
