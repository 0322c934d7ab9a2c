"""When applications close for good, whether the issuer can still sign, and the clock: one row for the installation."""

from django.db import models


class Schedule(models.Model):
    """The end as the endpoint must know it, and the clock as it was last looked at.

    Attributes:
        applications_close: comes from project.yaml.
        looked_at: what the clock said when something was last to be erased.
        doubted_until: nothing is erased before, because the clock had leapt.
    """

    applications_close = models.DateField(null=True, blank=True, help_text="From this day on nothing new is taken.")
    key_destroyed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    doubted_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.applications_close or "-")
