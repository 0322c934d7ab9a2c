"""The living project -> one folder that keeps itself: made beside its place, and put there by one rename."""

import errno
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cms.archive.bag import PAYLOAD, clashing_names, make_bag
from cms.archive.crate import METADATA, as_json, crate, datacite, dublin_core, zenodo
from cms.archive.editions import ExportedSite, book_of, handout_of
from cms.archive.epub import epub
from cms.archive.kit.make import update_kit
from cms.archive.pdf import FontMissingError, pdf_books
from cms.archive.privacy import scan
from cms.archive.project import copy_project, is_code
from cms.archive.read_me import erasmus_checklist, how_to_verify, privacy_proof, read_me
from cms.archive.scorm import scorm
from cms.archive.warc import wacz, web_archive
from cms.export.check.people import people_of
from cms.export.export import export_site
from cms.export.plan import Options
from cms.learning.models import ProjectSettings
from cms.learning.snapshot import take_snapshot
from cms.projects import FIRST

Tick = Callable[[str], None]
VERIFIER = Path(__file__).with_name("verify.py")


class PackageError(Exception):
    """The package was not made; the message says why. Nothing stands under its name, and nothing else was touched."""


@dataclass(frozen=True)
class Package:
    """What a package holds.

    Attributes:
        files, bytes: number and size of the payload's files.
        left_out: books that could not be printed, with the reason.
    """

    files: int
    bytes: int
    left_out: tuple[str, ...] = ()


