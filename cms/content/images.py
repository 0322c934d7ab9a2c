"""A picture file of content/ -> a picture of the CMS."""

from pathlib import Path

from django.core.files import File
from wagtail.images.models import Image

from cms import projects


def load_image(folder: str, path: Path) -> int:
    """Return the picture of a file, made or brought up to date; its title is its address inside content/."""
    title = f"{projects.current().prefix}{folder}/{path.name}"
    image = Image.objects.filter(title=title).first() or Image(title=title)
    content = path.read_bytes()
    if not image.pk or image.file.size != len(content) or image.file.read() != content:
        with path.open("rb") as handle:
            image.file = File(handle, name=path.name)
            image.file_hash = ""
            image.save()
    return int(image.pk)
