"""What a module says beyond its text: terms in place, parts read aloud, the recording of the podcast."""

import json
import re
from typing import Any

import pytest
from django.template.loader import get_template
from playwright.sync_api import Page, Route, expect

from tests.content.loading import sound
from tests.journeys.browser import Windows
from tests.journeys.modules import PHONE, SLUG, entry, is_done, module, open_module

pytestmark = pytest.mark.browser

VOICES = """
window.said = [];
const device = {
  getVoices: () => %s,
  speak(utterance) { window.said.push([utterance.text, utterance.voice.name]); window.latest = utterance; },
  cancel() {},
};
Object.defineProperty(window, 'speechSynthesis', {value: device});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_a_term_explains_itself_to_the_keyboard(windows: Windows) -> None:
    page = open_module(windows)
    note = page.locator(".term-note")
    link = page.locator("#notice-first a.term").first
    definition = page.locator(f"{link.evaluate('link => link.hash')} dd").inner_text()
    page.locator("#notice-first").evaluate("section => { section.tabIndex = -1; section.focus(); }")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(note).to_contain_text(definition)
    assert link.get_attribute("aria-describedby") == link.evaluate("link => link.hash.slice(1)")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(note).not_to_contain_text(definition)
    link.click()
    note.locator("a").click()
    expect(page).to_have_url(re.compile(r"/en/glossary/#term-"))


def test_a_term_explains_itself_to_finger_and_mouse(windows: Windows) -> None:
    page = open_module(windows)
    note = page.locator(".term-note")
    links = page.locator("#their-facts a.term")
    links.first.hover()
    expect(note).to_be_visible()
    page.locator("#their-facts-title").hover()
    expect(note).to_be_hidden()
    page.set_viewport_size(PHONE)
    links.first.click()
    expect(note).to_be_in_viewport(ratio=1)
    page.locator("#their-facts-title").click()
    expect(note).to_be_hidden()


def voice(name: str, language: str, *, is_local: bool = True) -> dict[str, Any]:
    return {"name": name, "lang": language, "localService": is_local}


def with_voices(windows: Windows, *voices: dict[str, Any], language: str = "en") -> Page:
    page = windows.open()
    page.add_init_script(VOICES % json.dumps(voices))
    page.goto(f"/{language}/skills/{SLUG}/")
    return page


def test_a_part_is_read_aloud_by_two_voices(windows: Windows) -> None:
    page = with_voices(windows, voice("Ann", "en-GB"), voice("Ben", "en_US"), voice("Far", "en-GB", is_local=False))
    page.locator("#part-listen").get_by_role("button", name="Read aloud").click()
    page.wait_for_function("said.length === 1")
    expect(page.locator("#part-listen-title")).to_have_class(re.compile("is-spoken"))
    for _ in range(5):
        page.evaluate("latest.onend()")
    said = page.evaluate("said")
    first, second, *_others = module()["podcast"]["lines"].values()
    host = [name for text, name in said if text.strip() in first["text"]]
    assert host
    assert set(host) == {"Ann"}
    page.wait_for_function(
        "([text, name]) => { latest.onend(); return said.some(([words, by]) => "
        "by === name && text.includes(words.trim())); }",
        arg=[second["text"], "Ben"],
    )
    expect(page.locator(".dialogue .is-spoken")).to_have_count(1)
    player = page.locator(".speech")
    player.get_by_role("button", name="Pause").click()
    count = len(page.evaluate("said"))
    player.get_by_role("button", name="Go on").click()
    latest = page.evaluate("said")
    assert latest[count] == latest[count - 1]
    player.get_by_role("button", name="Stop").click()
    expect(player).to_be_hidden()
    expect(page.locator(".is-spoken")).to_have_count(0)


def test_nothing_is_read_aloud_without_a_voice_of_ones_own_for_the_language(windows: Windows) -> None:
    page = with_voices(windows, voice("Ann", "en-GB"), voice("Far", "fi-FI", is_local=False), language="fi")
    is_done(page)
    expect(page.locator(".speech-start")).to_have_count(0)
    page.evaluate(
        "voice => { speechSynthesis.getVoices = () => [voice]; speechSynthesis.onvoiceschanged(); }",
        voice("Late", "fi-FI"),
    )
    expect(page.locator(".speech-start").first).to_be_visible()


def with_recording(windows: Windows) -> Page:
    """Open a module as it would be with a recording: one second of silence a line of the script, and captions."""
    podcast = module()["podcast"]
    lines = list(podcast["lines"].values())
    cues = [
        f"00:{n:02}.000 --> 00:{n + 1 + n // (len(lines) - 1):02}.000\n<v {line['speaker']}>{line['text']}"
        for n, line in enumerate(lines)
    ]
    audio = sound(len(lines))

    def send_page(route: Route) -> None:
        response = route.fetch()
        recording = {"audio": "episode.wav", "captions": "episode.vtt", "language": "en"}
        values = {"podcast": {**podcast, "lines": lines}, "recording": recording, "content_language": {"code": "en"}}
        part = get_template("components/part_podcast.html").render(values)
        before, _, rest = response.text().partition('<section class="part" id="part-listen"')
        route.fulfill(response=response, body=before + part + rest.partition("</section>")[2])

    def send_audio(route: Route) -> None:
        # Players ask for a range when the reader jumps.
        start = int(re.findall(r"\d+", route.request.headers.get("range", "0"))[0])
        ranges = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{len(audio) - 1}/{len(audio)}"}
        route.fulfill(status=206, headers={"Content-Type": "audio/wav", **ranges}, body=audio[start:])

    page = windows.open()
    page.route(f"**/skills/{SLUG}/", send_page)
    page.route("**/episode.wav", send_audio)
    page.route(
        "**/episode.vtt", lambda route: route.fulfill(content_type="text/vtt", body="\n\n".join(["WEBVTT", *cues]))
    )
    page.goto(f"/en/skills/{SLUG}/")
    return page


def test_a_recording_shows_its_words_and_is_played_from_a_line(windows: Windows) -> None:
    page = with_recording(windows)
    lines = list(module()["podcast"]["lines"].values())
    buttons = page.locator("#part-listen .dialogue button")
    expect(buttons).to_have_count(len(lines))
    expect(page.locator(".cue")).to_be_hidden()
    button = buttons.nth(len(lines) - 2)
    expect(button).to_have_accessible_name(f"Play from 0:{len(lines) - 2:02}")
    button.click()
    # The last cue outlives the audio, so that it can still be read.
    expect(page.locator(".cue")).to_have_text(lines[-1]["text"])
    expect(entry(page, "listen")).to_have_attribute("data-level", "done")
