"""Django's entry to this stage of the flow."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ApiConfig(AppConfig):
    """Label `api`."""

    name = "cms.api"
    label = "api"

    def ready(self) -> None:
        """Notice every change of what answers are made of."""
        from wagtail.documents.models import Document
        from wagtail.images.models import Image
        from wagtail.models import Locale, Page, Site, TaskState, WorkflowState
        from wagtail.signals import post_page_move

        from cms.api.models import note_change
        from cms.learning.models import BlockKey, ProjectSettings, Recording

        shown = (Page, Image, Document, Locale, Site, BlockKey, ProjectSettings, Recording, WorkflowState, TaskState)

        def on_change(instance: Any, **kwargs: Any) -> None:
            if isinstance(instance, shown):
                note_change()

        for signal in (post_save, post_delete, post_page_move):
            signal.connect(on_change, weak=False, dispatch_uid="cms.api.on_change")
