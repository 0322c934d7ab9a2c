"""The API keeps to its own description, whatever it is sent: schemathesis makes up requests and judges the answers.

A few examples for each operation; `pytest tests/api/test_description.py --hypothesis-profile thorough` tries many.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.api.made_up import CHECKS, requests
from tests.api.people import API, Person

FEW, MANY = 2, 60


@pytest.fixture
def operations(sample: Path) -> list[Any]:
    """Every operation of the description, as it is served."""
    schema = schemathesis.openapi.from_wsgi(f"{API}/@openapi", get_wsgi_application())
    return [found.ok() for found in schema.get_all_operations()]


def test_nothing_that_is_sent_breaks_the_server_or_the_description(
    operations: list[Any], person: Any, request: pytest.FixtureRequest
) -> None:
    boss = person("boss")
    boss.user.is_superuser = True
    boss.user.save()
    is_thorough = request.config.getoption("--hypothesis-profile") == "thorough"
    statuses: Counter[int] = Counter()
    for operation in operations:
        _try(operation, MANY if is_thorough else FEW, boss, statuses)
    assert statuses[200] + statuses[201] + statuses[204] > len(operations) / 4
    print(dict(sorted(statuses.items())))


def _try(operation: Any, examples: int, boss: Person, statuses: Counter[int]) -> None:
    @hypothesis_settings(
        max_examples=examples,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=examples == FEW,
    )
    @given(case=requests(operation), is_known=st.integers(0, 5))
    def one(case: Any, is_known: int) -> None:
        case.headers = {"Authorization": f"Bearer {boss.text}"} if is_known else {}
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    one()


def test_the_description_is_openapi_3_1_with_an_example_for_every_body(sample: Path, client: Any) -> None:
    schema = client.get(f"{API}/@openapi").json()
    assert schema["openapi"].startswith("3.1")
    for methods in schema["paths"].values():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                assert "example" in content, operation["operationId"]
                resolved = {**content["schema"], "components": schema["components"]}
                Draft202012Validator(json.loads(json.dumps(resolved))).validate(content["example"])
