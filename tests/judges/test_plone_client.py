"""The API as Plone's own client sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from tests.api.live import over_http
from tests.judges.judging import node, printed


@pytest.fixture
def base(sample: Path) -> Iterator[str]:
    """Where the API of the sample answers, as long as the test lasts."""
    with over_http() as url:
        yield url


def test_plone_s_own_client_reads_writes_and_logs_in(base: str, packages: Path) -> None:
    boss = get_user_model().objects.create_superuser("boss", "boss@example.org", "correct horse")
    script = [node(), str(Path(__file__).parent / "plone-client.mjs")]
    said = printed([*script, str(packages), base, boss.get_username(), "correct horse"])
    assert said["content"]["language"]["token"] == "ar"
    components = said["content"]["@components"]
    assert components["breadcrumbs"] == said["breadcrumbs"]
    assert components["translations"] == said["translations"]
    assert [item["language"] for item in said["translations"]["items"]] == ["en"]
    assert said["full"]["items"][0]["blocks"]
    assert any(item["items"] for item in said["navigation"]["items"])
    assert said["contextnavigation"]["items"][0]["@id"] == "/ar/skills/"
    assert said["actions"]["user"][0]["id"] == "login"
    assert said["workflow"]["state"]["id"] == "published"
    assert {entry["id"] for entry in said["types"]} >= {"skill", "badge"}
    assert all(item["UID"] and item["id"] for item in said["search"]["items"])
    assert {item["@type"] for item in said["below"]["items"]} == {"info"}
    assert said["anonymousHistory"] == 401
    assert said["token"]
    assert said["created"]["review_state"] == "private"
    assert (said["changed"]["title"], said["changed"]["review_state"]) == ("Changed by a client", "published")
    assert said["history"][0]["actor"]["username"] == "boss"
    assert said["version"]["title"] == "Made by a client"
    assert said["gone"] == 404
