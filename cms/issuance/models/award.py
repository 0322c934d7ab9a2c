"""Awards: the badge that was issued, its files, its place in the status list, and its revocation."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.issuance.models.achievement import Achievement
from cms.issuance.models.application import Application


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards by whether they still hold."""

    def not_revoked(self) -> "AwardQuerySet":
        """Return those that nobody has withdrawn; they may have expired."""
        return self.filter(revoked_at=None)

    def in_force(self) -> "AwardQuerySet":
        """Return those that are neither revoked nor expired."""
        return self.not_revoked().filter(Q(valid_until=None) | Q(valid_until__gt=timezone.now()))


class Award(models.Model):
    """One issued badge. The status index is random, so that the public list does not tell the order of awards."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="awards")
    credential_id = models.CharField(max_length=100, unique=True)
    salt = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    status_list = models.PositiveIntegerField(default=1)
    status_index = models.PositiveIntegerField()
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.TextField(blank=True)
    is_first_of_holder = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Counts each person once, and tells nobody who it is.",
    )
    credential = models.JSONField()

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="issuance_award_status"),
        ]
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return self.credential_id

    @property
    def is_expired(self) -> bool:
        """Tell whether its time is over."""
        return self.valid_until is not None and self.valid_until <= timezone.now()

    @property
    def is_in_force(self) -> bool:
        """Tell whether it is neither revoked nor expired."""
        return self.revoked_at is None and not self.is_expired


class AwardFile(models.Model):
    """The badge in one of the forms that its holder gets; the same bytes whenever it is fetched.

    Kept by `cms.issuance.awards.files`.
    """

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "name"], name="issuance_award_file"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FileFault(models.Model):
    """Files of an award that could not be made; gone as soon as they are.

    `error` is for the operator. With `failed_at` nothing is tried any more until the operator says so.
    """

    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="file_fault")
    begun = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="No further try by itself.")
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.error
