"""Further projects: what the endpoint must know of them, without Wagtail."""

from django.db import models


class Project(models.Model):
    """A project beside the first; `facts` is the content of its project.yaml. Read by `cms.projects`."""

    key = models.CharField(max_length=30, primary_key=True)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.key
