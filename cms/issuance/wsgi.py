"""The issuance endpoint as an application of its own: `gunicorn cms.issuance.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.issuance")

application = get_wsgi_application()


def _prepare() -> None:
    """Do at the start what the first applicant would wait a tenth of a second for: load views, compile patterns."""
    from importlib import import_module

    from django.conf import settings

    from cms.issuance.endpoint.fields import AddressField, LinkField

    import_module(settings.ROOT_URLCONF)
    AddressField().clean("name@example.org")
    LinkField().clean("https://example.org/")


_prepare()
