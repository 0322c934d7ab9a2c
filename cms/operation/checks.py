"""`manage.py check`, and before every command: settings that must not be as they are."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from cms.operation.advice import advice
from cms.operation.safety import demo_problems, problems


@register(Tags.security)
def settings_are_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each setting that is unsafe or contradicts another."""
    found = demo_problems(settings) if settings.DEMO else problems(settings)
    return [Error(words, id="perennial.E001") for words in found]


@register(Tags.security, deploy=True)
def settings_are_advisable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return a warning for each setting that could be better."""
    hint = "Where that is meant, add its number to PERENNIAL_SILENCED_CHECKS."
    return [checks.Warning(words, hint=hint, id=number) for number, words in advice(settings)]
