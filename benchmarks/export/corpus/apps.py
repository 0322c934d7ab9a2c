"""Django application of the benchmark corpus."""

from django.apps import AppConfig


class CorpusConfig(AppConfig):
    """The pages of the benchmark."""

    name = "benchmarks.export.corpus"
    label = "corpus"
