"""/media/: pictures and files of editors, from the folder or bucket where they lie.

Readers of the exported site get theirs from the site. This is for the admin, for previews, and for front ends that ask
the API.
"""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

# Names change with their content, but a file may be deleted.
MAX_AGE = 3600
SHOWN = ("image/", "audio/", "text/vtt")


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a file. Documents of private collections are handed out by Wagtail's own view only.

    Raises:
        Http404: there is none.
    """
    document = get_document_model().objects.filter(file=name).select_related("collection").first()
    if document is not None and document.collection.get_view_restrictions():
        raise Http404
    try:
        content = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_shown = kind.startswith(SHOWN) and kind != "image/svg+xml"
    response = FileResponse(content, content_type=kind, as_attachment=not is_shown)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response
