"""Form fields of the public endpoint: strict about what they take, plain about what is wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.proof import proof_in
from cms.issuance.wording import has_control_characters, is_single_line, with_plain_line_ends

CONTROL_MESSAGE = _("Your text holds a hidden character that we cannot store. Please type this part again.")


# Tags, comments and entities of HTML, and the brackets of forums.
MARKUP = re.compile(r"<[/!?a-zA-Z][^<>]*>?|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|\[/?(?:url|link|img|b|i|u)\b[^\]]*\]")


def plain(text: str) -> None:
    """Refuse markup: what is written is shown as it is, so that a tag would only be in the way.

    Raises:
        ValidationError: there is markup in it.
    """
    if found := MARKUP.search(text):
        message = _("Please write plain text, without markup such as “%(found)s”.")
        raise forms.ValidationError(message, code="markup", params={"found": found[0][:40]})


class LengthField(forms.CharField):
    """A text without control characters, as `to_python` of each kind has made sure of: its length is left to check."""

    def __init__(self, *, validators: Sequence[Callable[[Any], None]] = (), **kwargs: Any) -> None:
        """Take what Django's field takes."""
        super().__init__(validators=validators, **kwargs)
        self.has_further = bool(validators or self.default_validators)

    def run_validators(self, value: Any) -> None:
        """Check the length by two comparisons; where one fails, Django's validators say so in words."""
        fits = (self.min_length or 0) <= len(value) <= (self.max_length or len(value))
        if self.has_further or not fits:
            super().run_validators(value)


class LineField(LengthField):
    """One line of text. A line break is an error and is not cut off: it may be an attempt on mail headers."""

    default_error_messages = {
        "line": _("Please write this on one line, without line breaks or hidden characters."),
    }

    def to_python(self, value: Any) -> str:
        """Return the text without spaces around it."""
        if isinstance(value, str) and not is_single_line(value):
            raise forms.ValidationError(self.error_messages["line"], code="line")
        return str(super().to_python(value))


class AddressField(LineField):
    """A mail address, in lower case: the badge carries the hash of the address, so one spelling is the rule."""

    widget = forms.EmailInput
    default_validators = [validate_email]

    def to_python(self, value: Any) -> str:
        """Return the address in lower case."""
        return super().to_python(value).lower()


class LinkField(forms.URLField):
    """The address of a page on the web."""

    default_validators = [
        URLValidator(schemes=["http", "https"], message=_("Write a web address that starts with https://."))
    ]
    default_error_messages = {"invalid": _("Write a web address that starts with https://.")}

    def __init__(self, **kwargs: Any) -> None:
        """Take an address without a scheme as https."""
        super().__init__(assume_scheme="https", **kwargs)

    def clean(self, value: Any) -> str:
        """Return the address. Most fields for links stay empty, and nothing is to be checked then."""
        return str(super().clean(value)) if value or self.required else ""

    def to_python(self, value: Any) -> str:
        """Return the address, if it is one line."""
        if isinstance(value, str) and not is_single_line(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return str(super().to_python(value) or "")


class ParagraphField(LengthField):
    """A longer text. Its length is counted with line feeds only, as the browser counts it."""

    widget = forms.Textarea
    default_error_messages = {"control": CONTROL_MESSAGE}

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends and without spaces around it."""
        if isinstance(value, str):
            if has_control_characters(value):
                raise forms.ValidationError(self.error_messages["control"], code="control")
            value = with_plain_line_ends(value)
        return str(super().to_python(value))


class YesInput(forms.CheckboxInput):
    """A checkbox that counts as ticked only when its value is "yes"; anything else is no consent."""

    def __init__(self) -> None:
        """Send "yes" when ticked."""
        super().__init__(attrs={"value": "yes"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the value is exactly "yes"."""
        return data.get(name) == "yes"

    def format_value(self, value: Any) -> str:
        """Return the value that a ticked box sends."""
        return "yes"


class ConsentField(forms.BooleanField):
    """A confirmation. Nothing is ever ticked in advance."""

    widget = YesInput


class FilesInput(forms.FileInput):
    """A field that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        """Return all files that came under the name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Files as they came; whether they are taken is for `cms.issuance.evidence` to say."""

    widget = FilesInput


class TokenField(forms.CharField):
    """A text for programs that people do not see: what does not fit counts as empty, and is no error."""

    widget = forms.HiddenInput

    def __init__(self, shape: str, **kwargs: Any) -> None:
        """Take texts of the shape only."""
        super().__init__(required=False, **kwargs)
        self.shape = re.compile(shape)

    def clean(self, value: Any) -> str:
        """Return the text, or an empty one."""
        text = value if isinstance(value, str) else ""
        return text if self.shape.fullmatch(text) else ""


class ProofField(TokenField):
    """The proof of work: its cleaned value is the challenge that was solved, or an empty text."""

    def __init__(self) -> None:
        """Take what a solution can look like."""
        super().__init__(r"[A-Za-z0-9+/=]{1,2000}")

    def clean(self, value: Any) -> str:
        """Return the challenge."""
        return proof_in(super().clean(value))
