"""What people hand in as files: content, translations, lists of names, the export of another site."""

import json
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import strategies as st

from cms.assessment.bulk_file import read_bulk_file
from cms.content.errors import ContentError
from cms.content.read import read_content
from cms.issuance.assessing.workflow import Actor
from cms.translation.exchange.archive import ArchiveError
from cms.translation.exchange.reading import plan_import, read_files
from tests.api.test_import_plone import IMAGE, ITEMS, picture
from tests.fuzz.harness import Fuzzer, in_words
from tests.fuzz.making import broken_bytes, broken_tree
from tests.translation.exchanging import FORMATS, arabic, exported

CSV = (
    "name,email,badge,language,narrative,date\n"
    'Maija Mäki,maija@mail.example,listening,en,"She listened, ""well"".",2026-05-31\n'
    "Bo,bo@mail.example,listening,ar,,\n"
)


class Changed:
    """A folder of which one file at a time has other bytes."""

    def __init__(self, folder: Path, endings: tuple[str, ...]) -> None:
        self.folder = folder
        self.whole = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in endings}

    @property
    def inputs(self) -> Any:
        """Strategy: a file of the folder, and what it holds instead."""
        files = sorted(self.whole)
        return st.sampled_from(files).flatmap(lambda path: st.tuples(st.just(path), broken_bytes([self.whole[path]])))

    def attempt(self, work: Callable[[], object]) -> Callable[[tuple[Path, bytes]], None]:
        """Return an attempt that does the work with the file changed."""

        def run(given: tuple[Path, bytes]) -> None:
            path, content = given
            path.write_bytes(content)
            try:
                work()
            finally:
                path.write_bytes(self.whole[path])

        return run


@pytest.mark.parametrize(("kind", "inputs"), [(".yaml", 1200), (".po", 600), (".png", 150)])
def test_content_files_are_read(fuzzer: Fuzzer, content_dir: Path, two_languages: None, kind: str, inputs: int) -> None:
    def read() -> None:
        try:
            read_content(content_dir)
        except ContentError as error:
            in_words(error)

    folder = Changed(content_dir, (kind,))
    fuzzer.run(f"content, {kind}", inputs, folder.inputs, folder.attempt(read))


def test_content_files_are_loaded(fuzzer: Fuzzer, sample: Path) -> None:
    def load() -> None:
        with transaction.atomic():
            try:
                call_command("load_content", dir=sample, verbosity=0, on_conflict="overwrite", stdout=Silent())
            except CommandError as error:
                in_words(error)
            transaction.set_rollback(True)

    folder = Changed(sample, (".yaml", ".po"))
    fuzzer.run("content, loaded", 160, folder.inputs, folder.attempt(load))


class Silent:
    def write(self, _text: str) -> None: ...


@pytest.mark.parametrize("form", FORMATS)
def test_translations_that_come_back(fuzzer: Fuzzer, sample: Path, form: str) -> None:
    files = {name: content for name, content in exported(form).items() if name.endswith((".po", ".xlf"))}

    def plan(given: tuple[str, bytes]) -> None:
        name, content = given
        try:
            plan_import(arabic(), read_files(Path(name).name, content))
        except ArchiveError as error:
            in_words(error)

    strategy = st.sampled_from(sorted(files)).flatmap(
        lambda name: st.tuples(st.just(name), broken_bytes([files[name]]))
    )
    fuzzer.run(f"translations, {form}", 1000, strategy, plan)


def test_archives_of_translations(fuzzer: Fuzzer, sample: Path) -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in exported("po").items():
            archive.writestr(name, content)

    def plan(content: bytes) -> None:
        try:
            plan_import(arabic(), read_files("back.zip", content))
        except ArchiveError as error:
            in_words(error)

    fuzzer.run("translations, zip", 500, broken_bytes([whole.getvalue()]), plan)


def test_lists_of_a_training_day(fuzzer: Fuzzer, sample: Path) -> None:
    def read(content: bytes) -> None:
        found = read_bulk_file(content, Actor("anna", 7), ["en", "ar"])
        assert found.lines or found.done or found.faults

    fuzzer.run(
        "awards, CSV", 1000, broken_bytes([CSV.encode(), b"\xef\xbb\xbf" + CSV.replace(",", ";").encode()]), read
    )


def test_export_of_a_plone_site(fuzzer: Fuzzer, sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plone"
    whole = {item["UID"]: item for item in ITEMS}
    trees = st.sampled_from(sorted(whole)).flatmap(
        lambda uid: st.tuples(st.just(uid), broken_tree([whole[uid]]).map(lambda tree: json.dumps(tree).encode()))
    )
    texts = st.sampled_from(sorted(whole)).flatmap(
        lambda uid: st.tuples(st.just(uid), broken_bytes([json.dumps(whole[uid]).encode()]))
    )

    def run(given: tuple[str, bytes]) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        for uid, item in whole.items():
            place = folder / "content" / uid
            place.mkdir(parents=True)
            (place / "data.json").write_bytes(given[1] if uid == given[0] else json.dumps(item).encode())
        (folder / "content" / IMAGE / "image").mkdir()
        (folder / "content" / IMAGE / "image" / "cup.png").write_bytes(picture())
        with transaction.atomic():
            try:
                call_command("import_plone", folder, stdout=Silent(), dry_run=True)
            except CommandError as error:
                in_words(error)
            transaction.set_rollback(True)

    assert settings.LANGUAGE_CODE == "en"
    fuzzer.run("import_plone", 600, st.one_of(trees, texts), run)
