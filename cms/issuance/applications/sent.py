"""What somebody typed into a form: one value of the application at first, rows once the address is confirmed.

Most of what strangers send is never confirmed, and a request that writes two rows instead of seven takes a third less
time. An unconfirmed application is read by nobody; it leaves that state in one place, `cms.issuance.steps.move`.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cms.issuance.applications.submission import Answers
from cms.issuance.models import CriterionAnswer, EvidenceLink
from cms.issuance.rows import Draft, draft


def folded(answers: Answers) -> dict[str, Any]:
    """Return the texts as one value. Pairs and not objects: PostgreSQL does not keep the order of an object."""
    return {
        "situations": list(answers.situations.items()),
        "links": list(answers.links.items()),
        "evidence": list(answers.evidence),
    }


def unfolded(application_id: UUID, sent: dict[str, Any]) -> list[Draft]:
    """Return the rows for what `folded` has returned."""
    situations = [
        draft(CriterionAnswer, application_id=application_id, criterion_key=key, position=position, situation=situation)
        for position, (key, situation) in enumerate(sent["situations"])
    ]
    return [*situations, *link_rows(application_id, sent["links"], sent["evidence"])]


def link_rows(application_id: UUID, links: Iterable[tuple[str, str]], evidence: Iterable[str]) -> list[Draft]:
    """Return the rows of the addresses: for each criterion at most one, and the further ones."""
    places = [*links, *(("", url) for url in evidence)]
    return [draft(EvidenceLink, application_id=application_id, criterion_key=key, url=url) for key, url in places]
