"""What a front end shows is the same from the running server and from the exported folder."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from cms.api.shapes.content import TIMES
from tests.journeys.server import ROOT, Demo
from tests.judges.judging import node, printed
from tests.judges.packages import MODULES

# No other journey changes it.
PAGE = "/en/skills/creativity/"
WORD = "creativity"


def lines(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield item["@id"]
        yield from lines(item["items"])


def test_plone_s_client_and_a_static_client_read_the_same(demo: Demo) -> None:
    script = str(ROOT / "tests/judges/plone-reader.mjs")
    live = printed([node(), script, str(MODULES / "node_modules"), demo.url, PAGE.rstrip("/"), WORD])
    kept = printed([sys.executable, str(ROOT / "docs/api/client.py"), str(demo.site), PAGE, WORD])
    assert len(live["pages"]) == 6
    for address, page in live["pages"].items():
        file = json.loads((demo.site / address.lstrip("/") / "index.json").read_text())
        assert {name: value for name, value in page.items() if name not in TIMES} == file
        assert page["is_fallback"] is False
    titles = {page["language"]["token"]: page["title"] for page in live["pages"].values()}
    assert {"en": kept["title"], **kept["translations"]} == titles
    assert list(lines(live["navigation"]["items"])) == kept["site_map"]
    assert [item["@id"] for item in live["found"]["items"]] == kept["found"]
    assert kept["found"][0] == PAGE
