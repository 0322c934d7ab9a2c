"""Somebody without a mouse: from the choice of a language to an application that is sent, by Tab, Space and Enter."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import Learner, follow_link, language_of, open_mail
from tests.journeys.words import words

pytestmark = pytest.mark.browser

MOST_STEPS = 400
# What has the focus; whether one sees that it has; and whether any of it can be seen at all.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) {
        return null;
    }
    const marked = [element, element.closest('label')].some((one) => {
        const {outlineStyle, outlineWidth} = one ? getComputedStyle(one) : {outlineStyle: 'none'};
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    const inSight = [.1, .5, .9].some((x) => [.1, .5, .9].some((y) => {
        const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
        return top && (element.contains(top) || (element.closest('label')?.contains(top) ?? false));
    }));
    return {html: element.outerHTML.slice(0, 200), marked, inSight};
}"""


@dataclass
class Keyboard:
    """A page whose reader has no mouse. Every step looks where the focus is."""

    page: Page

    def press(self, key: str) -> None:
        """Press a key that moves the focus, and look at it."""
        self.page.keyboard.press(key)
        focus = self.page.evaluate(FOCUS)
        assert focus, f"{key} lost the focus on {self.page.url}"
        assert focus["marked"], f"the focus is not visible: {focus['html']}"
        assert focus["inSight"], f"the focus is out of sight: {focus['html']}"

    def has(self, selector: str) -> bool:
        """Tell whether the focus is on an element of the selector."""
        return bool(self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector))

    def go_to(self, selector: str) -> None:
        """Press Tab until the focus is there."""
        expect(self.page.locator(selector).first).to_be_attached()
        for _step in range(MOST_STEPS):
            self.press("Tab")
            if self.has(selector):
                return
        raise AssertionError(f"Tab does not come to {selector} on {self.page.url}")

    def follow(self, selector: str, address: str) -> None:
        """Go to a link and follow it."""
        self.go_to(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(address)
        self.page.wait_for_load_state()

    def field(self) -> tuple[str, str, str]:
        """Return name, type and value of the field that has the focus."""
        name, kind, value = self.page.evaluate("(({name, type, value}) => [name, type, value])(document.activeElement)")
        return str(name or ""), str(kind or ""), str(value or "")


def test_by_keyboard_from_the_languages_to_an_application(windows: Windows) -> None:
    learner = Learner("empathy", "fi")
    page = windows.open()
    page.emulate_media(reduced_motion="reduce")
    keyboard = Keyboard(page)
    page.goto("/")
    keyboard.follow('main a[hreflang="fi"]', "**/fi/")
    keyboard.press("Tab")
    assert keyboard.has('a[href="#page-main"]'), "the first stop is the link over the header"
    keyboard.follow('header nav a[href$="skills/"]', "**/fi/skills/")
    keyboard.follow('main a[href$="empathy/"]', "**/fi/skills/empathy/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "skills/empathy")["title"])

    study(keyboard)
    keyboard.follow('#part-badge a[href*="badges/empathy/"]', "**/fi/badges/empathy/**")
    fill_in(keyboard, learner)
    keyboard.page.keyboard.press("Enter")
    page.wait_for_url("**/fi/application-received/")

    open_mail(page, learner, 1)
    follow_link(page, "confirm")
    keyboard.go_to('form [type="submit"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/fi/application-confirmed/")


def study(keyboard: Keyboard) -> None:
    """Jump to the quiz by the contents, answer the first question, and see what is said about the answer."""
    page = keyboard.page
    keyboard.follow('nav.contents a[href$="#part-check"]', "**#part-check")
    # The next stop is in the part, not at the top of the page again.
    keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#part-check') !== null")
    answer = "#part-check .questions > li:first-child input"
    if not keyboard.has(answer):
        keyboard.go_to(answer)
    page.keyboard.press("Space")
    assert keyboard.has(":checked")
    before = len(page.locator("#part-check").inner_text())
    keyboard.go_to("#part-check :is(button, summary)")
    page.keyboard.press("Enter")
    longer = "(before) => document.querySelector('#part-check').innerText.length > before + 20"
    page.wait_for_function(longer, arg=before)
    assert page.evaluate("document.activeElement !== document.body"), "answering lost the focus"


def fill_in(keyboard: Keyboard, learner: Learner) -> None:
    """Walk through the form, fill in what is met, and stop at the button that sends it."""
    form = f'form:has([name="badge"][value="{learner.badge}"])'
    texts = {"name": learner.name, "email": learner.email, "evidence-1": "https://portfolio.example/"}
    choices = {"route": "prior", "own_work": "yes", "privacy": "yes"}
    filled = set()
    keyboard.go_to(f'{form} [name="name"]')
    while not keyboard.has(f'{form} [type="submit"]'):
        name, kind, value = keyboard.field()
        if name.startswith("situation-"):
            texts[name] = learner.situation(len(filled))
        if name in texts:
            keyboard.page.keyboard.insert_text(texts[name])
            filled.add(name)
        elif name in choices and kind in {"radio", "checkbox"}:
            keyboard.page.keyboard.press("Space")
            assert value == choices[name], "another choice comes first"
            assert keyboard.has(":checked")
            filled.add(name)
        keyboard.press("Tab")
    assert filled >= {*texts, *choices}
