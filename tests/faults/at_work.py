"""A process to be killed at work: `python -m tests.faults.at_work ACTION`; a line for each thing done."""

import sys

import django

django.setup()


def translate() -> None:
    """Save a translation of each text of a page, as the desk does with every field that is left."""
    from cms.translation.texts import read_desk_page, save_text
    from tests.translation.exchanging import target

    desk = read_desk_page(target())
    for number, text in enumerate(desk.texts):
        save_text(desk, text, f"{text.text.message.source} ع{number:03}", None)
        print(f"{number:03}", flush=True)


def award() -> None:
    """Award every application that waits."""
    from cms.issuance.assessing import workflow
    from cms.issuance.assessing.workflow import Actor
    from cms.issuance.awards import make as awards
    from cms.issuance.credentials import IssuedBadge
    from cms.issuance.models import Application
    from tests.issuance.at_once import MET

    awards.issue_badge = lambda facts: IssuedBadge({"id": facts.credential_id}, b"{}", b"\x89PNG", b"<svg/>")  # type: ignore[attr-defined]
    for application in Application.objects.filter(state="submitted").order_by("created"):
        workflow.award(application.pk, MET, Actor("anna", 1), "Well done.")
        print(application.pk.hex, flush=True)


if __name__ == "__main__":
    {"translate": translate, "award": award}[sys.argv[1]]()
