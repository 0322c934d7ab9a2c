"""The check finds what a reader would stumble over."""

from collections.abc import Mapping

import pytest

from cms.export.check import Finding, People, PrivateTexts, check_facts, check_site, fault, read_file

GOOD = '<!doctype html><html><body id="top"><a href="other/">x</a><a href="other/#there">y</a></body></html>'
OTHER = '<!doctype html><html><body><h1 id="there">z</h1><a href="../">up</a></body></html>'


BASE = "https://site.example"
APPLICANTS = People(
    private=frozenset({"a@b.example", "Séan O'Brien", "Kim", "editor@perennial.example"}),
    public=frozenset({"hello@office.fi", "editor@perennial.example"}),
)


def found(files: Mapping[str, str], people: People = APPLICANTS) -> list[str]:
    site = {"index.html": GOOD, "other/index.html": OTHER, "a.svg": "<svg/>", **files}
    return [str(finding) for finding in check_site({path: text.encode() for path, text in site.items()}, people, BASE)]


def findings(**changes: str) -> list[str]:
    return found({name.replace("__", "/") + ".html": text for name, text in changes.items()})


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
        ('<audio><track src="no.vtt"></audio>', "broken link no.vtt"),
        ('<audio><source src="no.mp3"></audio>', "broken link no.mp3"),
        ('<video poster="no.jpg"></video>', "broken link no.jpg"),
        ('<picture><source srcset="a.svg 1x, no.avif 2x"></picture>', "broken link no.avif"),
        ('<audio><track src="https://cdn.example/x.vtt"></audio>', "asks another host for https://cdn.example/x.vtt"),
        ('<p style="background:url(//cdn.example/x.png)">', "asks another host for //cdn.example/x.png"),
        ('<style>@import "https://cdn.example/x.css";</style>', "asks another host for https://cdn.example/x.css"),
        ('<link rel="preconnect" href="https://fonts.example">', "asks another host for https://fonts.example"),
        ('<svg><use href="no.svg#part"/></svg>', "broken link no.svg#part"),
        ('<meta http-equiv="refresh" content="0; url=nowhere/">', "broken link nowhere/"),
        ('<a href="javascript:alert(1)">x</a>', "a link runs a script instead of leading anywhere"),
        ('<a href="https://site.example/nowhere/">x</a>', "broken link https://site.example/nowhere/"),
        ('<a href="https://site.example/other/#no">x</a>', "broken anchor https://site.example/other/#no"),
        (
            '<meta property="og:image" content="https://site.example/no.png">',
            "its metadata name https://site.example/no.png, which is not there",
        ),
        (
            '<script type="application/ld+json">{"@id": "https://site.example/no/"}</script>',
            "its metadata name https://site.example/no/, which is not there",
        ),
        ('<script type="application/ld+json">{"@id": </script>', "holds JSON-LD that is not JSON"),
        ('<link rel="canonical" href="/other/">', "its canonical address /other/ is not a whole address"),
        (
            "<p>write to a@b.example</p>",
            "shows a@b.example, the address of an applicant or of somebody who works in the CMS",
        ),
        (
            "<p>Séan   <b>O&#x27;Brien</b> was here</p>",
            "shows “Séan O'Brien”, the name of an applicant or of somebody who works in the CMS",
        ),
        (
            '<a href="mailto:Some.One@mail.fi">x</a>',
            "shows the e-mail address some.one@mail.fi, which is not listed under public_people",
        ),
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


def test_words_people_share_their_name_with_and_public_addresses_are_fine() -> None:
    text = "Kim writes to hello@office.fi, editor@perennial.example or name@example.org. Brien, Seán. O'Brien."
    assert findings(fine=f"<!doctype html><html><body><p>{text}</p></body></html>") == []


