"""Endorsements: what partner organisations say of a badge or of the issuer, signed by themselves."""

from django.db import models


class Endorsement(models.Model):
    """One signed endorsement credential. `slug` is that of the badge; empty where the issuer is endorsed.

    `endorser` is the DID that signed, and `organisation` whose it is: the issuer vouches for that by keeping it.
    """

    slug = models.SlugField(max_length=100, blank=True)
    language = models.CharField(max_length=20)
    organisation = models.CharField(max_length=200)
    endorser = models.CharField(max_length=500)
    credential_id = models.CharField(max_length=500, unique=True)
    credential = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "slug", "language", "id"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.slug or 'issuer'} ({self.language})"
