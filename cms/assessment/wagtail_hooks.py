"""Where the desk appears in the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.assessment import mail_texts
from cms.assessment.log import register_desk_actions
from cms.assessment.models import CannedMessage
from cms.assessment.queue import waiting_url
from cms.assessment.roles import PERMISSION, is_lead
from cms.learning.project_rights import PermittedMenuItem

__all__ = ["register_desk_actions", "register_desk_menu_item", "register_desk_urls"]


class ApplicationsMenuItem(PermittedMenuItem):
    """The way to the queue, for those who may assess."""

    permission = PERMISSION

    def is_active(self, request: HttpRequest) -> bool:
        """Tell whether the page of now belongs to the desk, whatever the filter."""
        return request.path.startswith(reverse("assessment:queue"))


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLPattern | URLResolver]:
    """Put the desk under the admin's address."""
    return [
        path("applications/", include("cms.assessment.urls")),
        path("events/", include("cms.assessment.events.urls")),
    ]


@hooks.register("register_admin_menu_item")
def register_desk_menu_item() -> MenuItem:
    """Put the queue into the main menu; it opens with what waits for a decision."""
    return ApplicationsMenuItem(_("Applications"), waiting_url(), name="applications", icon_name="tasks", order=250)


class EventsMenuItem(MenuItem):
    """The way to the training events, for leads."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person is a lead."""
        return is_lead(request.user)


@hooks.register("register_admin_menu_item")
def register_events_menu_item() -> MenuItem:
    """Put the events into the main menu, after the applications."""
    return EventsMenuItem(_("Training events"), reverse("events:list"), name="events", icon_name="date", order=255)


class CannedMessageViewSet(SnippetViewSet):
    """The ready messages, for those who may write them."""

    model = CannedMessage
    icon = "mail"
    menu_label = _("Ready messages")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["title", "language", "use"]
    list_filter = ["language", "use"]
    search_fields = ["title", "text"]


register_snippet(CannedMessageViewSet)


class MailTextsMenuItem(PermittedMenuItem):
    """The way to the texts of mails, for those who may change them."""

    permission = mail_texts.PERMISSION


@hooks.register("register_settings_menu_item")
def register_mail_texts_menu_item() -> MenuItem:
    """Put the texts of mails among the settings."""
    return MailTextsMenuItem(_("Mails to applicants"), reverse("assessment:mail_texts"), name="mails", icon_name="mail")


@hooks.register("register_permissions")
def register_mail_texts_permission() -> QuerySet[Permission]:
    """Let administrators give the right to a group."""
    return Permission.objects.filter(content_type__app_label="issuance", codename="change_mailtext")
