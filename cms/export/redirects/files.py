"""Moves -> a page for each old address that leads on by itself, and `_redirects` for servers that can say so."""

import posixpath
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from django.template.loader import get_template
from django.utils import translation

from cms.export.plan import Options
from cms.export.redirects.resolve import Move
from cms.export.render.relative import make_relative
from cms.learning.snapshot import Snapshot

# As Netlify and Cloudflare Pages read it: old address, new address, status.
REDIRECTS = "_redirects"


def redirect_files(snapshot: Snapshot, options: Options, moves: Iterable[Move]) -> dict[str, bytes]:
    """Return the files for the moves by address; no files for no moves."""
    moves = list(moves)
    files = {move.file: _page(snapshot, options, move).encode() for move in moves if move.file}
    if moves:
        files[REDIRECTS] = _list(moves, urlsplit(options.base_url).path.rstrip("/")).encode()
    return files


def _page(snapshot: Snapshot, options: Options, move: Move) -> str:
    codes = [language.code for language in snapshot.languages]
    named = [address.split("/", 1)[0] for address in (move.target.lstrip("/"), move.old)]
    language = next((code for code in named if code in codes), snapshot.source_language)
    is_inside = move.target.startswith("/")
    context = {
        "language": snapshot.language(language),
        "address": move.target,
        "canonical": f"{options.base_url}{move.target}" if is_inside else move.target,
        "title": _title(snapshot, move.target) if is_inside else "",
        # Written without a site around it, an address is an attribute like any other.
        "place": make_relative(f' href="{move.target}"', move.file, options.portable)[len(' href="') : -1],
    }
    with translation.override(language):
        html: str = get_template("pages/moved.html").render(context)
    return make_relative(html, move.file, options.portable)


def _title(snapshot: Snapshot, target: str) -> str:
    language, _slash, path = urlsplit(target).path.strip("/").partition("/")
    node = snapshot.find(language, path)
    return node.page.title if node else ""


def _list(moves: Iterable[Move], prefix: str) -> str:
    lines = []
    for move in moves:
        target = f"{prefix}{move.target}" if move.target.startswith("/") else move.target
        olds = [f"{prefix}/{quote(move.old)}"]
        # Netlify takes the two for one address, Cloudflare and our own server do not.
        olds += [] if posixpath.splitext(move.old)[1] else [f"{olds[0]}/"]
        lines += [
            f"{old} {quote(target, safe=':/?#[]@!$&()*+,;=%~')} {301 if move.is_permanent else 302}\n" for old in olds
        ]
    return "".join(lines)
