"""content/ -> ContentTree: read every file, check all of them, and report every fault at once."""

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

from cms.content import po_file, yaml_file
from cms.content.decode import DecodeError, Decoder
from cms.content.documents import GLOSSARY_PATH, LINKS_FILE, ORDER_FILE, PAGE_KINDS, ContentTree, PageDocument
from cms.content.errors import Problems
from cms.content.links import HOME, Links
from cms.content.schemas import SCHEMA
from cms.content.yaml_file import YamlDocument
from cms.learning.look import unreadable
from cms.learning.models import (
    BadgePage,
    GlossaryPage,
    OrganisationPage,
    PracticePage,
    SkillPage,
    ToolkitModulePage,
)
from cms.projects import FIRST, Project


def read_content(root: Path) -> ContentTree:
    """Return all of content/, read and checked.

    Raises:
        ContentError: with every fault found, each with file, line and what to do.
    """
    problems = Problems(root)
    tree = ContentTree(root)
    if not (root / "project.yaml").is_file():
        problems.add(root, 0, "no project.yaml here: give the folder that holds the content files.")
        problems.raise_if_any()
    project = _read_yaml(root / "project.yaml", "project", problems)
    tree.project = project.data
    tree.owner = _owner(tree.project, root, problems)
    _check_look(project, root / "project.yaml", problems)
    tree.menus = _read_yaml(root / "menus.yaml", "menus", problems).data
    if (root / LINKS_FILE).is_file():
        tree.links = _read_yaml(root / LINKS_FILE, "links", problems).data
    if (root / ORDER_FILE).is_file():
        tree.order = _read_yaml(root / ORDER_FILE, "order", problems).data
    tree.documents = _documents(root, problems)
    for document in tree.documents:
        document.source = _read_yaml(root / document.file, document.schema, problems)
        _read_translations(tree, document, problems)
    problems.raise_if_any()
    tree.documents.sort(key=lambda document: document.order)
    _check_links(tree, problems)
    problems.raise_if_any()
    return tree


def _owner(facts: dict[str, Any], root: Path, problems: Problems) -> Project:
    """Return the project that the files belong to: a further one where project.yaml names its key."""
    key = facts.get("key", "")
    if bool(key) != ("languages" in facts):
        problems.add(
            root / "project.yaml", 0, "a further project names both its key and its languages, the first none."
        )
    known = dict(settings.LANGUAGES)
    for code in facts.get("languages", []):
        if code not in known:
            problems.add(
                root / "project.yaml", 0, f"languages: unknown language “{code}”: add it to FURTHER_LANGUAGES."
            )
    if key and settings.LANGUAGE_CODE not in facts.get("languages", []):
        problems.add(
            root / "project.yaml", 0, f"languages: “{settings.LANGUAGE_CODE}” is missing; texts are written in it."
        )
    return Project(key, facts) if key else FIRST


def _check_look(project: YamlDocument, path: Path, problems: Problems) -> None:
    """Note colours that cannot be read, and an emblem that is not drawn."""
    look = project.data.get("look", {})
    for name, fault in unreadable(look.get("colours", {})):
        problems.add(path, project.line(("look", "colours", name)), f"look.colours: {fault}")
    emblem = look.get("emblem")
    if emblem and not (Path(settings.SITE_SOURCE_DIR) / "assets" / "badges" / f"{emblem}.svg").is_file():
        fault = f"look.emblem: there is no drawing site/assets/badges/{emblem}.svg."
        problems.add(path, project.line(("look", "emblem")), fault)


def _documents(root: Path, problems: Problems) -> list[PageDocument]:
    documents = [PageDocument("terms", "terms.yaml", "terms", GLOSSARY_PATH, GlossaryPage)]
    for folder, name, schema, page_type in (
        ("skills", "skill.yaml", "skill", SkillPage),
        ("badges", "badge.yaml", "badge", BadgePage),
        ("practices", "practice.yaml", "practice", PracticePage),
        ("organisations", "organisation.yaml", "organisation", OrganisationPage),
        ("toolkit", "module.yaml", "module", ToolkitModulePage),
    ):
        documents += [
            PageDocument(f"{folder}/{path.parent.name}", name, schema, f"{folder}/{path.parent.name}", page_type)
            for path in sorted((root / folder).glob(f"*/{name}"))
        ]
    for path in sorted((root / "pages").glob("**/page.yaml")):
        slug = path.parent.relative_to(root / "pages").as_posix()
        kind = _read_yaml(path, "page", problems).data.get("type", "info")
        page_path = "" if slug == HOME else slug
        documents.append(
            PageDocument(f"pages/{slug}", "page.yaml", "page", page_path, PAGE_KINDS.get(kind, PAGE_KINDS["info"]))
        )
    return [document for document in documents if (root / document.file).is_file()]


