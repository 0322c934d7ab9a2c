"""Which canvases have been imported, so that none is imported twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CanvasImport(models.Model):
    """A canvas of which drafts were made. Who did it stands in the history of the pages."""

    project = models.CharField(max_length=30, blank=True, default="", help_text="Key of the project with the drafts.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what is in the canvas.")
    imported_at = models.DateTimeField(auto_now=True)
    pages = models.JSONField(default=list, help_text="Primary keys of the drafts.")

    class Meta:
        verbose_name = _("imported canvas")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["project", "digest"], name="toolkit_canvas_once")]

    def __str__(self) -> str:
        """Return the beginning of the digest."""
        return self.digest[:12]
