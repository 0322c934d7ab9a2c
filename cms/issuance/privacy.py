"""What must never be published: read by the export to prove that it is not."""

from cms.issuance.models import Application


def private_texts() -> list[str]:
    """Return the e-mail addresses of all applicants."""
    return list(Application.objects.exclude(email="").values_list("email", flat=True).distinct())
