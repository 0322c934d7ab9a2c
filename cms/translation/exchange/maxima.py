"""How long a text may be: the limits of the fields and blocks that hold it."""

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from cms.learning.models import LearningPage


def maximum_of(page: LearningPage, path: str) -> int:
    """Return how many characters the text at a path (wagtail-localize's context) may have, 0 where any number."""
    name, *rest = path.split(".")
    field = page._meta.get_field(name)
    if not isinstance(field, StreamField):
        return int(getattr(field, "max_length", None) or 0)
    limits = [_limit(kind, rest[1:]) for kind in field.stream_block.child_blocks.values()]
    return min((limit for limit in limits if limit), default=0)


def _limit(block: Any, rest: list[str]) -> int:
    """Return the limit of the block at the end of a path below another one."""
    if isinstance(block, blocks.ListBlock):
        return _limit(block.child_block, rest[1:])
    if isinstance(block, blocks.StructBlock):
        return _limit(block.child_blocks[rest[0]], rest[1:]) if rest and rest[0] in block.child_blocks else 0
    return int(getattr(getattr(block, "field", None), "max_length", None) or 0)
