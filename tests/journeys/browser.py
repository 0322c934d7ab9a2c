"""A browser that talks to this machine only, and remembers what a page did that it must not do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
MILLISECONDS = 60_000
OWN_SCHEMES = ("file:", "data:", "blob:", "about:")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's chromium, or else the one that Playwright has installed."""
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Windows:
    """The windows of one test; each is a person with cookies of their own."""

    browser: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(self, *, scripts: bool = True) -> Page:
        """Open a window, with or without scripts."""
        context = self.browser.new_context(base_url=self.url, java_script_enabled=scripts)
        context.set_default_timeout(MILLISECONDS)
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        self.contexts.append(context)
        return context.new_page()

    def save_screens(self, folder: Path) -> list[Path]:
        """Save what every window shows; return the pictures."""
        saved = []
        for number, page in enumerate((page for context in self.contexts for page in context.pages), start=1):
            path = folder / f"window-{number}.png"
            # A window that cannot be shown any more must not hide why the test failed.
            with suppress(Error):
                page.screenshot(path=path, full_page=True)
                saved.append(path)
                path.with_suffix(".html").write_text(f"<!-- {page.url} -->\n{page.content()}", encoding="utf-8")
        return saved

    def close(self) -> None:
        """Close all windows."""
        for context in self.contexts:
            context.close()

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, *OWN_SCHEMES)):
            self.problems.append(f"asked another host: {request.url}")

    def _note_response(self, response: Response) -> None:
        # A page that refuses is for the test to judge; a style sheet or script that is missing is never right.
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.status}: {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")
