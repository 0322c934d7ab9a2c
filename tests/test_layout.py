"""Rules of the tree that a slip would break silently."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [path for path in (ROOT / "cms").rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("folder", ["site", "locale", "content"])
def test_a_folder_named_like_a_standard_module_is_no_package(folder: str) -> None:
    assert not (ROOT / folder / "__init__.py").exists()
    assert not list((ROOT / folder).rglob("*.py"))


def test_the_standard_library_still_answers_to_site_and_locale() -> None:
    code = "import site, locale; print(site.__file__, locale.__file__)"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert str(ROOT / "site") not in printed
    assert str(ROOT / "locale") not in printed


def test_git_keeps_the_site_s_source() -> None:
    for name in ("site/build.mjs", "site/templates/base.html", "locale/fi/LC_MESSAGES/django.po"):
        result = subprocess.run(["git", "check-ignore", name], cwd=ROOT, capture_output=True, check=False)
        assert result.returncode == 1, name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 320, "split the file by meaning"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 45, f"split {node.name} by meaning"


def test_nothing_names_a_registry() -> None:
    hosts = "|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "registry\\.npm" + "js"])
    found = subprocess.run(["git", "grep", "-nIE", hosts], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_every_variable_of_the_environment_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "environment"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                assert f"`{node.args[0].value}`" in readme, f"{node.args[0].value} ({path.name})"
