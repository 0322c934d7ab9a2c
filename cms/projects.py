"""Which project is meant: the first one of the settings, or a further one of the database (decision 0027).

Like the active language of Django: whoever begins a piece of work says for which project, and what is below asks. Loads
nothing of Wagtail, since the endpoint runs without it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from email.utils import formataddr, parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

# Between the key of a project and the slug of a badge; no slug has one.
MARK = ":"
FOLDER = "projects"
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class UnknownProjectError(LookupError):
    """There is no project with this key; the message names those that there are."""


@dataclass(frozen=True)
class Project:
    """One project. The first has the key "" and the values of the settings; `facts` is a further one's project.yaml."""

    key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and own name of each language of the site, the source language among them."""
        if not self.key:
            return [item for item in settings.LANGUAGES if item not in settings.FURTHER_LANGUAGES]
        names = dict(settings.LANGUAGES)
        return [(code, names[code]) for code in self.facts.get("languages", []) if code in names]

    @property
    def codes(self) -> list[str]:
        """The codes of the languages."""
        return [code for code, _name in self.languages]

    @property
    def public_url(self) -> str:
        """Where the public reads the site, without a slash at the end."""
        if not self.key:
            return str(settings.PUBLIC_URL)
        address = (
            settings.PROJECT_URLS.get(self.key) or self.facts.get("address") or f"{settings.PUBLIC_URL}/{self.key}"
        )
        return str(address).rstrip("/")

    @property
    def issuer_url(self) -> str:
        """What badges name as the address of their issuer, without a slash at the end."""
        return self.public_url if self.key else str(settings.ISSUER_URL or settings.PUBLIC_URL)

    @property
    def issuer_name(self) -> str:
        """The name that is signed into every badge."""
        return str(self.facts["issuer"]["name"]) if self.key else str(settings.ISSUER_NAME)

    @property
    def sender(self) -> str:
        """The sender of its mails: one mailbox for all projects, a further one's mails in its own name."""
        if not self.key:
            return str(settings.DEFAULT_FROM_EMAIL)
        return formataddr((self.issuer_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))

    @property
    def keys_dir(self) -> Path:
        """Where its signing keys lie."""
        return self._below(Path(settings.KEYS_DIR))

    @property
    def content_dir(self) -> Path:
        """Where its content files lie."""
        return self._below(Path(settings.CONTENT_DIR))

    @property
    def export_dir(self) -> Path:
        """The folder of the exported site."""
        folder = Path(settings.EXPORT_DIR)
        return folder.with_name(f"{folder.name}-{self.key}") if self.key else folder

    @property
    def origins(self) -> list[str]:
        """Addresses of the sites whose forms may ask for its badges."""
        return [self.public_url] if self.key else [str(origin) for origin in settings.ALLOWED_ORIGINS]

    @property
    def closed_since(self) -> date | None:
        """Since when a further project takes no applications; None as long as it does."""
        day = date.fromisoformat(self.facts["applications_close"]) if self.facts.get("applications_close") else None
        return day if day and day <= timezone.localdate() else None

    @property
    def prefix(self) -> str:
        """What its files are called by, seen from the folder of the first project's content files."""
        return f"{FOLDER}/{self.key}/" if self.key else ""

    def badge_key(self, slug: str) -> str:
        """Return how issuance knows a badge of the site."""
        return f"{self.key}{MARK}{slug}" if self.key else slug

    def group(self, name: str) -> str:
        """Return what a group of people is called who work on this project only; the first's groups have no prefix."""
        return f"{self.key}{MARK} {name}" if self.key else name

    def owns_group(self, name: str) -> bool:
        """Tell whether a group is one of this further project."""
        return name.startswith(f"{self.key}{MARK} ")

    def own(self, column: str) -> Q:
        """Return the condition on a column with the key of a badge: it is one of this project."""
        return Q(**{f"{column}__startswith": f"{self.key}{MARK}"}) if self.key else ~Q(**{f"{column}__contains": MARK})

    def _below(self, folder: Path) -> Path:
        return folder / FOLDER / self.key if self.key else folder


FIRST = Project()
_current: ContextVar[Callable[[], Project]] = ContextVar("project", default=lambda: FIRST)


def current() -> Project:
    """Return the project that is meant here."""
    return _current.get()()


@contextmanager
def use(project: Project) -> Iterator[Project]:
    """Mean this project within the block."""
    with use_lazily(lambda: project):
        yield project


@contextmanager
def use_lazily(make: Callable[[], Project]) -> Iterator[None]:
    """Mean within the block the project that is found out once somebody asks, for which alone there is a query."""
    token = _current.set(lru_cache(maxsize=1)(make))
    try:
        yield
    finally:
        _current.reset(token)


def mean(project: Project) -> None:
    """Mean this project from here to the end of the innermost block of `use`: for what is learnt on the way."""
    _current.set(lambda: project)


def find(key: str) -> Project:
    """Return the project with a key; "" is the first.

    Raises:
        UnknownProjectError: there is none.
    """
    if not key:
        return FIRST
    row = _rows().filter(key=key).first()
    if row is None:
        known = ", ".join(_rows().values_list("key", flat=True))
        raise UnknownProjectError(f"There is no project “{key}”. Known are: {known or 'none but the first'}.")
    return Project(row.key, row.facts)


def further() -> list[Project]:
    """Return the projects beside the first, by their keys."""
    return [Project(row.key, row.facts) for row in _rows()]


def every() -> list[Project]:
    """Return all projects, the first in front."""
    return [FIRST, *further()]


def keep(key: str, facts: Mapping[str, Any]) -> None:
    """Keep what is known of a further project where the endpoint finds it."""
    _rows().update_or_create(key=key, defaults={"facts": dict(facts)})


def project_of(badge_key: str) -> Project:
    """Return the project of a badge by its key in issuance.

    Raises:
        UnknownProjectError: there is no such project.
    """
    key, mark, _slug = badge_key.partition(MARK)
    return find(key) if mark else FIRST


def owner_of(badge_key: str) -> str:
    """Return the key of the project of a badge; "" is the first."""
    return badge_key.rpartition(MARK)[0]


def slug_of(badge_key: str) -> str:
    """Return the slug of a badge as its site has it."""
    return badge_key.rpartition(MARK)[2]


def _rows() -> Any:
    return apps.get_model("issuance", "Project").objects.order_by("key")
