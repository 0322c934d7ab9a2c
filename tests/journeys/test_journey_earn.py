"""A learner on the way to a badge and with it: self-check, draft, errors before sending, texts to show the badge."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from cms.issuance.endpoint.forms import AboutYou, BeforeSending
from tests.journeys.browser import Windows
from tests.journeys.people import Learner, fill_application, language_of, send
from tests.journeys.server import Demo
from tests.journeys.words import words
from tests.prepared import in_a_folder, prepared

pytestmark = pytest.mark.browser

BADGE = "active-listening"


def page_of(learner: Learner) -> str:
    return f"/{learner.language}/badges/{learner.badge}/"


def kept(page: Page) -> list[str]:
    """Return what this browser keeps of the site, without the prefix."""
    keys = page.evaluate("Object.keys(localStorage)")
    return sorted(key.split(":")[-1] for key in keys)


def test_a_draft_lives_until_the_application_has_arrived(windows: Windows) -> None:
    learner = Learner(BADGE, "en")
    page = windows.open()
    page.goto(page_of(learner))
    form = fill_application(page, learner)
    page.reload()

    expect(form.locator('[name="name"]')).to_have_value(learner.name)
    expect(form.locator('[name="email"]')).to_have_value(learner.email)
    expect(form.locator('[name="route"][value="prior"]')).to_be_checked()
    situations = form.locator('textarea[name^="situation-"]')
    for number, situation in enumerate(situations.all(), start=1):
        expect(situation).to_have_value(learner.situation(number))
    # A consent is given at the moment of sending, not taken from yesterday.
    for consent in ("own_work", "privacy", "public_narrative"):
        expect(form.locator(f'[name="{consent}"]')).not_to_be_checked()

    send(form)
    expect(form.locator(".summary a")).to_have_count(2)
    assert kept(page) == [f"draft/{BADGE}"]
    form.locator('[name="own_work"]').check()
    form.locator('[name="privacy"]').check()
    send(form)
    page.wait_for_url("**/en/application-received/")
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.includes('draft/'))")
    page.goto(page_of(learner))
    expect(form.locator('[name="name"]')).to_have_value("")
    expect(situations.first).to_have_value("")


def test_a_draft_that_the_endpoint_has_not_taken_stays(windows: Windows) -> None:
    learner = Learner(BADGE, "en")
    page = windows.open()
    page.goto(page_of(learner))
    form = fill_application(page, learner)
    # The page lets it pass, the endpoint knows better: there is no such domain.
    form.locator('[name="email"]').fill("asa@learners.-example")
    with page.expect_response("**/apply/") as answer:
        send(form)
    assert answer.value.status == 422
    page.go_back()
    expect(form.locator("textarea").first).to_have_value(learner.situation(1))
    assert kept(page) == [f"draft/{BADGE}"]


def test_a_draft_is_deleted_and_brought_back(windows: Windows) -> None:
    learner = Learner(BADGE, "en")
    page = windows.open()
    page.goto(page_of(learner))
    form = fill_application(page, learner)
    first = form.locator("textarea").first
    form.locator("[data-delete]").click()
    expect(first).to_have_value("")
    expect(form.locator('[role="status"]')).not_to_be_empty()
    assert kept(page) == []
    expect(form.locator("[data-undo]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_have_value(learner.situation(1))
    assert kept(page) == [f"draft/{BADGE}"]


def test_what_is_wrong_is_said_in_finnish_before_anything_is_sent(windows: Windows) -> None:
    learner = Learner(BADGE, "fi")
    page = windows.open()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(page_of(learner))
    language_of(page, "fi")
    form = fill_application(page, learner)
    name, email, link = (form.locator(f'[name="{field}"]') for field in ("name", "email", "evidence-1"))
    first = form.locator("textarea").first
    name.fill("  ")
    email.fill("asa@learners")
    first.fill("Odotin. 🙂")
    link.fill("ftp://portfolio.example/")
    form.locator('[name="privacy"]').uncheck()
    send(form)

    summary = form.locator(".summary")
    expect(summary).to_be_focused()
    entries = summary.locator("li a")
    expect(entries).to_have_count(5)
    said_beside(page, name, word("name", "required"))
    said_beside(page, email, word("email", "invalid"))
    said_beside(page, form.locator('[name="privacy"]'), word("privacy", "required"))
    assert "30" in beside(page, first)
    assert "https://" in beside(page, link)
    assert sent == []
    expect(first).to_have_value("Odotin. 🙂")

    entries.nth(1).click()
    expect(email).to_be_focused()
    email.fill(learner.email)
    expect(email).to_have_attribute("aria-invalid", "false")
    expect(entries).to_have_count(4)
    # A link without https:// is meant as one, here as on the endpoint.
    link.fill("portfolio.example/asa")
    first.fill(learner.situation(1))
    expect(link).to_have_value("https://portfolio.example/asa")
    name.fill(learner.name)
    form.locator('[name="privacy"]').check()
    expect(summary).to_be_hidden()
    send(form)
    page.wait_for_url("**/fi/application-received/")


def word(field: str, code: str) -> str:
    """Return what the endpoint says in Finnish: the page must say the same."""
    with translation.override("fi"):
        return str((AboutYou.base_fields | BeforeSending.base_fields)[field].error_messages[code])


def said_beside(page: Page, field: Locator, expected: str) -> None:
    assert beside(page, field) == expected


def beside(page: Page, field: Locator) -> str:
    """Return what is said beside a field that is marked as wrong."""
    expect(field).to_have_attribute("aria-invalid", "true")
    [error] = [name for name in str(field.get_attribute("aria-describedby")).split() if name.endswith("-error")]
    return page.locator(f"[id={error}]").inner_text()


def test_the_form_says_what_is_left(windows: Windows) -> None:
    learner = Learner(BADGE, "en")
    page = windows.open()
    page.goto(page_of(learner))
    form = page.locator("form.application")
    fields = form.locator("textarea")
    # Who you are, the route, each situation, the confirmations.
    steps = fields.count() + 3
    left = form.locator("[data-left]")
    expect(left).to_contain_text(str(steps))
    form.locator('[name="name"]').fill(learner.name)
    expect(left).to_contain_text(str(steps))
    form.locator('[name="email"]').fill(learner.email)
    expect(left).to_contain_text(str(steps - 1))
    form.locator('[name="route"][value="prior"]').check()
    form.locator("[data-next]").click()
    expect(fields.first).to_be_focused()
    # More than the endpoint takes may be pasted: it is counted, and not cut off.
    count = form.locator(".count").first
    page.keyboard.insert_text("x" * 29)
    expect(count).to_contain_text("29")
    expect(count).to_contain_text("30")
    fields.first.fill("x" * 3990)
    expect(count).to_contain_text("10")
    fields.first.fill("x" * 4200)
    expect(count).to_contain_text("-200")
    fill_application(page, learner)
    form.locator("[data-next]").click()
    expect(form.locator('[type="submit"]')).to_be_focused()


def test_the_self_check_is_kept_in_every_language(windows: Windows) -> None:
    page = windows.open()
    page.goto(f"/en/badges/{BADGE}/")
    criteria = page.locator(".criteria > li")
    report = page.locator(".readiness")
    criteria.nth(0).locator('[value="yes"]').check()
    criteria.nth(1).locator('[value="no"]').check()
    page.locator('[name^="check-evidence-"]').first.check()
    expect(report.locator("li")).to_have_count(criteria.count() - 1)
    title = criteria.nth(1).locator("h3").inner_text()
    expect(report.get_by_role("link", name=title)).to_have_attribute("href", f"#{criteria.nth(1).get_attribute('id')}")

    page.goto(f"/fi/badges/{BADGE}/")
    expect(criteria.nth(0).locator('[value="yes"]')).to_be_checked()
    expect(criteria.nth(1).locator('[value="no"]')).to_be_checked()
    expect(criteria.nth(2).locator(":checked")).to_have_count(0)
    expect(page.locator('[name^="check-evidence-"]').first).to_be_checked()
    for criterion in criteria.all():
        criterion.locator('[value="yes"]').check()
    expect(report.locator("li")).to_have_count(0)
    report.locator("[data-clear]").click()
    expect(page.locator('[name^="check-"]:checked')).to_have_count(0)
    assert kept(page) == []


def test_the_share_page_writes_the_texts(demo: Demo, windows: Windows) -> None:
    page = windows.open()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/share/?badge=empathy")
    tool = page.locator("#share-tool")
    title = words("en", "badges/empathy")["title"]
    expect(tool.locator('[name="badge"]')).to_have_value("empathy")
    tool.locator('[name="month"]').select_option("3")
    year = str(tool.locator('[name="year"] option').nth(1).text_content())
    tool.locator('[name="year"]').select_option(year)
    address = f"{demo.url}/en/badges/empathy/"
    issuer = "SOSTRA Soft Skills Badges"

    linkedin = urlsplit(str(tool.locator("[data-linkedin]").get_attribute("href")))
    assert (linkedin.scheme, linkedin.netloc, linkedin.path) == ("https", "www.linkedin.com", "/profile/add")
    assert parse_qs(linkedin.query) == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": [title],
        "organizationName": [issuer],
        "issueYear": [year],
        "issueMonth": ["3"],
        "certUrl": [address],
    }
    signature = f"Open Badge: {title}, {issuer}, March {year}\n{address}"
    first = tool.locator(".share-text").first
    expect(first.locator("textarea")).to_have_value(signature)
    first.locator("[data-copy]").click()
    expect(first.locator('[role="status"]')).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == signature

    linked = tool.locator(".share-text").nth(1)
    linked.locator("[data-copy]").first.click()
    expect(linked.locator('[role="status"]').first).not_to_be_empty()
    expect(first.locator('[role="status"]')).to_be_empty()
    flavours = page.evaluate("navigator.clipboard.read().then(([item]) => [...item.types].sort())")
    assert flavours == ["text/html", "text/plain"]
    expect(linked.locator("textarea")).to_have_value(
        f'<a href="{address}">Open Badge: {title}, {issuer}, March {year}</a>'
    )
    expect(tool.locator('[data-text="employer"]')).to_have_value(re.compile(re.escape(f"{demo.url}/en/verify/")))


def test_without_scripts_all_is_there_and_the_form_is_taken(demo: Demo, windows: Windows) -> None:
    learner = Learner(BADGE, "en")
    page = windows.open(scripts=False)
    page.goto(page_of(learner))
    for part in (".readiness", ".apply-bar", ".draft", ".summary", "[data-delete]", "[data-undo]"):
        expect(page.locator(part)).to_be_hidden()
    send(fill_application(page, learner))
    page.wait_for_url("**/en/application-received/")

    page.goto("/en/share/")
    expect(page.locator("#share-tool")).to_be_hidden()
    entry = page.locator(".share-list li", has_text=words("en", f"badges/{BADGE}")["title"])
    address = f"{demo.url}/en/badges/{BADGE}/"
    expect(entry).to_contain_text(address)
    query = parse_qs(urlsplit(str(entry.locator(".share-add").get_attribute("href"))).query)
    assert (query["certUrl"], "issueMonth" in query) == ([address], False)


def test_a_copy_in_a_folder_keeps_a_draft_and_says_where_to_send_it(
    stick: Path, windows: Windows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    learner = Learner(BADGE, "en")
    page = windows.open()
    page.goto((stick / f"en/badges/{BADGE}/index.html").as_uri())
    fill_application(page, learner)
    site = prepared(tmp_path_factory).url
    expect(page.locator(f'.application a[href="{site}{page_of(learner)}#apply"]')).to_be_visible()
    page.reload()
    expect(page.locator("textarea").first).to_have_value(learner.situation(1))
    page.locator("#apply .more a").click()
    expect(page.locator('#share-tool [name="badge"]')).to_have_value(BADGE)


def test_an_archived_page_has_a_self_check_and_no_dead_control(
    windows: Windows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = windows.open()
    page.goto((in_a_folder(tmp_path_factory, "archived") / f"en/badges/{BADGE}/index.html").as_uri())
    expect(page.locator("#apply .notice")).to_be_visible()
    main = page.locator("main")
    expect(main.locator('form, [type="submit"], textarea, a[href="#apply"]')).to_have_count(0)
    yes = page.locator('.criteria [value="yes"]')
    for answer in yes.all():
        answer.check()
    expect(page.locator(".readiness li")).to_have_count(0)
    page.reload()
    expect(page.locator('.criteria [value="yes"]:checked')).to_have_count(yes.count())
    page.locator("[data-clear]").click()
    expect(page.locator('.criteria [value="yes"]:checked')).to_have_count(0)
