"""What the tests of the exchange have in common: files in and out of an archive, edits in them, translations stored."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from cms.content.models import Review
from cms.translation.exchange import formats
from cms.translation.exchange.export import export
from cms.translation.exchange.page_file import FileMessage, PageFile
from cms.translation.exchange.pending import Applied, apply_plan
from cms.translation.exchange.plan import Entry, Plan
from cms.translation.exchange.reading import plan_import, read_files
from cms.translation.texts import read_desk_page, save_text

FORMATS = ("po", "xliff-1.2", "xliff-2.0")
TOOLKIT = Path(__file__).with_name("toolkit.py")


def arabic() -> Locale:
    return Locale.objects.get(language_code="ar")


def target(slug: str = "about") -> Any:
    return Page.objects.get(slug=slug, locale__language_code="ar").specific


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes | str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def exported(name: str = "po", **options: Any) -> dict[str, bytes]:
    return unpacked(export(arabic(), name, **options).content)


def edited(files: Mapping[str, bytes], name: str, edit: Callable[[FileMessage], FileMessage]) -> dict[str, bytes]:
    """Return the files of a format with each message edited."""
    return {file: rewritten(data, file, name, edit) if formats.can_read(file) else data for file, data in files.items()}


def rewritten(data: bytes, file: str, name: str, edit: Callable[[FileMessage], FileMessage]) -> bytes:
    [page] = formats.read(file, data)
    page.messages = [edit(message) for message in page.messages]
    return formats.FORMATS[name].write(page)


def page_in(files: Mapping[str, bytes], name: str) -> PageFile:
    [page] = formats.read(name, files[name])
    return page


def changed(part: str, words: str, **facts: Any) -> Callable[[FileMessage], FileMessage]:
    """Return an edit that gives messages whose English text holds `part` another translation."""
    return lambda message: replace(message, target=words, **facts) if part in message.source else message


def planned(files: Mapping[str, bytes | str], user: Any = None) -> Plan:
    return plan_import(arabic(), read_files("back.zip", packed(files)), user)


def imported(files: Mapping[str, bytes | str], user: Any = None, **options: Any) -> Applied:
    return apply_plan(planned(files, user), user, "back.zip", **options)


def refusals(files: Mapping[str, bytes | str], user: Any = None) -> dict[str, str]:
    """Return why files are refused, by their name."""
    return {file.name: file.refusal for file in planned(files, user).refused}


def entries(plan: Plan, outcome: str) -> list[Entry]:
    return [entry for file in plan.files for entry in file.entries if entry.outcome == outcome]


def stored(language: str = "ar") -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Return every stored translation with its mark."""
    marks = {review.translation_id: (review.reason, review.previous) for review in Review.objects.all()}
    rows = StringTranslation.objects.filter(locale__language_code=language).values_list(
        "pk", "context__object_id", "context__path", "translation_of__data", "data", "has_error"
    )
    return {(key, path, text): (data, fault, marks.get(pk)) for pk, key, path, text, data, fault in rows}


def translate(part: str, words: str, user: Any = None, review: Review | None = None, slug: str = "about") -> None:
    """Store a translation at the desk."""
    desk = read_desk_page(target(slug))
    text = next(text for text in desk.texts if part in text.text.message.source)
    save_text(desk, text, words, user, review)


def edit_source(old: str, new: str) -> None:
    """Change words of the English page, and publish it."""
    source = Page.objects.get(slug="about", locale__language_code="en").specific
    raw = source.sections.get_prep_value()
    assert any(old in item["value"]["body"] for item in raw)
    for item in raw:
        item["value"]["body"] = item["value"]["body"].replace(old, new)
    source.sections = raw
    source.save_revision().publish()


def toolkit(action: str, *arguments: str) -> Any:
    """Let translate-toolkit do something in a process of its own, and return what it prints."""
    run = subprocess.run([sys.executable, TOOLKIT, action, *arguments], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)
