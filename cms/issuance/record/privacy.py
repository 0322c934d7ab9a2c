"""What must never be published: read by the export to prove that it is not."""

from cms.issuance.models import Application


def private_texts() -> set[str]:
    """Return the names and e-mail addresses of all applicants."""
    found = Application.objects.values_list("name", "email").distinct()
    return {text.strip() for pair in found for text in pair if text.strip()}
