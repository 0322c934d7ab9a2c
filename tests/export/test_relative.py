"""Addresses from the root become relative ones."""

import pytest

from cms.export.render.relative import make_relative


@pytest.mark.parametrize(
    ("address", "path", "expected", "portable"),
    [
        ("/fi/", "en/skills/empathy/index.html", "../../../fi/", "../../../fi/index.html"),
        ("/en/skills/", "en/skills/empathy/index.html", "../", "../index.html"),
        ("/en/skills/empathy/", "en/skills/empathy/index.html", "./", "./index.html"),
        ("/en/skills/empathy/#quiz", "en/skills/empathy/index.html", "#quiz", "#quiz"),
        ("/en/glossary/#term-x", "en/index.html", "glossary/#term-x", "glossary/index.html#term-x"),
        ("/assets/site.css", "index.html", "assets/site.css", "assets/site.css"),
        ("/", "en/index.html", "../", "../index.html"),
        ("/record.js", "en/verify/index.html", "../../record.js", "../../record.js"),
    ],
)
def test_an_address_from_the_root(address: str, path: str, expected: str, portable: str) -> None:
    assert make_relative(f'<a href="{address}">', path, portable=False) == f'<a href="{expected}">'
    assert make_relative(f'<a href="{address}">', path, portable=True) == f'<a href="{portable}">'


@pytest.mark.parametrize("address", ["https://example.org/", "#part", "mailto:a@example.org", "//example.org/x"])
def test_other_addresses_stay(address: str) -> None:
    assert make_relative(f'<a href="{address}">', "en/index.html", portable=True) == f'<a href="{address}">'


def test_every_picture_of_a_srcset() -> None:
    html = '<img srcset="/media/a.webp 480w, /media/b.webp 960w">'
    assert (
        make_relative(html, "en/index.html", portable=False)
        == '<img srcset="../media/a.webp 480w, ../media/b.webp 960w">'
    )
