"""Pages of an exported site -> what is known of the addresses elsewhere that they lead to: there or gone, and a copy.

Asks the network: by hand only, one request after the other, and says who asks. It asks for the pages that people are
led to and follows no link in them, so it is no crawler that robots.txt speaks to (RFC 9309). Of an answer it reads the
head; redirects are followed as far as urllib does, ten times at most.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from http.client import HTTPException
from pathlib import Path
from socket import EAI_NONAME, gaierror
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from cms.content import yaml_file
from cms.content.documents import LINKS_FILE
from cms.content.schemas import in_schema_order

_EXTERNAL = re.compile(r'<a\b(?=[^>]*\brel="external")[^>]*?\bhref="(https?://[^"]+)"')
# Answers of a server that the page is not there, and not only for a while (RFC 9110, 15.5.5 and 15.5.11).
GONE = frozenset({404, 410})
AGENT = "Perennial link check (manage.py check_links)"
SECONDS = 20
PAUSE = 1.0
Tick = Callable[[str], None]


@dataclass(frozen=True)
class Archive:
    """A web archive that answers as the Internet Archive does.

    Attributes:
        finds: where it is asked for copies (https://archive.org/help/wayback_api.php).
        saves: where it is asked to take one of what has none; "" where it is not.
    """

    finds: str = "https://archive.org"
    saves: str = ""


def external_links(site: Path) -> list[str]:
    """Return the addresses elsewhere that pages of an exported site lead to; copies in an archive are none.

    Raises:
        FileNotFoundError: the folder holds no site.
    """
    pages = sorted(site.rglob("*.html"))
    if not pages:
        raise FileNotFoundError(f"{site} holds no exported site: run manage.py export_site first.")
    found = {unescape(link) for page in pages for link in _EXTERNAL.findall(page.read_text("utf-8"))}
    return sorted(
        link for link in found if "/web/2" not in urlsplit(link).path and "linkedin.com/profile/add" not in link
    )


def check_links(
    links: Iterable[str],
    known: Mapping[str, dict[str, str]],
    archive: Archive,
    today: date,
    tick: Tick,
    pause: float = PAUSE,
) -> dict[str, dict[str, str]]:
    """Return what is found of each link, in the form of content/links.yaml; a copy that is known is kept.

    Args:
        links: addresses to ask.
        known: what was found before.
        archive: where copies are looked for.
        today: the day to write down.
        tick: told each address.
        pause: seconds between two addresses.
    """
    found = {}
    for link in links:
        tick(link)
        state, answer = _ask(link)
        copy = known.get(link, {}).get("copy", "") or _copy(link, archive, is_there=state == "there")
        data = {"checked": today.isoformat(), "found": state, "answer": answer, "copy": copy}
        found[link] = {name: value for name, value in data.items() if value}
        time.sleep(pause)
    return found


def read_links(content: Path) -> dict[str, dict[str, str]]:
    """Return what content/links.yaml says; nothing where there is no such file."""
    path = content / LINKS_FILE
    return dict(yaml_file.parse(path.read_text("utf-8")).data) if path.is_file() else {}


def write_links(content: Path, links: Mapping[str, Any]) -> Path:
    """Write content/links.yaml, whole or not at all; return its path."""
    path = content / LINKS_FILE
    fresh = path.with_suffix(".new")
    ordered = {link: in_schema_order("link", links[link]) for link in sorted(links)}
    fresh.write_text(yaml_file.write(ordered), "utf-8")
    fresh.replace(path)
    return path


def _ask(link: str) -> tuple[str, str]:
    """Return "there", "gone" or "unclear", and the answer in a few words; many servers refuse programs."""
    for method in ("HEAD", "GET"):
        try:
            with _open(link, method) as response:
                return "there", str(response.status)
        except HTTPError as error:
            if method == "GET":
                return ("gone" if error.code in GONE else "unclear"), str(error.code)
        except (URLError, HTTPException, OSError, ValueError) as error:
            if method == "GET":
                reason = getattr(error, "reason", error)
                # No host of that name: nobody will answer there. Without a network of our own the answer is another.
                is_unknown = isinstance(reason, gaierror) and reason.errno == EAI_NONAME
                state = "gone" if is_unknown else "unclear"
                return state, " ".join(str(reason).split())[:100]
    raise AssertionError("the second round returns")


def _copy(link: str, archive: Archive, *, is_there: bool) -> str:
    """Return the address of an archived copy, taken now where that is wanted and none is known; else ""."""
    try:
        with _open(f"{archive.finds}/wayback/available?url={quote(link, safe='')}", "GET") as response:
            closest = json.loads(response.read(100_000)).get("archived_snapshots", {}).get("closest", {})
        if closest.get("available"):
            return str(closest["url"]).replace("http://web.archive.org/", "https://web.archive.org/")
        if archive.saves and is_there:
            with _open(f"{archive.saves}/save/{link}", "GET") as response:
                place = str(response.headers.get("Content-Location") or response.geturl())
                return place if place.startswith("http") else f"{archive.saves}{place}"
    except (HTTPException, OSError, ValueError, AttributeError):
        # What the archive cannot say now it may say next time.
        return ""
    return ""


def _open(address: str, method: str) -> Any:
    request = Request(address, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})  # noqa: S310
    return urlopen(request, timeout=SECONDS)  # noqa: S310 - https? only: see external_links
