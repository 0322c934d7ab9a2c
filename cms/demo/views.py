"""Pages of the demo mailbox."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.demo.mailbox import Mail, read_mail, read_mailbox


def _mail(name: str) -> Mail:
    try:
        return read_mail(name)
    except FileNotFoundError as error:
        raise Http404(name) from error


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the mails."""
    return render(request, "demo/outbox.html", {"mails": read_mailbox()})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail."""
    return render(request, "demo/mail.html", {"mail": _mail(name)})


@require_safe
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Download an attachment."""
    attachments = _mail(name).attachments
    if number >= len(attachments):
        raise Http404(name)
    filename, content_type, content = attachments[number]
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
