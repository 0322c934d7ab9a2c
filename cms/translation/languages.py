"""A further language: its tree, its groups, its content files, its catalogue of interface strings."""

from dataclasses import dataclass, field
from pathlib import Path

import django
import polib
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page

from cms.content.documents import ContentTree
from cms.content.update import update_translations
from cms.learning.models import LearningPage
from cms.learning.projects import homes
from cms.projects import use
from cms.translation.roles import make_groups
from cms.translation.sync import sync_page

CATALOGUE = Path("LC_MESSAGES") / "django.po"


class LanguageError(ValueError):
    """A language that cannot be added; the message says what to do."""


@dataclass
class LanguageReport:
    """What was made for a language, and what is missing."""

    pages: int = 0
    texts: int = 0
    files: list[Path] = field(default_factory=list)
    catalogue: Path | None = None
    strings: int = 0


def add_language(code: str, tree: ContentTree, locale_dir: Path) -> LanguageReport:
    """Make everything that a language of the settings needs; what is there already stays as it is.

    Raises:
        LanguageError: the settings do not name the language.
    """
    known = tree.owner.codes
    if code not in known or code == settings.LANGUAGE_CODE:
        raise LanguageError(
            f'“{code}” is not a further language of the site. Add a line like ("{code}", "its own name") to LANGUAGES '
            "in cms/settings/common.py, and run this again."
        )
    report = LanguageReport()
    with transaction.atomic():
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = homes(tree.owner).get(locale__language_code=settings.LANGUAGE_CODE)
        for page in Page.objects.descendant_of(home, inclusive=True).live().order_by("path").specific():
            if isinstance(page, LearningPage):
                sync_page(page, [locale])
                report.pages += 1
        make_groups()
    with use(tree.owner):
        report.files = update_translations(tree, code)
    report.catalogue, report.strings = _make_catalogue(code, locale_dir)
    report.texts = sum(len(polib.pofile(str(tree.root / document.po_file(code)))) for document in tree.documents)
    return report


def _make_catalogue(code: str, locale_dir: Path) -> tuple[Path, int]:
    """Make an empty catalogue with all strings of the other ones; return it and how many strings it lacks."""
    path = locale_dir / code / CATALOGUE
    if not path.is_file():
        model = polib.pofile(str(next(iter(sorted(locale_dir.glob(f"*/{CATALOGUE}"))))), wrapwidth=100)
        forms = plural_forms(code)
        model.metadata |= {"Language": code, "Plural-Forms": forms}
        number = int(forms.partition("nplurals=")[2][0])
        for entry in model:
            entry.msgstr = ""
            if entry.msgid_plural:
                entry.msgstr_plural = dict.fromkeys(range(number), "")
        path.parent.mkdir(parents=True, exist_ok=True)
        model.save(str(path))
    return path, len(polib.pofile(str(path)).untranslated_entries())


def plural_forms(code: str) -> str:
    """Return the plural forms of a language as Django's own catalogue has them; two forms where it has none."""
    path = Path(django.__file__).parent / "conf" / "locale" / code.replace("-", "_") / CATALOGUE
    found = polib.pofile(str(path)).metadata.get("Plural-Forms") if path.is_file() else ""
    return " ".join(found.split()) if found else "nplurals=2; plural=(n != 1);"
