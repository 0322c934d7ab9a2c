"""The queue of suggested practices in the admin: list, read, make a draft, decline."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.language import own_name
from cms.learning.project_rights import PermittedHere
from cms.practices.drafting import DecisionError, decline, make_draft
from cms.practices.models import State, Suggestion
from cms.practices.vocabulary import COUNTRIES, LESSONS, PARTS, SECTORS, THEMES
from cms.projects import FIRST, mean

PERMISSION = "practices.handle_suggestion"


class EditorsOnly(PermittedHere):
    """Mixin for views of the queue, which is the first project's, whichever is chosen in the admin."""

    permission_policy = ModelPermissionPolicy(Suggestion)
    permission_required = "handle"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Mean the first project: suggestions come from its site alone."""
        mean(FIRST)
        super().setup(request, *args, **kwargs)


class SuggestionFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    class Meta:
        model = Suggestion
        fields = ["state", "language"]


def confirmed() -> QuerySet[Suggestion]:
    """Return what editors see: suggestions whose mail address is confirmed."""
    return Suggestion.objects.exclude(state=State.UNCONFIRMED)


class SuggestionsView(EditorsOnly, BaseListingView):
    """The list, oldest first."""

    model = Suggestion
    page_title = gettext_lazy("Suggested practices")
    header_icon = "form"
    index_url_name = "practices:queue"
    index_results_url_name = "practices:queue_results"
    filterset_class = SuggestionFilters
    default_ordering = "confirmed_at"
    paginate_by = 30
    verbose_name_plural = gettext_lazy("suggested practices")
    is_searchable = True
    search_fields = ["title", "organisation"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; the name leads to the suggestion."""
        return [
            TitleColumn("title", label=_("Practice"), url_name="practices:suggestion", sort_key="title"),
            Column("organisation", label=_("Organisation"), sort_key="organisation"),
            Column("country", label=_("Country"), accessor="get_country_display"),
            Column("language", label=_("Language"), accessor=lambda row: own_name(row.language)),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda row: row.state == State.WAITING,
                sort_key="state",
            ),
            DateColumn("confirmed_at", label=_("Since"), sort_key="confirmed_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Suggestion]:
        """Return what is confirmed."""
        return confirmed()


class DeclineForm(forms.Form):
    """The message to who has sent the suggestion."""

    message = forms.CharField(
        label=gettext_lazy("Message to the sender"),
        help_text=gettext_lazy("It is mailed in the language of the form; write it in that language."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say why, so that the sender can do better.")},
    )


class SuggestionView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """One suggestion as it came, and what to do with it."""

    template_name = "practices/suggestion.html"
    header_icon = "form"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the suggestion."""
        super().setup(request, *args, **kwargs)
        self.suggestion = get_object_or_404(confirmed(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the name of the practice."""
        return self.suggestion.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        queue = {"url": reverse("practices:queue"), "label": str(SuggestionsView.page_title)}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.suggestion.title}]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Make a draft, or decline."""
        form = DeclineForm(request.POST)
        try:
            if request.POST.get("do") == "draft":
                page = make_draft(pk, request.user)
                messages.success(request, _("This is the draft. Read it through before you publish it."))
                return redirect("wagtailadmin_pages:edit", page.pk)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form), status=422)
            decline(pk, request.user, form.cleaned_data["message"])
            messages.success(request, _("The suggestion is declined, and the message on its way."))
        except DecisionError as error:
            messages.error(request, str(error))
            return redirect("practices:suggestion", pk)
        return redirect("practices:queue")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what came in, by the names that the form has."""
        suggestion, form = self.suggestion, kwargs.pop("form", None) or DeclineForm()
        names = {**{name: label for name, (label, _about) in PARTS.items()}, "lessons": LESSONS[0]}
        return super().get_context_data(
            suggestion=suggestion,
            form=form,
            media=form.media,
            waits=suggestion.state == State.WAITING,
            language_name=own_name(suggestion.language),
            country=COUNTRIES[suggestion.country].name,
            sector=dict(SECTORS)[suggestion.sector],
            themes=[name for key, name in THEMES if key in suggestion.themes],
            parts=[(label, suggestion.parts[name]) for name, label in names.items() if suggestion.parts.get(name)],
            **kwargs,
        )
