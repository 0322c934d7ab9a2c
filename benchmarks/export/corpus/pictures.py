"""The corpus's photographs: generated, stored as Wagtail images, and their sizes made beforehand."""

from io import BytesIO
from random import Random

from django.core.files.images import ImageFile
from PIL import Image as Pillow
from PIL import ImageDraw
from wagtail.images.models import Image

from cms.api.shapes.images import FORMATS, WIDTHS

SIZE = (1600, 900)
ELLIPSES = 40
RENDITION = "fill-640x360|format-webp"
# The sizes that our frozen JSON names.
IN_JSON = [f"format-{kind}|width-{width}" for width in WIDTHS for kind in FORMATS]


def add_pictures(count: int) -> list[int]:
    """Store `count` pictures with their renditions; return their primary keys."""
    keys = []
    for number in range(count):
        photograph = ImageFile(BytesIO(draw(number)), name=f"picture-{number:03d}.jpg")
        image = Image.objects.create(title=f"Picture {number:03d}", file=photograph)
        for rendition in (RENDITION, *IN_JSON):
            image.get_rendition(rendition)
        keys.append(image.pk)
    return keys


def draw(number: int) -> bytes:
    """Return a JPEG of noise and coloured ellipses; the same number gives the same picture."""
    random = Random(number)
    noise = Pillow.frombytes("L", SIZE, random.randbytes(SIZE[0] * SIZE[1])).convert("RGB")
    shapes = Pillow.new("RGB", SIZE, _colour(random))
    pen = ImageDraw.Draw(shapes)
    for _ellipse in range(ELLIPSES):
        left, top = random.randrange(SIZE[0]), random.randrange(SIZE[1])
        pen.ellipse((left, top, left + random.randrange(50, 500), top + random.randrange(50, 400)), _colour(random))
    buffer = BytesIO()
    Pillow.blend(shapes, noise, 0.1).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _colour(random: Random) -> tuple[int, int, int]:
    return random.randrange(256), random.randrange(256), random.randrange(256)
