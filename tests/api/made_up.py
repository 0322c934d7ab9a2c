"""Requests made up after the description of the API or against it, and what every answer to one keeps to."""

from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

PATHS = ("en", "ar", "en/about", "ar/about", "en/skills", "ar/skills/listening", "en/badges/listening", "fr/x")
DETAILS = {"type": ("skill", "theory.section"), "vocabulary": ("levels", "terms"), "badge": ("listening",)}
TRANSITIONS = ("submit", "approve", "reject", "publish", "retract", "recall")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@st.composite
def requests(draw: Any, operation: Any) -> Any:
    """Make up a request: after the description or against it, for a page that there is or for any."""
    mode = draw(st.sampled_from(list(schemathesis.GenerationMode)))
    case = draw(operation.as_strategy(generation_mode=mode))
    given_path = case.path_parameters or {}
    known = {"page_path": PATHS, "transition": TRANSITIONS, **DETAILS}
    for name in given_path.keys() & known.keys():
        if draw(st.integers(0, 9)):
            given_path[name] = draw(st.sampled_from(known[name]))
    return case
