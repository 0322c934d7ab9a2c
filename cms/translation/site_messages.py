"""Which interface strings readers and applicants meet: those of the site, of the endpoint and of its mails.

A language that only a further project uses needs no more than these; the admin is in the first project's languages.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from cms.content.documents import ContentTree
from cms.learning.blocks import GROUPINGS
from cms.learning.models.module import LEVELS
from cms.learning.models.skill import FAMILIES
from cms.settings.environment import BASE_DIR
from cms.translation.languages import CATALOGUE, plural_forms

# What is shown by these folders, addressed from the folder of the program.
TEMPLATES = ("site/templates", "cms/issuance/templates")
CODE = ("cms/issuance", "cms/learning/context", "cms/learning/templatetags", "cms/export/render")
# Of no concern to readers and applicants.
LEFT_OUT = frozenset({"migrations", "management", "assessing", "ledger"})
# Templates and code that serve a tool, a kind of page or a part of a module, by the beginnings of their names.
SERVES = {
    **{"reflect": ("reflect",), "offline": ("offline", "unkept"), "compare": ("compare",), "suggest": ("suggest",)},
    **{"practices": ("practice",), "paths": ("paths",), "glossary": ("glossary", "term")},
    **{"podcast": ("part_podcast", "speech"), "quiz": ("part_quiz", "question_", "answer_key")},
    **{"scenario": ("part_scenario", "dialogue"), "books": ("books", "moved", "patterns", "archived")},
}
NAMES = (*FAMILIES, *LEVELS, *GROUPINGS)
_CALL = re.compile(r"gettext\w*\(|_\(")
_TEXT = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def site_texts(tree: ContentTree) -> set[str]:
    """Return every text that a site of this content shows; a message of a catalogue that is none of them is not."""
    base = BASE_DIR
    unused = tuple(name for feature, names in SERVES.items() if feature not in _features(tree) for name in names)
    found: set[str] = set()
    for path in (path for folder in TEMPLATES for path in sorted((base / folder).rglob("*.*"))):
        if not path.name.startswith(unused) and not path.parent.name.startswith(unused):
            found.update(_in_template(path.read_text("utf-8")))
    for path in (path for folder in CODE for path in sorted((base / folder).rglob("*.py"))):
        if not path.name.startswith(unused) and LEFT_OUT.isdisjoint(path.parts):
            found.update(_in_code(path.read_text("utf-8")))
    with translation.override(settings.LANGUAGE_CODE):
        return found | {str(label) for _key, label in NAMES}


def _features(tree: ContentTree) -> set[str]:
    """Return the tools, kinds of pages and parts of modules that the content has."""
    found = {"glossary"} if tree.terms() else set()
    for document in tree.documents:
        data = document.source.data
        found |= {data.get("type", ""), data.get("tool", "")}
        # What a module asks its reader about is part of its own page; the tool of that name is another thing.
        found |= set(data) - {"reflect"} if document.schema == "skill" else set()
    return found


def write_catalogue(code: str, tree: ContentTree, locale_dir: Path) -> tuple[Path, int]:
    """Write the catalogue of a language with the messages of the site alone; return it and how many lack a translation.

    The messages are those of the other catalogues. Translations that are there already stay.
    """
    path = locale_dir / code / CATALOGUE
    old = polib.pofile(str(path)) if path.is_file() else []
    done = {(entry.msgctxt, entry.msgid): entry for entry in old}
    [model, *_others] = [other for other in sorted(locale_dir.glob(f"*/{CATALOGUE}")) if other != path]
    shown, forms = site_texts(tree), plural_forms(code)
    catalogue = polib.pofile(str(model), wrapwidth=100)
    catalogue.metadata |= {"Language": code, "Plural-Forms": forms}
    kept = [entry for entry in catalogue if entry.msgid in shown]
    catalogue.clear()
    for entry in kept:
        before = done.get((entry.msgctxt, entry.msgid))
        entry.flags = []
        entry.msgstr = before.msgstr if before else ""
        if entry.msgid_plural:
            number = int(forms.partition("nplurals=")[2][0])
            entry.msgstr_plural = before.msgstr_plural if before else dict.fromkeys(range(number), "")
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return path, len(catalogue.untranslated_entries())


def _in_template(source: str) -> Iterator[str]:
    code = templatize(source)
    for call in _CALL.finditer(code):
        place = call.end()
        # A context, the singular and the plural stand one after the other.
        while text := _TEXT.match(code, place):
            yield ast.literal_eval(text[1])
            place = text.end()
            place += len(re.match(r"[\s,]*", code[place:])[0])  # type: ignore[index]


def _in_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
