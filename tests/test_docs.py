"""What the documents tell a reader to type exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "site/README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_their_options_exist(path: Path) -> None:
    for name, rest in re.findall(r"manage\.py ([a-z_]+)([^`\n]*)", path.read_text("utf-8")):
        assert name in get_commands(), name
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        known = {option for action in parser._actions for option in action.option_strings}
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest):
            assert option in known, f"{name} {option}"


def test_the_commands_for_further_projects_are_named() -> None:
    sentence = (ROOT / "README.md").read_text("utf-8").partition("These take `--project KEY`")[2].partition(".\n")[0]
    own = {name: app for name, app in get_commands().items() if str(app).startswith("cms.")}
    taking = {
        name
        for name, app in own.items()
        if "--project" in load_command_class(app, name).create_parser("manage.py", name).format_help()
    }
    assert set(re.findall(r"`([a-z_]+)`", sentence)) == taking


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_targets_exist(path: Path) -> None:
    for target in re.findall(r"(?:`|^)make ([a-z]+(?:-[a-z]+)*)", path.read_text("utf-8"), re.MULTILINE):
        assert target in TARGETS, target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_linked_files_exist(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)):
        if target != "target":
            assert (path.parent / target).exists(), target
