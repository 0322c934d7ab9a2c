"""The texts of mails to applicants: standard ones, and editors' own ones in their place, in every language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.permission_policies import ModelPermissionPolicy

from cms.issuance.endpoint.fields import LineField, ParagraphField
from cms.issuance.mail.texts import KINDS, PLACEHOLDERS, faults_of, fill, standard_text, text_for
from cms.issuance.models import MailText
from cms.learning.project_rights import PermittedHere
from cms.projects import current

PERMISSION = "issuance.change_mailtext"


class TextForm(forms.Form):
    """Subject and text, with placeholders in braces."""

    subject = LineField(label=gettext_lazy("Subject"), max_length=200)
    body = ParagraphField(label=gettext_lazy("Text"), max_length=8000, widget=AdminAutoHeightTextInput)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        """Check what the kind of mail needs."""
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        """Refuse what could not be sent: unknown placeholders, and missing ones without which a mail is of no use."""
        data = super().clean() or {}
        if "subject" in data and "body" in data:
            for fault in faults_of(self.kind, data["subject"], data["body"]):
                self.add_error("body", fault)
        return data


class MailTextsAdmin(PermittedHere, WagtailAdminTemplateMixin, View):
    """What the two views share: who may, and how they look."""

    permission_policy = ModelPermissionPolicy(MailText)
    permission_required = "change"
    page_title = gettext_lazy("Mails to applicants")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": reverse("assessment:mail_texts"), "label": str(self.page_title)}]


class MailTextsView(MailTextsAdmin):
    """Every kind of mail in every language, and whether its text is the standard one."""

    template_name = "assessment/mail_texts.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        own = {(text.kind, text.language): text for text in MailText.objects.all()}
        rows = [
            (kind.title, [(code, own.get((name, code)), _address(name, code)) for code, _label in current().languages])
            for name, kind in KINDS.items()
        ]
        return self.render_to_response(self.get_context_data(rows=rows, languages=current().languages))


class MailTextView(MailTextsAdmin):
    """One text: write it, look at it, or go back to the standard one."""

    template_name = "assessment/mail_text.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the kind and the language."""
        super().setup(request, *args, **kwargs)
        self.kind, self.language = kwargs["kind"], kwargs["language"]
        if self.kind not in KINDS or self.language not in current().codes:
            raise Http404
        self.rows = MailText.objects.filter(kind=self.kind, language=self.language)

    def get_page_subtitle(self) -> str:
        """Return what it is."""
        return f"{KINDS[self.kind].title} ({dict(current().languages)[self.language]})"

    def get(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """Show the text that is used now."""
        text = text_for(kind, language)
        return self._show(TextForm(kind, initial={"subject": text.subject, "body": text.body}), text.subject, text.body)

    def post(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """Keep the text, show how it would look, or take it back."""
        if request.POST.get("do") == "standard":
            self.rows.delete()
            messages.success(request, _("The standard text is in use again."))
            return redirect("assessment:mail_texts")
        form = TextForm(kind, request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing is saved yet. Please look at the marked places."))
            return self._show(form)
        subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
        if request.POST.get("do") == "look":
            return self._show(form, subject, body)
        self._keep(subject, body)
        messages.success(request, _("The text is saved. The next mail has it."))
        return redirect("assessment:mail_texts")

    def _keep(self, subject: str, body: str) -> None:
        standard = standard_text(self.kind, self.language)
        if (subject, body) == (standard.subject, standard.body):
            # A copy would stay behind when the standard text gets better.
            self.rows.delete()
            return
        MailText.objects.update_or_create(
            kind=self.kind,
            language=self.language,
            defaults={"subject": subject, "body": body, "changed_by": self.request.user.get_username()},
        )

    def _show(self, form: TextForm, subject: str = "", body: str = "") -> HttpResponse:
        example = example_values(self.kind)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                media=form.media,
                text_language=self.language,
                own=self.rows.first(),
                placeholders=[(name, PLACEHOLDERS[name]) for name in KINDS[self.kind].placeholders],
                sample={"subject": fill(subject, example), "body": fill(body, example)},
            )
        )


def example_values(kind: str) -> Mapping[str, str]:
    """Return what stands for each placeholder in the example."""
    return {name: f"[{PLACEHOLDERS[name]}]" for name in KINDS[kind].placeholders}


def _address(kind: str, language: str) -> str:
    return reverse("assessment:mail_text", args=[kind, language])
