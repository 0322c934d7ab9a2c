"""When applications close for good, and whether the issuer can still sign: one row for the whole installation."""

from django.db import models


class Schedule(models.Model):
    """The end as the endpoint must know it. The day comes from project.yaml; who has no such day has no row."""

    applications_close = models.DateField(null=True, blank=True, help_text="From this day on nothing new is taken.")
    key_destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.applications_close or "-")