def test_personal_data_is_found_in_every_kind_of_text() -> None:
    for name in ("en/index.json", "search.js", "feed.xml", "READ-ME.txt"):
        [finding] = found({name: '{"text": "SÉan o\'brien"}'.replace("É", "é")})
        assert finding.startswith(f"{name}: shows “Séan O'Brien”")


def test_a_finding_names_the_page_in_the_cms() -> None:
    page = b'<!doctype html><html><body><a href="no/">x</a></body></html>'
    files = {"index.html": read_file("index.html", page, PrivateTexts(People()))}
    assert check_facts(files, shown={"index.html": 12}) == [
        Finding("index.html", fault("broken link %(address)s", address="no/"), 12)
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("assets/site.css", "p{background:url('no.png')}", "broken link no.png"),
        (
            "assets/site.css",
            "@font-face{src:url(https://fonts.example/x.woff2)}",
            "asks another host for https://fonts.example/x.woff2",
        ),
        (
            "drawing.svg",
            '<svg><image href="https://cdn.example/x.png"/></svg>',
            "asks another host for https://cdn.example/x.png",
        ),
        (
            "sitemap.xml",
            "<urlset><url><loc>https://site.example/no/</loc></url></urlset>",
            "broken link https://site.example/no/",
        ),
        (
            "en/index.json",
            '{"image": {"address": "/media/original_images/no.png"}}',
            "broken link /media/original_images/no.png",
        ),
        ("en/index.json", '{"items": [{"@id": "/en/no/"}]}', "broken link /en/no/"),
    ],
)
def test_files_for_machines_are_checked_as_well(name: str, text: str, message: str) -> None:
    assert found({name: text}) == [f"{name}: {message}"]


def translated(code: str, *links: tuple[str, str], canonical: str = "") -> str:
    head = "".join(f'<link rel="alternate" hreflang="{lang}" href="{BASE}/{path}">' for lang, path in links)
    return f'<!doctype html><html lang="{code}"><head>{head}{canonical}</head><body>x</body></html>'


BOTH = (("en", "en/"), ("fi", "fi/"), ("x-default", "en/"))


def test_translations_that_name_one_another_are_fine() -> None:
    pages = {"en/index.html": translated("en", *BOTH), "fi/index.html": translated("fi", *BOTH)}
    # Where a page is not translated, the source is shown under the language's address; nobody names that.
    assert found({**pages, "es/index.html": translated("es", *BOTH)}) == []


def test_a_translation_that_is_not_named_back_is_found() -> None:
    pages = {"en/index.html": translated("en", *BOTH), "fi/index.html": translated("fi", ("fi", "fi/"))}
    assert found(pages) == [
        f"en/index.html: names {BASE}/fi/ as a translation (hreflang), which does not name the same ones"
    ]


def test_a_translation_in_another_language_than_named_is_found() -> None:
    pages = {"en/index.html": translated("en", *BOTH), "fi/index.html": translated("en", *BOTH)}
    assert f"en/index.html: names {BASE}/fi/ as fi (hreflang), but its language is en" in found(pages)


def test_a_canonical_address_that_has_another_one_itself_is_found() -> None:
    def canonical(path: str) -> str:
        return f'<link rel="canonical" href="{BASE}/{path}">'

    pages = {
        "a/index.html": translated("en", canonical=canonical("b/")),
        "b/index.html": translated("en", canonical=canonical("other/")),
    }
    assert found(pages)[0] == f"a/index.html: names {BASE}/b/ as its canonical address, which has another one itself"


def test_a_site_made_for_a_sub_path_may_name_it_and_nothing_beside_it() -> None:
    links = '<a href="/sub/other/">x</a><a href="/sub/">y</a><a href="/other/">z</a>'
    page = f"<!doctype html><html><body>{links}</body></html>".encode()
    files = {"index.html": page, "other/index.html": OTHER.encode()}
    faults = check_site(files, base_url="https://site.example/sub")
    assert [str(finding) for finding in faults] == ["index.html: broken link /other/"]
