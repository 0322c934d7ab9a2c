"""axe-core in a page, in each of the ways a page is read; and whether the page fits the window."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# The rules that may answer otherwise when nothing but colours, or nothing but the size of letters, is another.
COLOURS = ("color-contrast", "link-in-text-block")
SIZES = ("target-size", "scrollable-region-focusable")
PIXELS = 16
OPEN_ALL = """() => document.querySelectorAll('details').forEach((details) => {
    details.removeAttribute('name');
    details.open = true;
})"""
RUN = """async (only) => {
    const {violations} = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
    return violations.flatMap(({id, nodes}) => nodes.map(({target, html, failureSummary}) => (
        {rule: id, where: target.flat().join(' '), what: `${html.slice(0, 200)}\\n${failureSummary}`})));
}"""
# A page may not be wider than its window, nor may words be cut off where a box does not scroll.
FITS = """() => {
    const wide = document.scrollingElement.scrollWidth - innerWidth;
    const describe = ({localName, classList, id}) => [localName, ...classList].join('.') + (id && `#${id}`);
    const over = [...document.body.querySelectorAll('*')].filter((element) => (
        wide > 0 && element.getBoundingClientRect().right > innerWidth + 1));
    const cut = [...document.body.querySelectorAll('*')].filter((element) => (
        ['hidden', 'clip'].includes(getComputedStyle(element).overflowX) && element.innerText
        && element.clientWidth > 2 && element.scrollWidth > element.clientWidth + 1));
    return [
        ...over.slice(-1).map((element) => ({rule: 'wider than the window', where: describe(element),
            what: `by ${wide} px: ${element.outerHTML.slice(0, 200)}`})),
        ...cut.map((element) => ({rule: 'text cut off', where: describe(element),
            what: element.outerHTML.slice(0, 200)})),
    ];
}"""


@dataclass(frozen=True)
class Reading:
    """A way to read a page. `width` is of the window, `letters` the size of text that the reader has set, in pixels.

    `only` names what axe judges: tags or rules of its own.
    """

    name: str
    only: tuple[str, ...] = TAGS
    width: int = 1280
    dark: bool = False
    letters: int = PIXELS


# The size of letters is set as a reader sets it in the browser, so that media queries in rem answer as well. Zooming
# the whole page to 200 % is the same as a window half as wide, which the one of 320 pixels judges more strictly.
READINGS = (
    Reading("light"),
    Reading("dark", COLOURS, dark=True),
    Reading("320 px", width=320),
    Reading("letters at 200 %", SIZES, letters=2 * PIXELS),
)
# What may be otherwise where only the words are others.
LENGTHS = (Reading("320 px", SIZES, width=320), READINGS[-1])


@dataclass
class Findings:
    """What is wrong: each fault once, with the pages and readings that have it."""

    faults: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, place: str, found: list[dict[str, str]]) -> None:
        """Note what a judge has found in a place."""
        for fault in found:
            key = (fault["rule"], fault["where"])
            self.faults[key].append(place)
            self.examples.setdefault(key, fault["what"])

    def texts(self) -> list[str]:
        """Return a text for each, the ones with most places first."""
        return [self._text(key) for key in sorted(self.faults, key=lambda key: -len(self.faults[key]))]

    def _text(self, key: tuple[str, str]) -> str:
        places = self.faults[key]
        few = ", ".join(places[:4]) + (f" and {len(places) - 4} more" if len(places) > 4 else "")
        example = [line for line in self.examples[key].splitlines() if line.strip()]
        return "\n    ".join([": ".join(key), f"on {few}", *example])


@dataclass
class Judge:
    """Judges pages that are open in one tab, one after the other."""

    page: Page
    axe: str
    session: CDPSession
    findings: Findings = field(default_factory=Findings)

    @classmethod
    def of(cls, page: Page, packages: Path) -> "Judge":
        """Return a judge for a tab; the script comes from the packages."""
        script = (packages / "axe-core" / "axe.min.js").read_text("utf-8")
        return cls(page, script, page.context.new_cdp_session(page))

    def judge(self, name: str, readings: Sequence[Reading] = READINGS) -> None:
        """Judge the page that is open, with everything unfolded, in each of the readings."""
        # The browser's own channel: the policy of the page does not concern it, and stays as it is.
        self.page.evaluate(self.axe)
        self.page.evaluate(OPEN_ALL)
        for reading in self._read(readings):
            found: list[dict[str, Any]] = self.page.evaluate(RUN, reading.only) + self.page.evaluate(FITS)
            self.findings.add(f"{name} ({reading.name})", found)

    def _read(self, readings: Sequence[Reading]) -> Iterator[Reading]:
        for reading in readings:
            self.page.emulate_media(color_scheme="dark" if reading.dark else "light", reduced_motion="reduce")
            self.page.set_viewport_size({"width": reading.width, "height": 800})
            self.session.send("Page.setFontSizes", {"fontSizes": {"standard": reading.letters}})
            yield reading
