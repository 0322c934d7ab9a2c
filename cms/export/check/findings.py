"""One fault of one file, in words of the reader's language, and where an editor mends it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, translated when somebody reads it: `text` is English and has places for the named values."""

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return it in the language that is spoken now."""
        return gettext(self.text) % dict(self.values) if self.values else gettext(self.text)


def fault(text: str, **values: str) -> Fault:
    """Return a fault; mark the text for translation (gettext_noop)."""
    return Fault(text, tuple(values.items()))


@dataclass(frozen=True, order=True)
class Finding:
    """One fault of one file; `page` is the number of the page in the CMS that the file shows, where it shows one."""

    path: str
    message: Fault
    page: int | None = None

    def __str__(self) -> str:
        """Return `path: message`."""
        return f"{self.path}: {self.message}"

    @property
    def editor(self) -> str:
        """The whole address in the CMS where the fault is mended, "" where the file shows no page."""
        if self.page is None:
            return ""
        # Spelled out: an export may run in a process without the admin.
        return f"{settings.WAGTAILADMIN_BASE_URL}/admin/pages/{self.page}/edit/"
