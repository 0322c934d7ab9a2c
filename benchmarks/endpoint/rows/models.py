"""One row a request."""

from django.db import models


class Row(models.Model):
    """What came in."""

    content = models.TextField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "rows"

    def __str__(self) -> str:
        return self.content
