"""Our credentials before the published JSON schema of Open Badges 3.0, which `make judge` fetches first."""

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft201909Validator

from cms.issuance.credentials import AwardFacts
from cms.issuance.credentials.issue import issue_badge
from tests.judges.judging import SENTENCES
from tests.judges.schemas import MISSING, SCHEMA
from tests.judges.test_credentials_judged import full


@pytest.mark.skipif(not SCHEMA.exists(), reason=MISSING)
def test_the_published_schema_has_no_fault_to_find(make_facts: Callable[..., AwardFacts]) -> None:
    # With the formats of dates, which a schema alone does not look at.
    formats = Draft201909Validator.FORMAT_CHECKER
    validator = Draft201909Validator(json.loads(SCHEMA.read_text("utf-8")), format_checker=formats)
    for language in SENTENCES:
        for facts in (make_facts(language), full(make_facts, language)):
            assert [error.message for error in validator.iter_errors(issue_badge(facts).credential)] == []
