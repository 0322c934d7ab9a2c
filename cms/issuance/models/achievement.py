"""Achievements: what a badge asks for, one row for each version in each language."""

from django.db import models


class Achievement(models.Model):
    """One version of one badge in one language. Rows are never changed: a change is a new version.

    `criteria` is a list of {key, title, description, example}, `evidence` a list of texts, `alignment` a list
    of {framework, name, code, url}; `digest` is the SHA-256 of all content, so that a reload adds nothing.
    """

    slug = models.SlugField(max_length=100)
    language = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=255)
    description = models.TextField()
    criteria = models.JSONField()
    evidence = models.JSONField(default=list, blank=True)
    assessment = models.TextField(blank=True)
    assessors = models.PositiveSmallIntegerField(default=1, help_text="How many different people must agree.")
    alignment = models.JSONField(default=list, blank=True)
    skills_needed = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of a set badge: how many badges for skills it is awarded for, by itself."
    )
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: it never expires.")
    digest = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "language", "version"], name="issuance_achievement_version"),
        ]
        ordering = ["slug", "language", "version"]

    def __str__(self) -> str:
        return f"{self.name} ({self.language}, {self.version})"
