"""The desk's award is whole or not at all, whatever breaks on the way."""

import pytest
from applicants import ALL_MET, ANNA

from cms.issuance.assessing import workflow
from cms.issuance.credentials import CredentialError
from cms.issuance.models import Application, Award, MailMessage
from cms.issuance.states import State


@pytest.mark.parametrize(
    "point",
    [
        "cms.issuance.credentials.issue.load_signing_key",
        "cms.issuance.credentials.signing.add_data_integrity_proof",
        "cms.issuance.credentials.signing.OB3LdpVerifier",
        "cms.issuance.credentials.issue.bake_into_png",
        "cms.issuance.credentials.issue.bake_into_svg",
        "cms.issuance.models.Award.objects.create",
        "cms.issuance.awards.make.keep_files",
        "cms.issuance.assessing.decisions.queue_mail",
    ],
)
def test_a_fault_on_the_way_awards_nothing(
    issuer: object, confirmed: Application, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    mails, events = MailMessage.objects.count(), confirmed.events.count()

    def fail(*_: object, **__: object) -> None:
        raise CredentialError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr(point, fail)
        with pytest.raises(CredentialError):
            workflow.award(confirmed.pk, ALL_MET, ANNA)
    confirmed.refresh_from_db()
    assert confirmed.state == State.SUBMITTED
    assert not Award.objects.exists()
    assert (MailMessage.objects.count(), confirmed.events.count()) == (mails, events)
    assert workflow.award(confirmed.pk, ALL_MET, ANNA).credential["type"][1] == "OpenBadgeCredential"