class FilesOnDisk(Mapping[str, bytes]):
    """The files below a folder by their address; each is read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        """List the folder."""
        self.folder = folder
        self.paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        self._known = frozenset(self.paths)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._known:
            raise KeyError(path)
        return (self.folder / path).read_bytes()

    def __contains__(self, path: object) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def package_archive(output: Path, base_url: str, made: date, tick: Tick = lambda text: None) -> Package:
    """Write the package to `output`: the archived site in every form, the project it is made of, and checksums.

    Args:
        output: a folder that does not exist yet.
        base_url: address of the site on the web, without a slash at the end.
        made: the day that the package names; the same content and day give the same bytes.
        tick: called with the name of each part.

    Raises:
        PackageError: the place is taken or cannot be written to, the project does not say whose it is, or a name or
            an address of somebody would be in it.
        CheckFailedError, MissingFileError, CredentialError: as from `export_site`.
    """
    _require_facts()
    if output.exists():
        raise PackageError(f"{output} is there already. Name another folder, or move this one away.")
    work = output.parent / f".{output.name}.making"
    try:
        shutil.rmtree(work, ignore_errors=True)
        package = _fill(work / "package", work / "web", Options(base_url, "archived", archived_on=made), made, tick)
        (work / "package").rename(output)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        hint = " Make room, then try again." if error.errno == errno.ENOSPC else ""
        raise PackageError(f"cannot write {output}: {error.strerror or error}{where}.{hint}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return package


def _fill(staging: Path, web: Path, options: Options, made: date, tick: Tick) -> Package:
    """Write the whole package to `staging`; the site for the web goes to `web` beside it."""
    payload = staging / PAYLOAD
    payload.mkdir(parents=True)
    tick("communication kit")
    update_kit(take_snapshot(), options.base_url)
    _write_sites(payload, web, options, tick)
    site = _site(web, options.base_url)
    _write_forms(payload, site, _site(payload / "site", options.base_url), made, tick)
    left_out = _write_prints(payload, site, made, tick)
    tick("project")
    copy_project(payload / "project", web, made, options.base_url)
    _write_records(payload, site, made)
    tick("personal data")
    _write_proof(payload, made)
    _write(payload / METADATA, as_json(crate(site, _names(payload), made)))
    _check_names(payload)
    tick("checksums")
    make_bag(staging, _bag_info(site, made))
    return replace(_measure(payload), left_out=left_out)


def _require_facts() -> None:
    facts = _facts()
    if missing := [name for name in ("issuer", "licence", "contact") if not facts.get(name)]:
        raise PackageError(
            f"project.yaml says nothing of: {', '.join(missing)}. Whoever finds the package must know whose it is and "
            "what is allowed. Add it, and load the content."
        )


def _facts() -> dict[str, Any]:
    return ProjectSettings.objects.filter(key="").values_list("facts", flat=True).first() or {}


def _write_sites(payload: Path, web: Path, options: Options, tick: Tick) -> None:
    tick("site for the web")
    export_site(web, options)
    tick("portable site")
    export_site(payload / "site", replace(options, portable=True))
    # What only the exporter needs beside a site, and what only a server sends.
    for path in (payload / "site").parent.glob(".site.*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _site(folder: Path, base_url: str) -> ExportedSite:
    return ExportedSite(FilesOnDisk(folder), base_url, _facts(), tuple(FIRST.codes))


def _write_forms(payload: Path, site: ExportedSite, portable: ExportedSite, made: date, tick: Tick) -> None:
    """Write the site in its other forms: zips, books, learning packages, web archives."""
    for path in [path for path in site.files if path.startswith("downloads/")]:
        _write(payload / "languages" / Path(path).name, site.files[path])
    for language in site.languages:
        tick(f"books in {language}")
        _write(payload / "books" / f"perennial.{language}.epub", epub(book_of(site, language), made))
        for slug in site.skills():
            name = f"{slug}.{language}"
            _write(payload / "modules" / f"{name}.epub", epub(handout_of(site, language, slug), made))
            _write(payload / "modules" / f"{name}.scorm.zip", scorm(portable, language, slug))
    tick("web archives")
    warc, captures = web_archive(site, made)
    _write(payload / "web" / "site.warc.gz", warc)
    _write(payload / "web" / "site.wacz", wacz(site, made, warc, captures))


def _write_prints(payload: Path, site: ExportedSite, made: date, tick: Tick) -> tuple[str, ...]:
    """Write every book and handout as PDF; return which could not be, with the reason."""
    left_out = []
    handouts = [handout_of(site, language, slug) for language in site.languages for slug in site.skills()]
    for book, made_of_it in pdf_books([*(book_of(site, language) for language in site.languages), *handouts], made):
        tick(f"{book.name}.pdf")
        if isinstance(made_of_it, FontMissingError):
            left_out.append(str(made_of_it))
        else:
            _write(payload / ("modules" if book.slug else "books") / f"{book.name}.pdf", made_of_it)
    return tuple(left_out)


def _write_records(payload: Path, site: ExportedSite, made: date) -> None:
    """Write what describes the package: for people, for libraries, for machines."""
    _write(payload / "READ-ME.txt", read_me(site, made).encode())
    _write(payload / "HOW-TO-VERIFY.txt", how_to_verify(site).encode())
    _write(payload / "verify.py", VERIFIER.read_bytes())
    _write(payload / "deposit" / "zenodo.json", as_json(zenodo(site, made)))
    _write(payload / "deposit" / "datacite.json", as_json(datacite(site, made)))
    _write(payload / "deposit" / "oai_dc.xml", dublin_core(site, made).encode())
    _write(payload / "deposit" / "erasmus-results.md", erasmus_checklist(site, made).encode())


def _write_proof(payload: Path, made: date) -> None:
    """Look for everybody whom the database knows in all that was made of it, and write down that nobody was found.

    Raises:
        PackageError: somebody was.
    """
    paths = (path for path in payload.rglob("*") if path.is_file())
    looked_at = (path for path in paths if not is_code(path.relative_to(payload).as_posix()))
    found = scan(payload, looked_at, people_of(take_snapshot()))
    if found.findings:
        raise PackageError("the package would show personal data:\n" + "\n".join(found.findings))
    _write(payload / "PRIVACY.txt", privacy_proof(found, made).encode())


def _check_names(payload: Path) -> None:
    """Refuse what would be lost on another disk: a stick is formatted by somebody else.

    Raises:
        PackageError: names that clash or cannot be.
    """
    paths = (path.relative_to(payload).as_posix() for path in payload.rglob("*") if path.is_file())
    if faults := clashing_names(paths):
        raise PackageError("the package could not be copied to every disk:\n" + "\n".join(faults))


def _names(payload: Path) -> list[str]:
    """Return what the crate lists: each file, but of the sites and the project the folder as a whole."""
    whole = ("site", "project")
    files = [path.relative_to(payload) for path in sorted(payload.rglob("*")) if path.is_file()]
    return [f"{name}/" for name in whole] + [path.as_posix() for path in files if path.parts[0] not in whole]


def _bag_info(site: ExportedSite, made: date) -> dict[str, str]:
    return {
        "Bagging-Date": made.isoformat(),
        "Bag-Software-Agent": "Perennial",
        "Source-Organization": site.facts["issuer"]["name"],
        "Contact-Email": site.facts.get("contact", ""),
        "External-Description": site.page(f"{site.languages[0]}/")["description"],
        "External-Identifier": f"{site.base_url}/",
        "Internal-Sender-Description": json.dumps({"languages": site.languages}),
    }


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _measure(payload: Path) -> Package:
    sizes = [path.stat().st_size for path in payload.rglob("*") if path.is_file()]
    return Package(len(sizes), sum(sizes))
