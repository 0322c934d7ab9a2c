"""The page of all components."""

from pathlib import Path

from cms.demo.patterns import patterns


def test_the_patterns_show_the_components_of_a_module(sample: Path, assets: Path, rf: object) -> None:
    response = patterns(rf.get("/patterns/", {"language": "ar"}))  # type: ignore[attr-defined]
    html = response.content.decode()
    assert 'dir="rtl"' in html
    for part in ("part-reflect", "part-practise", "part-decide", "part-check", "verify-verdict", "ruled"):
        assert part in html
