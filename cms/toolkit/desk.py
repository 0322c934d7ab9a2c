"""The screen that imports a design canvas: upload, look at what will be made, make the drafts."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.language import own_name
from cms.toolkit.canvas import MOST_BYTES, TEXTS
from cms.toolkit.drafting import ImportRefusedError, badge_list, earlier_drafts, make_drafts, may_import, planned
from cms.toolkit.reading import Canvas, CanvasError, Fault, read_canvas

UNPROCESSABLE = 422


class CanvasFileForm(forms.Form):
    """The file of a canvas."""

    file = forms.FileField(
        label=gettext_lazy("Canvas file"),
        help_text=gettext_lazy("Saved on the page of the design canvas; its name ends in .json."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


class ImportCanvasView(WagtailAdminTemplateMixin, TemplateView):
    """Two steps on one address: the file is read and shown; what is shown comes back and is made."""

    template_name = "toolkit/import.html"
    page_title = gettext_lazy("Import a design canvas")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may add badges."""
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what a file holds, or make the drafts of what was shown."""
        try:
            if request.POST.get("do") == "import":
                return self._make(request, read_canvas(request.POST.get("canvas", "").encode("utf-8", "surrogatepass")))
            return self._show(request)
        except CanvasError as error:
            return self._answer(UNPROCESSABLE, faults=error.faults)

    def _show(self, request: HttpRequest) -> HttpResponse:
        form = CanvasFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._answer(UNPROCESSABLE, form=form)
        # One byte more than is allowed is enough to know that it is too many.
        canvas = read_canvas(form.cleaned_data["file"].read(MOST_BYTES + 1))
        return self._answer(200, canvas=canvas)

    def _make(self, request: HttpRequest, canvas: Canvas) -> HttpResponse:
        try:
            pages = make_drafts(canvas, request.user)
        except ImportRefusedError as error:
            return self._answer(UNPROCESSABLE, faults=[Fault("", str(error))], earlier=error.pages)
        count = len(pages)
        words = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", count) % {"count": count}
        what_now = _("Read each one through, and add examples, before you publish it.")
        messages.success(request, f"{words} {what_now}")
        index = badge_list()
        return redirect(reverse("wagtailadmin_explore", args=[index.pk if index else pages[0].pk]))

    def _answer(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, and of a canvas that was read what will be made of it."""
        canvas, form = kwargs.get("canvas"), kwargs.pop("form", None) or CanvasFileForm()
        if canvas:
            index = badge_list()
            source = index.locale.language_code if index else ""
            kwargs |= {
                "rows": planned(canvas),
                "texts": [(field.label, canvas.texts[field.key]) for field in TEXTS if canvas.texts[field.key]],
                "language_name": own_name(canvas.language),
                "source_name": own_name(source),
                "is_foreign": canvas.language != source,
                "earlier": earlier_drafts(canvas),
            }
        return super().get_context_data(form=form, media=form.media, **kwargs)
