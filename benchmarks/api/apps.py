"""Lets Wagtail's APIs answer the fields that ours answers, before v3 makes its schemas of them."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Stands before all others."""

    name = "benchmarks.api"
    label = "bench_api"

    def ready(self) -> None:
        """Name the fields."""
        from wagtail.api import APIField

        from cms.api.shapes.fields import plain_fields, stream_fields
        from cms.learning.snapshot import page_types

        for page_type in page_types():
            names = [field.name for field in [*plain_fields(page_type), *stream_fields(page_type)]]
            page_type.api_fields = [APIField(name) for name in names]
