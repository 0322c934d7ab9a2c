"""The self-reflection test: statements of the modules, skill by skill."""

from itertools import zip_longest
from typing import Any

from django.utils.html import format_html

from cms.learning.context.cards import families, skill_cards
from cms.learning.context.values import html_writer
from cms.learning.snapshot import Node, Snapshot

STATEMENTS_A_SKILL = 3


def reflection_extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return the test at `node`: `skills` in its own order, `families` for its result, `total` of statements.

    The families take turns: neighbours of one family resemble each other, and an answer is easily copied from one to
    the next. Whoever stops early has met all four families.
    """
    skills = [
        {**card, "statements": statements}
        for card in skill_cards(snapshot, language)
        if (statements := _statements(snapshot, node, language, card["path"]))
    ]
    groups = [family for family in families(skills) if family["skills"]]
    turns = zip_longest(*(family["skills"] for family in groups))
    return {
        "families": groups,
        "skills": [skill for turn in turns for skill in turn if skill],
        "total": sum(len(skill["statements"]) for skill in skills),
    }


def _statements(snapshot: Snapshot, node: Node, language: str, path: str) -> list[dict[str, Any]]:
    """Return the first statements of a module: `name` of the field (the same in all languages), and its words."""
    module = snapshot.find(language, path)
    if module is None:
        return []
    page: Any = module.page
    items = html_writer(snapshot, language).stream(page.statements.stream_block, page.statements.get_prep_value())
    marked = '<span lang="{}">{}</span>' if module.language != node.language else "{1}"
    return [
        {"name": f"{page.slug}/{item['key']}", "words": format_html(marked, module.language, item["value"])}
        for item in items[:STATEMENTS_A_SKILL]
    ]
