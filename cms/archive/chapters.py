"""A page of the exported site -> a chapter: the same words, for paper and for reading programs.

A chapter shows what the printed page shows: what a reader opens on the site is open, what a script would add is not
there, and what is filled in on the site is a line to write on. It is well-formed XHTML.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

from lxml import etree, html

XHTML = "http://www.w3.org/1999/xhtml"
# Nothing of these is for paper: what scripts clone, what needs a click, and the ways through the site.
_LEFT_OUT = ("template", "script", "button", "audio", "video", "nav", "form")
_LEFT_OUT_CLASSES = frozenset({"finish", "comparison", "more", "prior"})
# What holds the answer right below a question, where the answers stand at the end.
_ANSWERS = etree.XPath(".//ol[@class='questions']//details")
_RENAMED = {
    **dict.fromkeys(("article", "details", "fieldset", "header", "main", "section", "textarea", "dialog"), "div"),
    **{"summary": "p", "legend": "p", "label": "span", "time": "span"},
}
_KEPT_ATTRIBUTES = {
    "id",
    "class",
    "lang",
    "dir",
    "href",
    "src",
    "alt",
    "title",
    "width",
    "height",
    "colspan",
    "rowspan",
}
BOX, BLANK = "\N{BALLOT BOX}", "____"


@dataclass(frozen=True)
class Chapter:
    """One page of the site as a chapter.

    Attributes:
        address: the page's address inside the site, "en/skills/empathy/".
        language: of its words.
        direction: "ltr" or "rtl".
        title: plain text.
        body: the element <body>, in no namespace; links and pictures are addresses inside the site ("/assets/x.svg"),
            or of the world.
        pictures: addresses of the pictures that it shows, inside the site.
    """

    address: str
    language: str
    direction: str
    title: str
    body: html.HtmlElement
    pictures: frozenset[str]

    @property
    def name(self) -> str:
        """A name for its file, "skills-empathy"; "home" for a home page."""
        return "-".join(self.address.split("/")[1:-1]) or "home"


def read_chapter(files: Mapping[str, bytes], address: str) -> Chapter:
    """Return the chapter of a page of an exported site.

    Raises:
        KeyError: the site has no such page.
    """
    document = html.document_fromstring(files[f"{address}index.html"].decode())
    main = document.find(".//main")
    language = main.get("lang") or document.get("lang", "")
    direction = main.get("dir") or document.get("dir", "ltr")
    _leave_out(main)
    _make_paper(main)
    pictures = set()
    for element in main.iter("img", "a"):
        name = "src" if element.tag == "img" else "href"
        if value := element.get(name):
            element.set(name, _address(value, address))
            if element.tag == "img":
                pictures.add(element.get(name).lstrip("/"))
    title = " ".join(document.find(".//h1").text_content().split())
    main.tag = "body"
    for element in main.iter(etree.Element):
        _plain(element)
    return Chapter(address, language, direction, title, main, frozenset(pictures))


def write_chapter(
    chapter: Chapter, style: str, link: Callable[[str], str], picture: Callable[[str], str], *, heading: str = ""
) -> bytes:
    """Return a chapter as an XHTML document.

    Args:
        chapter: what to write.
        style: address of the style sheet, as seen from the document.
        link: address inside the site ("/en/about/#x") -> where it leads from the document.
        picture: address of a picture inside the site -> where it lies from the document.
        heading: the document's title, where it is not the chapter's.
    """
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML})
    root.set("lang", chapter.language)
    root.set("dir", chapter.direction)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", chapter.language)
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}meta", charset="utf-8")
    etree.SubElement(head, f"{{{XHTML}}}title").text = heading or chapter.title
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href=style)
    body = etree.fromstring(etree.tostring(chapter.body, encoding="unicode"))
    for element in body.iter(etree.Element):
        if element.tag == "a" and element.get("href", "").startswith(("/", "#")):
            element.set("href", link(element.get("href")))
        if element.tag == "img":
            element.set("src", picture(element.get("src").lstrip("/")))
        element.tag = f"{{{XHTML}}}{element.tag}"
    root.append(body)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")


def _leave_out(main: html.HtmlElement) -> None:
    for answers in _ANSWERS(main):
        answers.drop_tree()
    for element in list(main.iter(*_LEFT_OUT)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in list(main.iter(etree.Element)):
        classes = set((element.get("class") or "").split())
        if element.getparent() is not None and (classes & _LEFT_OUT_CLASSES or _is_button(element)):
            element.drop_tree()


def _is_button(element: html.HtmlElement) -> bool:
    """A link that looks like a button leads to a form of the site."""
    return element.tag == "p" and len(element) > 0 and all("button" in (part.get("class") or "") for part in element)


def _make_paper(main: html.HtmlElement) -> None:
    """Turn what is ticked, chosen and written on the site into boxes and lines."""
    for field in list(main.iter("input")):
        _replace(field, BOX if field.get("type") in {"checkbox", "radio"} else BLANK)
    for field in list(main.iter("select")):
        _replace(field, BLANK)
    for field in main.iter("textarea"):
        field.set("class", "lines")
        field.text = ""
    for picture in list(main.iter("picture")):
        for source in picture.findall("source"):
            source.drop_tree()
        picture.drop_tag()


def _replace(field: html.HtmlElement, sign: str) -> None:
    field.tail = f"{sign} {(field.tail or '').lstrip()}"
    field.drop_tree()


def _address(value: str, page: str) -> str:
    """Return an address as the site has it: from its root, whichever page it was read on."""
    if urlsplit(value).scheme:
        return value
    path, hash_sign, anchor = value.partition("#")
    path = path.partition("?")[0]
    if not path:
        return f"/{page}{hash_sign}{anchor}"
    target = normpath(join("/", page if page.endswith("/") else dirname(page), path))
    folder = "/" if value.partition("#")[0].endswith("/") and target != "/" else ""
    return f"{target}{folder}".removesuffix("index.html") + hash_sign + anchor


def _plain(element: html.HtmlElement) -> None:
    """Keep what both XHTML and reading programs know; the class says what it was."""
    if element.tag in _RENAMED:
        was = str(element.tag)
        element.tag = _RENAMED[was]
        if was in {"details", "summary", "legend", "fieldset"}:
            element.set("class", f"{element.get('class', '')} {was}".strip())
    for name in set(element.attrib) - _KEPT_ATTRIBUTES:
        del element.attrib[name]
    if element.tag == "body":
        for name in ("id", "lang", "dir"):
            element.attrib.pop(name, None)
