"""Addresses for pages that are made of what somebody typed."""

from django.utils.text import slugify
from wagtail.models import Page

LONGEST_SLUG = 60


def free_slug(title: str, index: Page, otherwise: str) -> str:
    """Return a slug of the title that no page below `index` has: small letters, digits and hyphens.

    `otherwise` is taken where no letter of the title can stand in a slug.
    """
    first = slugify(title).replace("_", "-").strip("-")[:LONGEST_SLUG].strip("-") or otherwise
    taken = set(index.get_children().values_list("slug", flat=True))
    number, slug = 1, first
    while slug in taken:
        number += 1
        slug = f"{first}-{number}"
    return slug
