"""The peer: the least that Django can do. One view that inserts one row, no checks, no form, no mail.

It is a whole WSGI application with settings of its own; gunicorn runs it as it runs the endpoint.
"""

import os

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.settings.common import database

settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES=database("perennial.sqlite3"),
    INSTALLED_APPS=["benchmarks.endpoint.rows"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings

from benchmarks.endpoint.rows.models import Row  # noqa: E402


def insert(request: HttpRequest) -> HttpResponse:
    """Insert one row with what came."""
    Row.objects.create(content=request.POST["name"])
    return HttpResponse(status=303, headers={"Location": "https://site.example/"})


def look(request: HttpRequest) -> HttpResponse:
    """Tell that the server is there."""
    return HttpResponse("here")


urlpatterns = [path("apply/", insert), path("apply/challenge", look)]
application = get_wsgi_application()
