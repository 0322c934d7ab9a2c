"""What the page of paths shows beyond its own words: each step with the module it leads to."""

from typing import Any

from cms.learning.context.cards import skill_cards
from cms.learning.context.values import page_values
from cms.learning.snapshot import Node, Snapshot


def paths_extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return the paths; a step whose module is not on the site (any more) is left out."""
    cards = {card["address"]: card for card in skill_cards(snapshot, language)}
    paths = []
    for path in page_values(snapshot, node, language)["paths"]:
        steps = [{**step, "card": cards[step["page"]]} for step in path["steps"] if step["page"] in cards]
        paths.append({**path, "steps": steps, "minutes": sum(step["card"]["minutes"] for step in steps)})
    return {"paths": paths}
