"""The issuance endpoint as an application of its own: `gunicorn cms.issuance.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.issuance")

application = get_wsgi_application()
