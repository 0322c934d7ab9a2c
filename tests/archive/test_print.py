"""Printed books are tagged, tell their language and title, and hold the words of the module."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from lxml import html
from pypdf import PdfReader

from cms.archive.chapters import Chapter
from cms.archive.editions import Book, ExportedSite
from cms.archive.pdf import pdf_books
from cms.archive.pdf.nodes import anchors_of, blocks_of
from tests.tag_tree import tags

DAY = date(2027, 3, 1)
SEAL = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
BODY = """<body><h1>Listening</h1><h3 id="skips">A level is left out</h3>
<p class="lead">Words with <b>weight</b>, <i>slant</i>, #panic() and $x$.</p>
<p>See <a href="#skips">above</a>, <a href="/en/glossary/#term-trust">trust</a>,
<a href="/en/search/">elsewhere</a> and <a href="https://a.example/">the web</a>.</p>
<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol><li>first</li></ol>
<div class="scale fieldset"><p class="legend">How often?</p>
<div><span class="option">\N{BALLOT BOX} Never</span></div></div>
<dl><div><dt id="term-trust">trust</dt><dd>Being ready to rely on somebody.</dd></div></dl>
<img src="/assets/badges/issuer.svg" alt="The seal" width="9"><img src="/assets/badges/issuer.svg" alt="" width="9">
<div class="lines"></div></body>"""


def chapter(address: str = "en/skills/listening/") -> Chapter:
    body = html.document_fromstring(BODY).body
    return Chapter(address, "en", "ltr", "Listening", body, frozenset({"assets/badges/issuer.svg"}))


def test_a_chapter_becomes_blocks_without_gaps_in_its_headings() -> None:
    nodes = blocks_of(chapter(), lambda address: (address, False))
    assert [node["level"] for node in nodes if node["k"] == "h"] == [1, 2]
    assert set(anchors_of(nodes)) == {"skips", "term-trust"}
    # Everything that a person wrote is text to the typesetter.
    assert "#panic() and $x$." in json.dumps(nodes)
    nested = next(node for node in nodes if node["k"] == "ul")["items"][0]
    assert [block["k"] for block in nested] == ["p", "ul"]


def test_a_book_is_tagged_and_the_same_every_time(tmp_path: Path, settings: Any) -> None:
    home = b'{"title": "Sample"}'
    files = {
        "assets/badges/issuer.svg": SEAL, "en/index.html": b"<footer></footer>", "en/index.json": home,
    }  # fmt: skip
    facts = {"issuer": {"name": "Sample issuer"}, "licence": {"code": "CC BY 4.0", "url": "https://l.example/"}}
    site = ExportedSite(files, "https://site.example", facts, ("en",))
    book = Book(site, "", "en", "Sample", (chapter(), chapter("en/glossary/")), "assets/badges/issuer.svg")
    made = []
    for name in ("first", "second"):
        settings.CACHE_DIR = tmp_path / name
        [(_book, pdf)] = pdf_books([book], DAY)
        assert isinstance(pdf, bytes), pdf
        made.append(pdf)
    assert made[0] == made[1]
    [(_book, again)] = pdf_books([book], DAY)
    assert again == made[0]
    reader = PdfReader(io.BytesIO(made[0]))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("en", True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Sample"
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure", "/Link", "/TOC"} <= set(tags(root["/StructTreeRoot"]))
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for text in ("#panic() and $x$.", "Being ready to rely", "\N{BALLOT BOX} Never", "CC BY 4.0", "1 March 2027"):
        assert text in words
    links = [
        note.get_object().get("/A", {}).get("/URI")
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]  # fmt: skip
    assert {"https://a.example/", "https://site.example/en/search/"} <= set(links)
