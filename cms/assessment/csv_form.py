"""The form in which a CSV file is uploaded at the desk; `csv_file` reads what it takes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 256 * 1024


class CsvFileForm(forms.Form):
    """A CSV file; its cleaned value is the content."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, with a first line that names the columns."),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def clean_file(self) -> bytes:
        """Return the content, unless there is too much of it."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than %(kb)d kB.") % {"kb": MOST_BYTES // 1024})
        return bytes(file.read())
