"""What the last load put into the CMS, so that an edit made there is noticed and never overwritten."""

from django.db import models


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
