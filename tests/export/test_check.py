"""The check finds what a reader would stumble over."""

import pytest

from cms.export.check import check_site

GOOD = '<!doctype html><html><body id="top"><a href="other/">x</a><a href="other/#there">y</a></body></html>'
OTHER = '<!doctype html><html><body><h1 id="there">z</h1><a href="../">up</a></body></html>'


def findings(**changes: str) -> list[str]:
    files = {"index.html": GOOD, "other/index.html": OTHER, "a.svg": "<svg/>"}
    files |= {name.replace("__", "/") + ".html": text for name, text in changes.items()}
    return [
        str(finding) for finding in check_site({path: text.encode() for path, text in files.items()}, ["a@b.example"])
    ]


def test_a_good_site_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="nowhere/">x</a>', "broken link nowhere/"),
        ('<a href="../../outside/">x</a>', "broken link ../../outside/"),
        ('<a href="other/#nothing">x</a>', "broken anchor other/#nothing"),
        ('<a href="#nothing">x</a>', "broken anchor #nothing"),
        ('<img src="no.png" alt="">', "broken link no.png"),
        ('<img src="a.svg" srcset="no.webp 2x" alt="">', "broken link no.webp"),
        ('<script src="https://cdn.example/x.js"></script>', "asks another host for https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//fonts.example/x.css">', "asks another host for //fonts.example/x.css"),
        ("<p>write to a@b.example</p>", "holds personal data of an applicant"),
        (
            '<form action="x"><input name="csrfmiddlewaretoken"></form>',
            "a form holds a CSRF token; static pages must not.",
        ),
    ],
)
def test_a_fault_is_found_with_its_page(body: str, message: str) -> None:
    assert findings(bad=f"<!doctype html><html><body>{body}</body></html>") == [f"bad.html: {message}"]


def test_links_to_other_sites_are_the_reader_s_choice() -> None:
    body = '<a href="https://example.org/">x</a><link rel="canonical" href="https://example.org/">'
    assert findings(fine=f"<!doctype html><html><body>{body}</body></html>") == []


def test_a_site_made_for_a_sub_path_may_name_it_and_nothing_beside_it() -> None:
    links = '<a href="/sub/other/">x</a><a href="/sub/">y</a><a href="/other/">z</a>'
    page = f"<!doctype html><html><body>{links}</body></html>".encode()
    files = {"index.html": page, "other/index.html": OTHER.encode()}
    found = check_site(files, (), "https://site.example/sub")
    assert [str(finding) for finding in found] == ["index.html: broken link /other/"]
