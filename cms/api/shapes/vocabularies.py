"""Words with a fixed meaning: what may stand in a field, with its title in the language asked for."""

from collections.abc import Iterable
from typing import Any

from django.utils.encoding import force_str

from cms.api.shapes.components import state_title
from cms.api.shapes.place import STATES, Place
from cms.api.shapes.types import page_models
from cms.learning.blocks import GROUPINGS
from cms.learning.context.values import GLOSSARY_PATH, html_writer
from cms.learning.models.info import TOOLS
from cms.learning.models.module import LEVELS
from cms.learning.models.skill import FAMILIES
from cms.learning.models.toolkit import TRACKS
from cms.practices.vocabulary import COUNTRY_CHOICES, SECTORS, THEMES
from cms.recognition.vocabulary import KINDS, RELATIONS

Term = dict[str, str]

_FIXED: dict[str, Iterable[tuple[str, Any]]] = {
    **{"families": FAMILIES, "levels": LEVELS, "groupings": GROUPINGS, "tools": TOOLS},
    **{"countries": COUNTRY_CHOICES, "sectors": SECTORS, "themes": THEMES, "tracks": TRACKS},
    **{"kinds": KINDS, "relations": RELATIONS},
}
NAMES = (*_FIXED, "languages", "states", "terms", "types")


def vocabulary(place: Place, name: str) -> list[Term] | None:
    """Return the terms of a vocabulary as `token` and `title`; None where there is no such vocabulary."""
    if name in _FIXED:
        return [_term(token, force_str(title)) for token, title in _FIXED[name]]
    if name == "languages":
        return [_term(language.code, language.name) for language in place.snapshot.languages]
    if name == "states":
        return [_term(state, state_title(state)) for state in STATES]
    if name == "types":
        return [_term(kind, force_str(model._meta.verbose_name)) for kind, model in page_models().items()]
    if name == "terms":
        return _glossary(place)
    return None


def _glossary(place: Place) -> list[Term]:
    glossary = place.snapshot.find(place.language, GLOSSARY_PATH)
    if glossary is None:
        return []
    fields: dict[str, Any] = html_writer(place.snapshot, place.language).page_fields(glossary.page)
    return [_term(item["key"], item["term"]) for item in fields["terms"]]


def _term(token: str, title: str) -> Term:
    return {"token": token, "title": title}
