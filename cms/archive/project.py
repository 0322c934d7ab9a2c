"""The project itself -> a folder from which the site can be made again: code, words, and the site as it was."""

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cms.content import yaml_file
from cms.content.dump import dump_content
from cms.content.schemas import in_schema_order
from cms.content.state import read_state
from cms.settings.environment import BASE_DIR

# What is made, kept or private on this machine, wherever it lies.
_LEFT_OUT = shutil.ignore_patterns(
    *("__pycache__", "*.pyc", "*.mo", ".*_cache", ".hypothesis", "node_modules", "*.sqlite3*", "*.pem", ".env*"),
)
# The same at the top. The words come from the CMS, not from the folder.
_LEFT_OUT_AT_TOP = frozenset({".git", ".venv", "var", "dist", "content"})
_MADE_HERE = ("project/content/", "project/dist/")


def copy_project(target: Path, web: Path, made: date, base_url: str) -> None:
    """Write code, content and site to `target`.

    Args:
        target: folder that does not exist yet.
        web: the exported site; it becomes dist/, so that the badges' record is at hand when it is made anew.
        made, base_url: written into project.yaml, so that `make site` makes the same site.
    """
    target.mkdir()
    for path in _top(BASE_DIR):
        if path.is_dir():
            shutil.copytree(path, target / path.name, ignore=_LEFT_OUT)
        else:
            shutil.copyfile(path, target / path.name)
    dump_content(target / "content")
    facts_file = target / "content" / "project.yaml"
    facts = {**read_state().project_data("project"), "address": base_url, "archived_on": made.isoformat()}
    facts_file.write_text(yaml_file.write(in_schema_order("project", facts)), "utf-8")
    shutil.copytree(web, target / "dist")


def _top(folder: Path) -> Iterable[Path]:
    ignored = _LEFT_OUT(str(folder), [path.name for path in folder.iterdir()])
    for path in sorted(folder.iterdir()):
        is_made = path.name.startswith(".dist") or path.is_symlink()
        if path.name not in _LEFT_OUT_AT_TOP and path.name not in ignored and not is_made:
            yield path


def is_code(name: str) -> bool:
    """Tell whether a file of the payload is the software, in which nothing comes from the database.

    Its tests, its demo and its licences name people, made-up ones and authors.
    """
    return name.startswith("project/") and not name.startswith(_MADE_HERE)
