"""Rows of wagtail.contrib.redirects -> where each old address leads in the end, and which rows lead nowhere."""

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _
from wagtail.contrib.redirects.models import Redirect

from cms.export.check import Fault, fault
from cms.learning.snapshot import Snapshot, address_of


@dataclass(frozen=True)
class Move:
    """An old address, without slashes at its ends, and where it leads.

    `target` begins with a slash where it is in the site; else it is a whole address elsewhere.
    """

    old: str
    target: str
    is_permanent: bool

    @property
    def file(self) -> str:
        """The file that leads on; "" for an address whose ending promises something else than a page."""
        if self.old.endswith((".html", ".htm")):
            return self.old
        return "" if posixpath.splitext(self.old)[1] else f"{self.old}/index.html"


@dataclass(frozen=True)
class LeftOut:
    """A redirect that the site cannot have: its number in the CMS, its old address, and why."""

    number: int
    old_path: str
    reason: Fault


@dataclass(frozen=True)
class _Row:
    number: int
    old_path: str
    target: str
    is_permanent: bool


def resolve_redirects(snapshot: Snapshot, base_url: str, taken: Collection[str]) -> tuple[list[Move], list[LeftOut]]:
    """Return the redirects that the site can have, sorted, and those that it cannot.

    `taken` are the files of the site without redirects: a page that stands at an old address is not hidden by a
    redirect. Chains are made one step. Where the page that moved is in the source language, its address in every other
    language has moved too, whether it is translated there or not.
    """
    left_out: list[LeftOut] = []
    rows: dict[str, _Row] = {}
    for row in _rows(snapshot, base_url):
        old = row.old_path.strip("/")
        if reason := _fault(old, taken) or (None if row.target else fault(_("its page is not published"))):
            left_out.append(LeftOut(row.number, row.old_path, reason))
        else:
            rows[old] = row
    moves = []
    for old, row in rows.items():
        end, reason = _end(row, rows, taken)
        if reason:
            left_out.append(LeftOut(row.number, row.old_path, reason))
        else:
            moves.append(Move(old, end, row.is_permanent))
    moves += _in_other_languages(snapshot, moves, taken)
    return sorted(moves, key=lambda move: move.old), sorted(left_out, key=lambda item: item.old_path)


def _rows(snapshot: Snapshot, base_url: str) -> Iterator[_Row]:
    """Yield the redirects of the site; those of the site itself come last, because they win over those of all sites."""
    found = _of_project(snapshot).values_list(
        *("site_id", "pk", "old_path", "is_permanent", "redirect_link", "redirect_page_id"),
        "redirect_page__locale__language_code",
    )
    in_order = sorted(found, key=lambda row: (row[0] is not None, row[1]))
    for _site, number, old_path, is_permanent, link, page_id, language in in_order:
        target = _page_target(snapshot, page_id, language) if page_id else _link_target(link, base_url)
        yield _Row(number, old_path, target, is_permanent)


def _of_project(snapshot: Snapshot) -> "QuerySet[Redirect]":
    """Return the redirects of the project's own site and of all sites; a further project has those to its own pages."""
    if not snapshot.project.key:
        return Redirect.objects.filter(Q(site=None) | Q(site__is_default_site=True))
    own = Q(site__root_page__slug=snapshot.project.key)
    return Redirect.objects.filter(own | Q(site=None, redirect_page__in=snapshot.paths_by_page_id))


def _page_target(snapshot: Snapshot, page_id: int, language: str) -> str:
    path = snapshot.paths_by_page_id.get(page_id)
    return "" if path is None or snapshot.find(language, path) is None else address_of(language, path)


def _link_target(link: str, base_url: str) -> str:
    """Return an address of the site from its root, any other as it is."""
    own = link.removeprefix(base_url)
    return own if own != link and own.startswith("/") else link


def _fault(old: str, taken: Collection[str]) -> Fault | None:
    """Return why nothing can lead on from an old address, None where something can."""
    if "?" in old or "#" in old or ";" in old:
        return fault(_("a static site cannot tell addresses apart by what follows “?”"))
    if not old or posixpath.normpath(old) != old or old.startswith("..") or "\\" in old:
        return fault(_("it is not the address of a page"))
    folders = [old[:end] for end in range(len(old)) if old[end] == "/"]
    if any(file in taken for file in (old, f"{old}/index.html", *folders)):
        return fault(_("a page of the site stands at this address"))
    return None


def _end(row: _Row, rows: dict[str, _Row], taken: Collection[str]) -> tuple[str, Fault | None]:
    """Return where a redirect leads in the end, and why it leads nowhere (None where it does)."""
    target, seen = row.target, {row.old_path.strip("/")}
    while target.startswith("/") and not target.startswith("//"):
        place = unquote(urlsplit(target).path).strip("/")
        if place in taken or posixpath.normpath(f"{place}/index.html") in taken:
            return target, None
        if place in seen:
            return "", fault(_("it leads back to itself"))
        if place not in rows:
            return "", fault(_("there is no page at %(address)s"), address=target)
        seen.add(place)
        target = rows[place].target
    return target, None


def _in_other_languages(snapshot: Snapshot, moves: list[Move], taken: Collection[str]) -> Iterator[Move]:
    source = snapshot.source_language
    known = {move.old for move in moves}
    for move in list(moves):
        _language, _slash, old = move.old.partition("/")
        if not old or not move.old.startswith(f"{source}/") or not move.target.startswith(f"/{source}/"):
            continue
        for language in snapshot.languages:
            there = f"{language.code}/{old}"
            if there not in known and not _fault(there, taken):
                target = f"/{language.code}/{move.target.removeprefix(f'/{source}/')}"
                if posixpath.normpath(f"{urlsplit(target).path[1:]}/index.html") in taken:
                    yield Move(there, target, move.is_permanent)
