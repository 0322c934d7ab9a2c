"""What the pages of the toolkit show beyond their own words: the modules of its tracks, tools, and the canvas."""

from typing import Any

from cms.learning.context.cards import TOOLKIT_PATH, toolkit_cards
from cms.learning.context.furniture import entry
from cms.learning.models import ToolPage
from cms.learning.snapshot import Snapshot
from cms.toolkit import canvas

# What a page without a script offers to fill in: so many badges, with so many criteria each.
BLANK_BADGES, BLANK_CRITERIA = 2, 4


def toolkit_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the modules in order, and the pages of tools that stand below the toolkit."""
    below = snapshot.children(language, TOOLKIT_PATH)
    return {
        "modules": toolkit_cards(snapshot, language),
        "tools": [entry(node, language) for node in below if issubclass(node.page_type, ToolPage)],
    }


def canvas_extras() -> dict[str, Any]:
    """Return the fields of the canvas, what fits into them, and what its files say of themselves."""
    return {
        "canvas_fields": canvas.FIELDS,
        "canvas_format": canvas.FORMAT,
        "canvas_version": canvas.VERSION,
        "canvas_blank": range(1, BLANK_BADGES + 1),
        "canvas_blank_criteria": range(1, BLANK_CRITERIA + 1),
        "canvas_most": {
            "bytes": canvas.MOST_BYTES,
            "badges": canvas.MOST_BADGES,
            "criteria": canvas.MOST_CRITERIA,
            "badge_name": canvas.LONGEST_BADGE_NAME,
            "description": canvas.LONGEST_DESCRIPTION,
            "criterion": canvas.LONGEST_CRITERION,
        },
    }
