"""The certificate before a reader that is not ours: one tagged page, every letter, and the badge inside."""

import io
import json
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.awards.direct import issue_directly
from cms.issuance.certificate.make import certificate as make_certificate
from cms.issuance.credentials.errors import CertificateError
from cms.issuance.credentials.keys import make_signing_key
from cms.issuance.steps import SYSTEM
from cms.issuance.verification import read_badge
from cms.typesetting import TypesettingError
from tests.judges.judging import SENTENCES, Assets, Certificate
from tests.tag_tree import tags


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize("language", SENTENCES)
def test_every_letter_can_be_read_back(certificate: Certificate, language: str) -> None:
    pdf = reader(certificate("{}", summary=SENTENCES[language], name=SENTENCES[language][:40]))
    words = " ".join(pdf.pages[0].extract_text().split())
    assert SENTENCES[language] in words


def test_it_is_one_tagged_page_in_its_language(certificate: Certificate) -> None:
    pdf = reader(certificate("{}"))
    root: Any = pdf.trailer["/Root"]
    assert len(pdf.pages) == 1
    assert root["/Lang"] == "pl"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean is no Python one
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Odznaka: Empatia"
    found = list(tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/L", "/Figure", "/Link"} <= set(found)
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>3</pdfaid:part>" in xmp


def test_it_fits_one_page_whatever_the_words(certificate: Certificate) -> None:
    pdf = reader(
        certificate("{}", name="Maria Łąkowska " * 13, criteria=[SENTENCES["fi"]] * 12, summary="Word. " * 150)
    )
    assert len(pdf.pages) == 1


def test_markup_in_a_name_is_text(certificate: Certificate) -> None:
    name = "#panic() *x* $y$ @z <b> \\ `code`"
    assert name in reader(certificate("{}", name=name)).pages[0].extract_text()


def test_letters_of_other_scripts_are_there_or_refused(certificate: Certificate) -> None:
    assert "Κώστας Привет" in reader(certificate("{}", name="Κώστας Привет")).pages[0].extract_text()
    with pytest.raises(TypesettingError):
        certificate("{}", name="\ue000")


def test_the_same_award_gives_the_same_bytes_with_the_badge_inside(
    db: None, assets: Assets, settings: Settings, tmp_path: Any
) -> None:
    settings.ASSETS_DIR, settings.KEYS_DIR = assets.folder, tmp_path / "keys"
    settings.PUBLIC_URL = "https://badges.example"
    make_signing_key()
    criteria = [{"key": "one", "title": "Ascultă și înțelege", "description": "-", "example": "-"}]
    publish_achievement("empathy", "ro", AchievementContent("Empatie", SENTENCES["ro"], criteria))
    award, badge = issue_directly("empathy", "ro", ("Ștefan Țăranu", "stefan@mail.example"), SYSTEM)
    pdf = make_certificate(award)
    assert pdf == make_certificate(award)
    assert read_badge(pdf) == badge.credential == json.loads(reader(pdf).attachments["badge.json"][0])
    words = reader(pdf).pages[0].extract_text()
    for word in (
        "Empatie",
        "Ștefan Țăranu",
        "Ascultă și înțelege",
        "https://badges.example/ro/verify/",
        award.credential_id,
    ):
        assert word in words
    award.application.name = "\ue000"
    with pytest.raises(CertificateError, match="cannot be typeset"):
        make_certificate(award)
