"""One fault of one file, and where an editor mends it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, order=True)
class Finding:
    """One fault of one file; `page` is the number of the page in the CMS that the file shows, where it shows one."""

    path: str
    message: str
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
