"""What load, dump and the translation desk remember beside the tables of Wagtail and wagtail-localize."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms import projects


class LoadedFile(models.Model):
    """A file of content/ as it was loaded.

    `file_digest` is the file's data then, `cms_digest` what a dump would have written right after. If a dump
    now would differ from `cms_digest`, somebody has edited in the CMS.
    """

    path = models.CharField(max_length=255, primary_key=True)
    file_digest = models.CharField(max_length=64)
    cms_digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return the address inside content/."""
        return self.path


def loaded_files() -> dict[str, LoadedFile]:
    """Return the files of the project that is meant here, by their address inside its folder."""
    prefix = projects.current().prefix
    rows = LoadedFile.objects.filter(path__startswith=prefix)
    rows = rows if prefix else rows.exclude(path__startswith=f"{projects.FOLDER}/")
    return {row.path.removeprefix(prefix): row for row in rows}


class Review(models.Model):
    """A translation that stays where it is, and that a person should look at again: gettext calls it fuzzy.

    `previous` is the English text that it was made for, as a .po file has it, "" where only a person's eye is
    missing (machine translation, a near match of the memory).
    """

    class Reason(models.TextChoices):
        """Why somebody should look."""

        SOURCE = "source", _("the source text has changed")
        MACHINE = "machine", _("translated by a machine")
        MEMORY = "memory", _("taken from a similar text")
        FILE = "file", _("marked in an imported file")

    translation = models.OneToOneField(StringTranslation, models.CASCADE, primary_key=True, related_name="review")
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.SOURCE)
    previous = models.TextField(blank=True)

    def __str__(self) -> str:
        """Return the English text that was translated."""
        return self.previous


class WrittenRevision(models.Model):
    """The revision of a translated page that was written from the stored translations last.

    A later revision that differs in its words is an edit by hand, which nothing may overwrite. `went_with_source`
    remembers that the page was unpublished because its source was, so that it comes back with it.
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="written_revision")
    revision_id = models.PositiveBigIntegerField()
    went_with_source = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Return the numbers of page and revision."""
        return f"{self.page_id}: {self.revision_id}"
