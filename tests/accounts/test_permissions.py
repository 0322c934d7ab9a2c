"""docs/permissions.md says who gets in where: each address of ours, asked by each role. A new address needs its line.

After a change that is meant: `pytest tests/accounts/test_permissions.py --update-golden`, and read the difference.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import Page

from cms.api.http.api import api
from cms.api.models import ALL_SCOPES, make_token
from cms.assessment.roles import ASSESSORS, LEADS, make_assessor_groups
from cms.events.models import TrainingEvent
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.applications.applying import Sender, apply
from cms.issuance.applications.submission import Answers, Submission
from cms.issuance.mail.texts import KINDS
from cms.issuance.models import Application, Award, EvidenceFile
from cms.issuance.states import State
from cms.issuance.steps import APPLICANT, move
from cms.learning.models import SkillPage
from cms.publishing.models import Export
from cms.recognition.models import Invitation
from cms.translation.roles import SOURCE_EDITORS, make_groups, reviewer_group_name, translator_group_name
from cms.webhooks.models import Webhook

TABLE = Path(__file__).parents[2] / "docs" / "permissions.md"
ROLES = {
    "anonymous": "",
    "translator": translator_group_name("ar"),
    "reviewer": reviewer_group_name("ar"),
    "editor": SOURCE_EDITORS,
    "assessor": ASSESSORS,
    "lead": LEADS,
    "administrator": "",
}
OURS = (
    "translation:",
    "closing:",
    "publishing:",
    "assessment:",
    "accounts:",
    "api_tokens:",
    "webhooks:",
    "recognition:",
    "toolkit:",
    "events:",
)
# Views of the source page; all others of the desk are of its translation.
OF_THE_SOURCE = ("translation:languages", "translation:sync")
PAGE = "en/skills/listening"
TRANSLATED = "ar/skills/listening"
# What is sent where a body is needed, so good that only the permission can be missing; nothing of it stays.
WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "create": ("en", {"@type": "info", "title": "One more", "description": "What it is."}),
    "update": (PAGE, {"title": "Another title"}),
    "move": ("en", {"source": "/en/about"}),
    "copy": ("en", {"source": "/en/about"}),
    "revert": (PAGE, {"version": 1}),
    "translate": (PAGE, {"language": "ar"}),
    "unlink": (PAGE, {"language": "ar"}),
    "texts": (TRANSLATED, {}),
    "write_texts": (TRANSLATED, {"texts": [{"context": "title", "source": "x", "target": "x"}]}),
}
# Nobody takes back what nobody has submitted.
ONLY_IN_REVIEW = "/admin/translation/<int:page_id>/withdraw/"
# Somebody got in, but what the request would have to name besides is not there; or may not know that it is.
MISSING = "missing"


@pytest.fixture
def people(sample: Path) -> dict[str, Client]:
    """A browser of each role."""
    make_groups()
    make_assessor_groups()
    browsers = {}
    for role, group in ROLES.items():
        browsers[role] = Client()
        if role == "anonymous":
            continue
        user = get_user_model().objects.create_user(role, f"{role}@site.example", is_superuser=role == "administrator")
        if group:
            user.groups.add(Group.objects.get(name=group))
        browsers[role].force_login(user)
    return browsers


@pytest.fixture
def arguments(people: dict[str, Client]) -> dict[str, Any]:
    """What there is, to be named in addresses: of each kind one."""
    criteria = [{"key": "a", "title": "A", "description": "B.", "example": "C."}]
    badge, _new = publish_achievement("listening", "en", AchievementContent("Listening", "", criteria))
    answers = Answers({"a": "I did."}, [])
    submission = Submission(badge, "Maija", "m@mail.example", "prior", answers, True, True, False)
    made = Application.objects.get(pk=apply(submission, Sender("192.0.2.1")))
    made.confirmed_at = made.created
    move(made, State.SUBMITTED, APPLICANT)
    owner = get_user_model().objects.get(username="administrator")
    token, _text = make_token(owner, "one", ALL_SCOPES, None)
    award = Award.objects.create(
        application=made,
        achievement=badge,
        credential_id="urn:x",
        salt="x",
        issued_at=made.created,
        status_index=1,
        credential={},
    )
    storages["evidence"].save("one", ContentFile(b"x"))
    file = EvidenceFile.objects.create(
        application=made, stored_as="one", title="x.pdf", media_type="x", size=1, digest="x"
    )
    invitation = Invitation.objects.create(
        organisation="X", website="https://x.example", email="x@x.example", language="en", deadline=made.created.date()
    )
    day = made.created.date()
    event = TrainingEvent.objects.create(title="Day", starts=day, ends=day, language="en", badges=["listening"])
    numbers = {
        "assessment:revoke": award.pk,
        "publishing": Export.objects.create().pk,
        "api_tokens": token.pk,
        "recognition": invitation.pk,
        "webhooks": Webhook.objects.create(name="one", url="https://hook.example/").pk,
        "events": event.pk,
        "assessment": made.pk,
    }
    return {"pk": numbers, "language": "ar", "kind": next(iter(KINDS)), "side": "source", "number": file.pk}


def addresses() -> Iterator[tuple[str, str, list[str]]]:
    """Every address of the URL conf with the name of its view and of its arguments."""

    def walk(patterns: list[Any], before: str, space: str) -> Iterator[tuple[str, str, list[str]]]:
        for pattern in patterns:
            route = f"{before}{pattern.pattern}"
            if isinstance(pattern, URLPattern):
                yield route, f"{space}{pattern.name or ''}", list(pattern.pattern.converters)
            else:
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, route, inner)

    yield from walk(get_resolver().url_patterns, "", "")


def standing(response: Any) -> str:
    """What an answer means: in, not in, or who are you."""
    where = response.get("Location", "")
    if where.startswith("/admin/login/") or response.status_code == 401:
        return "log in"
    # 409: the API says of a transition that somebody may not do that there is none to do now.
    if response.status_code in {404, 409}:
        return MISSING
    if response.status_code == 403 or where == "/admin/":
        return "no"
    return "yes"


def ask(client: Client, method: str, path: str, **sent: Any) -> str:
    """Send a request of which nothing stays."""
    with transaction.atomic():
        response = client.generic(method, path, **sent)
        transaction.set_rollback(True)
    if response.status_code == 405 and method == "GET":
        return ask(client, "POST", path, **sent)
    return standing(response)


def admin_lines(people: dict[str, Client], arguments: dict[str, Any]) -> Iterator[str]:
    pages = {page.slug + page.locale.language_code: page.pk for page in Page.objects.select_related("locale")}
    for route, view, names in addresses():
        if not view.startswith(OURS):
            continue
        values: dict[str, Any] = {name: arguments.get(name) for name in names}
        if "pk" in values:
            values["pk"] = arguments["pk"].get(view) or arguments["pk"][view.split(":")[0]]
        if "page_id" in values:
            values["page_id"] = pages["listening" + ("en" if view in OF_THE_SOURCE else "ar")]
        path = reverse(view, kwargs=values)
        yield line(f"`/{route}`", [ask(client, "GET", path) for client in people.values()])


def api_lines(people: dict[str, Client]) -> Iterator[str]:
    tokens = {
        role: make_token(get_user_model().objects.get(username=role), "x", ALL_SCOPES, None)[1]
        for role in people
        if role != "anonymous"
    }
    for path, operations in sorted(api.get_openapi_schema()["paths"].items()):
        for method, operation in sorted(operations.items()):
            if not operation.get("security"):
                yield line(f"`{method.upper()} {path}`", ["yes"] * len(ROLES))
                continue
            if operation["operationId"] == "revert":
                WRITTEN["revert"][1]["version"] = (
                    SkillPage.objects.get(slug="listening", locale__language_code="en").save_revision().pk
                )
            place, body = WRITTEN.get(operation["operationId"], (PAGE, {}))
            filled = path.replace("{page_path}", place).replace("{transition}", "retract").replace("{version}", "1")
            said = []
            for role, client in people.items():
                headers = {"Authorization": f"Bearer {tokens[role]}"} if role in tokens else {}
                sent: Any = {"headers": headers, "data": json.dumps(body), "content_type": "application/json"}
                said.append(ask(client, method.upper(), filled, **sent))
            yield line(f"`{method.upper()} {path}`", said)


def line(name: str, said: list[str]) -> str:
    """A line of the table. Where even the administrator finds nothing, whoever gets so far is in."""
    missing = "yes" if said[-1] == MISSING else "no"
    return f"| {name} | {' | '.join(missing if one == MISSING else one for one in said)} |"


def test_who_gets_in_where_is_as_it_is_written(
    people: dict[str, Client],
    arguments: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    # Whether somebody gets in is known before the page is put together.
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    head = [line("address", list(ROLES)), f"|{'---|' * (len(ROLES) + 1)}"]
    screens, services = list(admin_lines(people, arguments)), list(api_lines(people))
    # Nobody gets in without a name; the administrator gets in everywhere, else the test asks for what is not there.
    assert not [one for one in screens if one.split(" | ")[1] != "log in"]
    assert [one.split("`")[1] for one in screens if not one.endswith("| yes |")] == [ONLY_IN_REVIEW]
    text = TABLE.read_text("utf-8")
    parts = text.split("<!-- table -->\n")
    parts[1], parts[3] = ("\n".join([*head, *lines]) + "\n" for lines in (screens, services))
    fresh = "<!-- table -->\n".join(parts)
    if request.config.getoption("--update-golden"):
        TABLE.write_text(fresh, "utf-8")
    assert fresh.splitlines() == TABLE.read_text("utf-8").splitlines()


def test_nobody_gets_into_the_admin_without_logging_in(db: None, client: Client) -> None:
    """Wagtail's addresses too: each leads to the login, but for those that the login itself is made of."""
    way_in = ("admin/login/", "admin/password_reset/", "admin/sprite/", "admin/jsi18n/")
    samples = {"int": 1, "slug": "x", "str": "x", "uuid": "0b2cdd3f-93a5-4dd4-a2c2-4ee2e0ab5f4d", "path": "x"}
    tried = 0
    for route, _view, _names in addresses():
        if not route.startswith("admin/") or route.startswith(way_in) or "^" in route:
            continue
        path = route
        for kind, value in samples.items():
            while f"<{kind}:" in path:
                before, _, rest = path.partition(f"<{kind}:")
                path = f"{before}{value}{rest.partition('>')[2]}"
        tried += 1
        response = client.get(f"/{path}")
        assert standing(response) == "log in", path
    assert tried > 250
