"""The screen: what changed, start, progress, result with links to mend what is wrong, download, history."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.export.deploy import DeployError, deploy
from cms.projects import current
from cms.publishing.access import ExportersOnly, exporters_only
from cms.publishing.changes import changes_since
from cms.publishing.models import State
from cms.publishing.queue import ask, last_done, own_exports, settle_lost

A_PAGE = 20
MOST_CHANGES = 100


class ExportView(ExportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """What the next export will show, the one under way or the last, and those before."""

    template_name = "publishing/export.html"
    page_title = gettext_lazy("Export")
    header_icon = "site"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the start to here."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Export")}]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for an export; the worker begins it within seconds."""
        ask(request.user)
        return redirect("publishing:export")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the state, the changes and the history."""
        changes = changes_since(done.started_at if (done := last_done()) else None)
        history = own_exports().exclude(state=State.WAITING).select_related("asked_by")
        return super().get_context_data(
            **state_context(),
            last_done=done,
            changes=changes[:MOST_CHANGES],
            more_changes=max(len(changes) - MOST_CHANGES, 0),
            history=Paginator(history, A_PAGE).get_page(self.request.GET.get("p")),
            has_site=(current().export_dir / "SHA256SUMS").is_file(),
            public_url=current().public_url,
            after_seconds=settings.EXPORT_AFTER_SECONDS,
            **kwargs,
        )


class ResultView(ExportersOnly, WagtailAdminTemplateMixin, TemplateView):
    """One export of the history, with all that was found."""

    template_name = "publishing/result.html"
    page_title = gettext_lazy("Export")
    header_icon = "site"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the export, and show it."""
        settle_lost()
        self.export = get_object_or_404(own_exports(), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the start to here; an export goes by when it was asked for."""
        when = date_format(localtime(self.export.asked_at), "SHORT_DATE_FORMAT")
        above = {"url": reverse("publishing:export"), "label": _("Export")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": when}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the export."""
        return super().get_context_data(export=self.export, **kwargs)


def state_context() -> dict[str, Any]:
    """Return what the part of the screen shows that is fetched anew while an export is under way."""
    settle_lost()
    latest = own_exports().select_related("asked_by").exclude(state=State.WAITING).first()
    waiting = own_exports().select_related("asked_by").filter(state=State.WAITING).first()
    running = latest if latest and latest.state == State.RUNNING else None
    done = last_done()
    total = max(done.steps, 1) if done else 0
    return {
        "waiting": waiting,
        "running": running,
        "latest": None if running else latest,
        "is_open": bool(waiting or running),
        "total": total,
        # The number of steps of the export before is a good guess, not a promise.
        "steps": min(running.steps, total) if running else 0,
    }


@exporters_only
def state(request: HttpRequest) -> HttpResponse:
    """Answer the part of the screen that changes while an export is under way."""
    return render(request, "publishing/includes/state.html", state_context())


@exporters_only
def download(request: HttpRequest) -> HttpResponseBase:
    """Send the site that stands as a zip; it is made once for each version of the site."""
    root = current().export_dir
    path = Path(settings.CACHE_DIR) / (f"site-{current().key}.zip" if current().key else "site.zip")
    try:
        sealed = (root / "SHA256SUMS").stat().st_mtime_ns
        if not path.is_file() or path.stat().st_mtime_ns < sealed:
            deploy(root, str(path))
        archive = path.open("rb")
    except (DeployError, OSError) as error:
        messages.error(request, _("The site cannot be downloaded: %(reason)s") % {"reason": error})
        return redirect("publishing:export")
    return FileResponse(archive, as_attachment=True, filename="perennial-site.zip")
