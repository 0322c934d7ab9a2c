"""The map of content/: which files there are, and which page each becomes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cms.content.po_file import Message
from cms.content.yaml_file import YamlDocument
from cms.learning.models import (
    BadgeIndexPage,
    BadgePage,
    GlossaryPage,
    HomePage,
    InfoPage,
    LearningPage,
    OrganisationIndexPage,
    OrganisationPage,
    PathsPage,
    PracticeIndexPage,
    PracticePage,
    SkillIndexPage,
    SkillPage,
    ToolkitModulePage,
    ToolkitPage,
    ToolPage,
)
from cms.projects import FIRST, Project

GLOSSARY_PATH = "glossary"
# What manage.py check_links found; not every project has it.
LINKS_FILE = "links.yaml"
# Only where pages stand in another order than that of their numbers and names.
ORDER_FILE = "order.yaml"
PAGE_KINDS: dict[str, type[LearningPage]] = {
    "home": HomePage,
    "skills": SkillIndexPage,
    "badges": BadgeIndexPage,
    "tool": ToolPage,
    "info": InfoPage,
    "paths": PathsPage,
    "practices": PracticeIndexPage,
    "organisations": OrganisationIndexPage,
    "toolkit": ToolkitPage,
}


@dataclass
class PageDocument:
    """One page as files: its YAML and its translations.

    Attributes:
        folder: address of the folder inside content/ ("skills/empathy"); the key of everything about it.
        name: file name of the YAML file.
        schema: name of its schema in schemas/content.schema.json.
        path: the page's path on the site ("skills/empathy"; "" is the home page).
        page_type: the Wagtail page type.
    """

    folder: str
    name: str
    schema: str
    path: str
    page_type: type[LearningPage]
    source: YamlDocument = field(default_factory=lambda: YamlDocument({}, {}))
    translations: dict[str, list[Message]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The last part of the page's address; "home" for the home page."""
        return self.path.rsplit("/", 1)[-1] or "home"

    @property
    def parent(self) -> str | None:
        """The path of the page above; None for the home page."""
        if not self.path:
            return None
        return self.path.rsplit("/", 1)[0] if "/" in self.path else ""

    @property
    def file(self) -> str:
        """Address of the YAML file inside content/."""
        return f"{self.folder}/{self.name}"

    def po_file(self, language: str) -> str:
        """Address of the translation into `language` inside content/."""
        return f"{self.folder}/{language}.po"

    @property
    def order(self) -> tuple[int, int, str]:
        """Parents before children; skills and badges lists first; skills by their number."""
        first = {"home": 0, "skills": 1, "badges": 2}.get(self.path or "home", 3)
        number = self.source.data.get("number", 0) if isinstance(self.source.data, dict) else 0
        return (self.path.count("/") * 10 + first, number, self.path)


@dataclass
class ContentTree:
    """All of content/, read and checked."""

    root: Path
    owner: Project = FIRST
    documents: list[PageDocument] = field(default_factory=list)
    project: dict[str, Any] = field(default_factory=dict)
    menus: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def optional(self) -> dict[str, dict[str, Any]]:
        """What not every project has, by the name of its file."""
        return {LINKS_FILE: self.links, ORDER_FILE: self.order}

    def terms(self) -> frozenset[str]:
        """Return the keys of the glossary; a project need not have one."""
        found = next((document for document in self.documents if document.path == GLOSSARY_PATH), None)
        return frozenset(found.source.data.get("terms", {})) if found else frozenset()

    def paths(self) -> set[str]:
        """Return the paths of all pages."""
        return {document.path for document in self.documents}


def kind_of_page(page: LearningPage, path: str) -> PageDocument:
    """Return the (empty) document of a page of the CMS: where its files are."""
    if isinstance(page, SkillPage):
        return PageDocument(f"skills/{page.slug}", "skill.yaml", "skill", path, SkillPage)
    if isinstance(page, BadgePage):
        return PageDocument(f"badges/{page.slug}", "badge.yaml", "badge", path, BadgePage)
    if isinstance(page, PracticePage):
        return PageDocument(f"practices/{page.slug}", "practice.yaml", "practice", path, PracticePage)
    if isinstance(page, OrganisationPage):
        return PageDocument(f"organisations/{page.slug}", "organisation.yaml", "organisation", path, OrganisationPage)
    if isinstance(page, ToolkitModulePage):
        return PageDocument(f"toolkit/{page.slug}", "module.yaml", "module", path, ToolkitModulePage)
    if isinstance(page, GlossaryPage):
        return PageDocument("terms", "terms.yaml", "terms", path, GlossaryPage)
    return PageDocument(f"pages/{path or 'home'}", "page.yaml", "page", path, type(page))
