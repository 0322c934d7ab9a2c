"""wagtail-localize's own ways to write a translation, closed for pages of the site.

They ask for no more than the right to edit the page: what they store is not checked, does not wait for a review, is
not told from newer work, and an alias would show English in another language. The desk's addresses come first in the
admin, so these answer in their place; whatever else is translatable keeps wagtail-localize's view.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views import convert, edit_translation

from cms.learning.models import LearningPage

View = Callable[..., HttpResponseBase]


def _closed(view: View) -> View:
    """Return a view that leads to the desk for a page of the site, and refuses to store anything of it."""

    def answer(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponseBase:
        page = _page_of(translation_id)
        if page is None:
            return view(request, translation_id=translation_id, **kwargs)
        if request.method in {"GET", "HEAD"}:
            return redirect("translation:editor", page.pk)
        raise PermissionDenied(_("Pages of the site are translated at the desk."))

    return answer


def _page_of(translation_id: int) -> Page | None:
    """Return the translated page that a translation of wagtail-localize is about, None for other things."""
    translation = Translation.objects.select_related("source").filter(pk=translation_id).first()
    model = translation.source.specific_content_type.model_class() if translation else None
    if translation is None or model is None or not issubclass(model, LearningPage):
        return None
    found: Page | None = Page.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()
    return found


def _no_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    page = Page.objects.filter(pk=page_id).first()
    if page and issubclass(page.specific_class or Page, LearningPage):
        raise PermissionDenied(_("An alias would show the English text in another language."))
    answer: HttpResponseBase = convert.convert_to_alias(request, page_id=page_id)
    return answer


_TRANSLATION = "localize/translate/<int:translation_id>"
closed_urls: list[URLPattern] = [
    path(f"{_TRANSLATION}/strings/<int:string_segment_id>/edit/", _closed(edit_translation.edit_string_translation)),
    path(f"{_TRANSLATION}/overrides/<int:overridable_segment_id>/edit/", _closed(edit_translation.edit_override)),
    path(f"{_TRANSLATION}/pofile/upload/", _closed(edit_translation.upload_pofile)),
    path(f"{_TRANSLATION}/machine_translate/", _closed(edit_translation.machine_translate)),
    path(f"{_TRANSLATION}/disable/", _closed(edit_translation.stop_translation)),
    path("localize/page/<int:page_id>/convert_to_alias/", _no_alias),
]
