"""Where the translation desk appears in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views import submit_translations, update_translations

from cms.learning.models import LearningPage
from cms.translation import overview_hooks  # noqa: F401  registers its own, like the next one
from cms.translation.closed import closed_urls
from cms.translation.desk.access import is_source
from cms.translation.exchange import hooks as exchange_hooks  # noqa: F401

ICON = "wagtail-localize-language"
# wagtail-localize's own hook for the same comes with order 0.
BEFORE_WAGTAIL_LOCALIZE = -1


@hooks.register("register_admin_urls", order=BEFORE_WAGTAIL_LOCALIZE)
def register_desk_urls() -> list[URLPattern | URLResolver]:
    """Put the desk under the admin's address; wagtail-localize's buttons lead to it as well."""
    return [
        path("translation/", include("cms.translation.urls")),
        path("localize/submit/page/<int:page_id>/", instead_of_submit),
        path("localize/update/<int:translation_source_id>/", instead_of_update),
        *closed_urls,
    ]


def instead_of_submit(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Lead to the choice of languages, for pages of the site."""
    page = Page.objects.filter(pk=page_id).first()
    if page and issubclass(page.specific_class or Page, LearningPage):
        return redirect("translation:languages", page_id)
    return submit_translations.SubmitPageTranslationView.as_view()(request, page_id=page_id)


def instead_of_update(request: HttpRequest, translation_source_id: int) -> HttpResponseBase:
    """Lead to the sync screen, for pages of the site."""
    source = TranslationSource.objects.filter(pk=translation_source_id).first()
    model = source.specific_content_type.model_class() if source else None
    if source and model and issubclass(model, LearningPage):
        page = model.objects.filter(translation_key=source.object_id, locale_id=source.locale_id).first()
        if page:
            return redirect("translation:sync", page.pk)
    return update_translations.UpdateTranslationsView.as_view()(request, translation_source_id=translation_source_id)


@hooks.register("before_edit_page", order=BEFORE_WAGTAIL_LOCALIZE)
def edit_at_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Send those who may edit a translated page to the desk, reviewers of a submitted one to its review.

    Where wagtail-localize's translation of the page was switched off, Wagtail's own editor opens.
    """
    if not isinstance(page, LearningPage) or is_source(page):
        return None
    is_on = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).exists()
    if not is_on or not page.permissions_for_user(request.user).can_edit():
        return None
    task = page.current_workflow_task
    if task and "approve" in {name for name, _label, _form in task.get_actions(page, request.user)}:
        return redirect("translation:review", page.pk)
    return redirect("translation:editor", page.pk)


def translation_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Yield the ways from a source page to its translations."""
    if not issubclass(page.specific_class or Page, LearningPage) or not is_source(page):
        return
    yield Button(_("Translate"), reverse("translation:languages", args=[page.pk]), icon_name=ICON, priority=60)
    # Those who may submit translations have wagtail-localize's button for it, which leads to the same screen.
    if page.permissions_for_user(user).can_publish() and not user.has_perm("wagtail_localize.submit_translation"):
        yield Button(
            _("Sync translations"), reverse("translation:sync", args=[page.pk]), icon_name="resubmit", priority=61
        )


hooks.register("register_page_header_buttons", translation_buttons)
hooks.register("register_page_listing_more_buttons", translation_buttons)
