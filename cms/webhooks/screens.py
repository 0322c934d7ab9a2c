"""Webhooks in the Wagtail admin: a list with what became of the last deliveries, and a screen for each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import user_passes_test
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from cms.webhooks.events import tell_one
from cms.webhooks.models import Delivery, Event, Webhook, check_url, make_secret

# What happened last, on the screen of a webhook.
SHOWN = 50
PERMISSION = "webhooks.change_webhook"
WAITING = Q(deliveries__delivered_at=None, deliveries__failed_at=None)


class WebhookForm(forms.ModelForm[Webhook]):
    """Name, address, events."""

    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https", validators=[check_url])
    events = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=[(event.value, event.label) for event in Event if event is not Event.TEST],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "is_active"]


class AddressColumn(TitleColumn):
    """Name and address in one cell: beside each other they leave the rest no place on a phone."""

    cell_template_name = "webhooks/address_cell.html"


class WebhookIndexView(generic.IndexView):
    """The webhooks with what waits, and when something was delivered last."""

    template_name = "webhooks/index.html"

    @cached_property
    def columns(self) -> list[Any]:
        """Return what the list shows of each."""
        return [
            AddressColumn("name", label=_("Webhook"), get_url=self.get_edit_url),
            BooleanColumn("is_active", label=_("Active")),
            Column("waiting", label=_("Waiting")),
            Column("given_up", label=_("Given up")),
            DateColumn("delivered", label=_("Last delivered")),
        ]

    def get_base_queryset(self) -> Any:
        """Return the webhooks with their numbers, in one query."""
        return Webhook.objects.annotate(
            waiting=Count("deliveries", filter=WAITING),
            given_up=Count("deliveries", filter=Q(deliveries__failed_at__isnull=False)),
            delivered=Max("deliveries__delivered_at"),
        )


class WebhookEditView(generic.EditView):
    """One webhook: its secret, what became of what it was told, and the form."""

    template_name = "webhooks/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the screen shows."""
        deliveries = self.object.deliveries.order_by("-created")[:SHOWN]
        return super().get_context_data(**kwargs) | {"deliveries": deliveries}


@user_passes_test(lambda user: user.has_perm(PERMISSION))
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test, send something again, or make a fresh secret."""
    webhook = get_object_or_404(Webhook, pk=pk)
    if "again" in request.POST:
        delivery = get_object_or_404(Delivery, pk=request.POST["again"], webhook=webhook)
        delivery.next_try, delivery.created, delivery.failed_at = timezone.now(), timezone.now(), None
        delivery.save()
        messages.success(request, _("It will be sent again in a moment."))
    elif "renew" in request.POST:
        webhook.secret = make_secret()
        webhook.save()
        log(webhook, "wagtail.edit", user=request.user)
        messages.success(request, _("The secret below is a fresh one; the old one no longer holds."))
    else:
        tell_one(webhook, Event.TEST, {})
        messages.success(request, _("A test will be sent in a moment."))
    return redirect("webhooks:edit", pk)


class WebhookViewSet(ModelViewSet):
    """The screens under Settings."""

    model = Webhook
    icon = "resubmit"
    menu_label = _("Webhooks")
    menu_order = 900
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = WebhookIndexView
    edit_view_class = WebhookEditView

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        """Return the form."""
        return WebhookForm

    def get_urlpatterns(self) -> list[Any]:
        """Return Wagtail's addresses and that of the buttons."""
        return [*super().get_urlpatterns(), path("act/<int:pk>/", act, name="act")]
