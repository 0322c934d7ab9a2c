"""Awards that were made together, from one file."""

from django.db import models


class Batch(models.Model):
    """One file of awards for a training day. `digest` is the SHA-256 of its content; the file itself is not kept."""

    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    actor = models.CharField(max_length=255)
    actor_id = models.BigIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.title
