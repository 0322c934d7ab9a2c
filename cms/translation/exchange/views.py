"""The screens of the exchange: a language out as a zip, a file in, its report, the confirmation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from cms.language import own_name
from cms.translation.exchange import archive
from cms.translation.exchange.archive import ArchiveError
from cms.translation.exchange.export import ExportError, export
from cms.translation.exchange.forms import ApplyForm, ExportForm, UploadForm
from cms.translation.exchange.pending import (
    Applied,
    GoneError,
    InProgressError,
    apply_pending,
    begin,
    blocking_import,
    plan_of,
    who_since,
)
from cms.translation.exchange.plan import Plan
from cms.translation.exchange.scope import locales_for, name_of, pages_for
from cms.translation.exchange.shown import shown_files
from cms.translation.exchange.store import ChangedError
from cms.translation.exchange.uploads import LimitedUpload
from cms.translation.models import PendingImport
from cms.translation.status import translation_matrix

REFUSED = 422


class ExchangeView(WagtailAdminTemplateMixin, View):
    """A screen of the exchange for one language that the person may edit."""

    header_icon = "wagtail-localize-language"
    page_title = gettext_lazy("Translation files")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the language: the one in the address, else the person's first.

        Raises:
            PermissionDenied: the person may not edit that language, or none at all.
        """
        super().setup(request, *args, **kwargs)
        self.user: Any = request.user
        self.locales = locales_for(self.user) if request.user.is_authenticated else []
        code = kwargs.get("language")
        found = [locale for locale in self.locales if code in {None, locale.language_code}]
        if request.user.is_authenticated and not found:
            raise PermissionDenied
        self.locale: Locale = found[0] if found else None

    def address(self, name: str) -> str:
        """Return the address of a screen of the exchange in this language."""
        return reverse(f"translation:{name}", args=[self.locale.language_code])

    @cached_property
    def pending(self) -> PendingImport | None:
        """Return the person's own import that waits for its confirmation."""
        return PendingImport.objects.filter(locale=self.locale, user=self.user).first()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the overview."""
        return [
            {"url": reverse("translation:overview"), "label": _("Translations")},
            {"url": self.address("exchange"), "label": _("Translation files")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the language."""
        code = self.locale.language_code
        return {**super().get_context_data(**kwargs), "language": {"code": code, "name": own_name(code)}}


class IndexView(ExchangeView):
    """Take pages away, bring files back."""

    template_name = "translation/exchange/index.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show both forms; or, where pages were chosen, send the zip."""
        if "format" in request.GET:
            return self._send()
        return self.show()

    def show(self, status: int = 200, **kwargs: Any) -> HttpResponse:
        """Return the screen."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**kwargs), status=status)
        return response

    def _send(self) -> HttpResponse:
        form = self._export_form(self.request.GET)
        if not form.is_valid():
            return self.show(export_form=form)
        try:
            result = export(
                self.locale,
                form.cleaned_data["format"],
                self.user,
                paths=form.paths,
                unfinished=form.unfinished,
            )
        except ExportError as fault:
            messages.warning(self.request, str(fault))
            return self.show(export_form=form)
        headers = {"Content-Disposition": f'attachment; filename="{result.name}"'}
        return HttpResponse(result.content, content_type="application/zip", headers=headers)

    def _export_form(self, values: Any = None) -> ExportForm:
        code = self.locale.language_code
        titles = {path: page.draft_title for path, page in pages_for(self.locale, self.user).items()}
        left = {status.path: status.words_left for status in translation_matrix([code])}
        words = [(path, self._words(title, path, left.get(path, 0))) for path, title in titles.items()]
        return ExportForm(values, pages=words)

    def _words(self, title: str, path: str, left: int) -> str:
        named = f"{title} · {name_of(path)}"
        if not left:
            return named
        rest = _("words left: %(number)d") % {"number": left}
        return f"{named} · {rest}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms, and what waits."""
        blocking = blocking_import(self.locale, self.user)
        languages = [
            {
                "code": locale.language_code,
                "name": own_name(locale.language_code),
                "address": reverse("translation:exchange", args=[locale.language_code]),
            }
            for locale in self.locales
        ]
        return {
            **super().get_context_data(**kwargs),
            "languages": languages if len(languages) > 1 else [],
            "export_form": kwargs.get("export_form") or self._export_form(),
            "upload_form": kwargs.get("upload_form") or UploadForm(),
            "pending": self.pending,
            "blocked": who_since(blocking) if blocking else "",
        }


class UploadView(IndexView):
    """Takes a file in and leads to its report. Nothing is changed yet."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the file, where it can be read and nobody else imports."""
        form = UploadForm(request.POST, request.FILES)
        try:
            if any(getattr(handler, "is_too_large", False) for handler in request.upload_handlers):
                archive.check_size(archive.MAX_PACKED + 1)
            if form.is_valid():
                file = form.cleaned_data["file"]
                content = file.read()
                archive.check(file.name, content)
                begin(self.locale, self.user, file.name, content)
                return redirect(self.address("exchange_report"))
        except (ArchiveError, InProgressError) as fault:
            form.errors["file"] = form.error_class([str(fault)])
        return self.show(REFUSED, upload_form=form)


@csrf_exempt
def upload(request: HttpRequest, language: str) -> HttpResponseBase:
    """Limit what is received before Django looks for the token of the form in it."""
    request.upload_handlers.insert(0, LimitedUpload(request))
    return _upload(request, language=language)


_upload = csrf_protect(UploadView.as_view())


class ReportView(ExchangeView):
    """What the waiting import would change; nothing has been changed yet."""

    template_name = "translation/exchange/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report."""
        if self.pending is None:
            return redirect(self.address("exchange"))
        response: HttpResponse = self.render_to_response(self.get_context_data(plan=plan_of(self.pending)))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report on `plan`."""
        plan: Plan = kwargs["plan"]
        form = ApplyForm(initial={"digest": plan.digest})
        if not plan.conflicts:
            del form.fields["conflicts"]
        return {
            **super().get_context_data(**kwargs),
            "pending": self.pending,
            "plan": plan,
            "counts": [(outcome, count) for outcome, count in plan.counts.items() if count],
            "files": shown_files(plan),
            "form": form,
        }


class ApplyView(ExchangeView):
    """Stores what the report showed, or puts the file away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store or put away."""
        if "discard" in request.POST:
            PendingImport.objects.filter(locale=self.locale, user=self.user).delete()
            messages.success(request, _("The file was put away. Nothing was changed."))
            return redirect(self.address("exchange"))
        values = request.POST
        try:
            applied = apply_pending(
                self.locale, self.user, values.get("digest", ""), with_conflicts=values.get("conflicts") == "file"
            )
        except ChangedError as fault:
            messages.warning(request, str(fault))
            return redirect(self.address("exchange_report"))
        except GoneError as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, _words_for(applied))
        return redirect(self.address("exchange"))


def _words_for(applied: Applied) -> str:
    stored = _("Stored: %(texts)d texts on %(pages)d pages, %(to_review)d of them to review.") % vars(applied)
    nothing = _("Nothing was submitted or published.")
    return f"{stored} {nothing}"


exchange_urls = [
    path("exchange/", IndexView.as_view(), name="exchange"),
    path("exchange/<slug:language>/", IndexView.as_view(), name="exchange"),
    path("exchange/<slug:language>/upload/", upload, name="exchange_upload"),
    path("exchange/<slug:language>/report/", ReportView.as_view(), name="exchange_report"),
    path("exchange/<slug:language>/apply/", ApplyView.as_view(), name="exchange_apply"),
]