def _read_yaml(path: Path, schema: str, problems: Problems) -> YamlDocument:
    """Return a YAML file's data, {} where it is faulty; its faults are noted."""
    empty = YamlDocument({}, {})
    try:
        _check_end(path, problems)
        document = yaml_file.parse(path.read_text("utf-8"))
    except FileNotFoundError:
        problems.add(path, 0, "the file is missing.")
        return empty
    except UnicodeDecodeError:
        problems.add(path, 0, "not UTF-8: save the file as UTF-8.")
        return empty
    except yaml_file.YamlError as fault:
        problems.add(path, fault.line, str(fault))
        return empty
    errors = list(_validator(schema).iter_errors(document.data))
    for error in errors:
        where = tuple(error.absolute_path)
        problems.add(path, document.line(where), _explain(error))
    return empty if errors else document


def _check_end(path: Path, problems: Problems) -> None:
    """Note a file that ends within a line. What is left of a file that was cut off can be right by its form."""
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        line = content.count(b"\n") + 1
        problems.add(path, line, "the file ends within a line. If it is whole, end the line; else get the whole file.")


def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"}, format_checker=FormatChecker())


def _explain(error: ValidationError) -> str:
    """Return the fault of one value with the field it belongs to, in words."""
    field = ".".join(str(part) for part in error.absolute_path) or "the file"
    cause = min(error.context or [], key=lambda inner: (-len(inner.absolute_path), inner.message), default=None)
    if cause is not None:
        inner = ".".join(str(part) for part in cause.absolute_path)
        return f"{inner or field}: {cause.message}"
    return f"{field}: {error.message}"


def _read_translations(tree: ContentTree, document: PageDocument, problems: Problems) -> None:
    known = set(tree.owner.codes) - {settings.LANGUAGE_CODE}
    for path in sorted((tree.root / document.folder).glob("*.po")):
        if path.stem not in known:
            problems.add(path, 0, f"unknown language “{path.stem}”: known are {', '.join(sorted(known))} (LANGUAGES).")
            continue
        _check_end(path, problems)
        try:
            language, messages = po_file.parse(path)
        except po_file.PoError as fault:
            problems.add(path, fault.line, str(fault))
            continue
        if language not in {"", path.stem}:
            problems.add(path, 1, f"the header says Language: {language}, the file name says {path.stem}.")
        document.translations[path.stem] = messages
    missing = known - set(document.translations)
    tree.missing += [document.po_file(language) for language in sorted(missing)]


def _check_links(tree: ContentTree, problems: Problems) -> None:
    """Note links to nowhere, faulty Markdown and pictures that are none; needs no database."""
    terms = tree.terms()
    page_ids = {path: number for number, path in enumerate(sorted(tree.paths()), start=1)}
    links = Links(page_ids, terms)
    for document in tree.documents:
        folder = tree.root / document.folder
        decoder = Decoder(
            resolve=links.resolve,
            name=links.name,
            page_id=page_ids.__getitem__,
            image_id=partial(_check_image_in, folder),
            block_id=str,
        )
        try:
            decoder.fields(document)
        except DecodeError as fault:
            path = tree.root / document.file
            problems.add(path, document.source.line(fault.path), f"{'.'.join(fault.path)}: {fault}")
        _check_terms(document, terms, tree.root, problems)
        if document.parent is not None and document.parent not in page_ids:
            problems.add(tree.root / document.file, 0, f"its parent page pages/{document.parent or HOME} is missing.")
    for menu, paths in tree.menus.items():
        for path in paths:
            if path not in page_ids:
                problems.add(tree.root / "menus.yaml", 0, f"{menu}: there is no page “{path}”.")


def _check_terms(document: PageDocument, terms: frozenset[str], root: Path, problems: Problems) -> None:
    used: list[Any] = document.source.data.get("terms", []) if document.schema in {"skill", "module"} else []
    for index, term in enumerate(used):
        if term not in terms:
            line = document.source.line(("terms", index))
            problems.add(root / document.file, line, f"terms: the glossary (terms/terms.yaml) has no “{term}”.")


def _check_image_in(folder: Path, name: str) -> int:
    return check_image(folder / name)


def check_image(path: Path) -> int:
    """Return 0 for a picture that can be opened.

    Raises:
        ValueError: no such file, or not a picture of a kind that Wagtail takes.
    """
    try:
        with Image.open(path) as image:
            image.verify()
    except FileNotFoundError as error:
        raise ValueError(f"there is no file {path.name} in the folder.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path.name} is not a picture that can be opened.") from error
    return 0
