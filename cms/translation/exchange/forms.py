"""What a person chooses at the exchange: pages and a format to take away, a file to bring back."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.translation.exchange.archive import MAX_PACKED, MEGABYTE
from cms.translation.exchange.formats import FORMATS, READERS
from cms.translation.exchange.scope import name_of, path_of

ALL, UNFINISHED, CHOSEN = "all", "unfinished", "chosen"


class ExportForm(forms.Form):
    """Which pages to write, and in which format."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(name, chosen.label) for name, chosen in FORMATS.items()],
        widget=forms.RadioSelect,
        initial="po",
    )
    extent = forms.ChoiceField(
        label=_("Pages"),
        choices=[
            (ALL, _("All pages of the language")),
            (UNFINISHED, _("Pages with texts that are missing or to review")),
            (CHOSEN, _("The pages chosen below")),
        ],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    page = forms.MultipleChoiceField(label=_("Choose pages"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pages: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer pages, as pairs of path and words."""
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["page"]).choices = [(name_of(path), words) for path, words in pages]

    def clean(self) -> dict[str, Any]:
        """Want at least one page where pages are chosen one by one."""
        values = super().clean() or {}
        if values.get("extent") == CHOSEN and not values.get("page"):
            self.add_error("page", _("Choose at least one page."))
        return values

    @property
    def paths(self) -> set[str] | None:
        """Return the paths of the chosen pages, None for all."""
        if self.cleaned_data["extent"] != CHOSEN:
            return None
        return {path_of(name) for name in self.cleaned_data["page"]}

    @property
    def unfinished(self) -> bool:
        """Tell whether only pages with work left are wanted."""
        return bool(self.cleaned_data["extent"] == UNFINISHED)


class UploadForm(forms.Form):
    """The file that came back."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join([".zip", *READERS])}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the limit in the language of whoever looks."""
        super().__init__(*args, **kwargs)
        words = _("The zip, or a single .po or .xlf file; at most %(limit)d MB.")
        self.fields["file"].help_text = words % {"limit": MAX_PACKED // MEGABYTE}


class ApplyForm(forms.Form):
    """The confirmation of a report."""

    digest = forms.CharField(widget=forms.HiddenInput)
    conflicts = forms.ChoiceField(
        label=_("Texts that were changed both in the file and at the desk"),
        choices=[("keep", _("Keep the desk’s")), ("file", _("Take the file’s"))],
        widget=forms.RadioSelect,
        initial="keep",
        required=False,
    )
