"""Strategies: valid files and documents, broken in the ways that bytes, texts and trees break."""

import copy
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

# What parsers trip over: ends, escapes, huge numbers, other alphabets, markup of markup.
ODD = (
    "",
    "\x00",
    "\ufeff",
    "\u202e",
    "\ud7ff",
    "\U0001f600",
    "e\u0301",
    "ß",
    "İ",
    "\r",
    "\n\n",
    "\t",
    " ",
    "\u2028",
    "'",
    '"',
    "\\",
    "%s",
    "%(x)s",
    "{0}",
    "{x!r}",
    "$",
    "<",
    ">",
    "&",
    "&#0;",
    "&#x110000;",
    "]]>",
    "<!--",
    "<![CDATA[",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<script>",
    "javascript:",
    "http://[::1",
    "https://x.example",
    "../../etc/passwd",
    "-1",
    "0",
    "1e999",
    "NaN",
    "9" * 40,
    "0x",
    "null",
    "true",
    "[]",
    "{}",
    "- a",
    "? b",
    "*c",
    "&d",
    "<<: *d",
    "!!python/object:os.system",
    "|",
    ">-",
    "%YAML 9",
    "---",
    "...",
    "#~ msgid",
    "#, fuzzy",
    'msgid ""',
    'msgstr[1] "x"',
    'msgctxt "',
    "charset=utf-16",
    "[x](",
    "![](y)",
    "**",
    "`" * 3,
    "A" * 5000,
    "{" * 200,
    "[" * 3000,
    "(" * 500,
    "<b>" * 300,
    "=cmd|'/c calc'!A0",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31T23:59:60Z",
    "\x1b[31m",
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.sampled_from([10**400, -(2**63), 2**31, 0.1, "en"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=8,
)


@st.composite
def broken_bytes(draw: Any, corpus: Sequence[bytes], tokens: Sequence[str] = ODD) -> bytes:
    """Take a file of the corpus and break it in one to six places; now and then take no file at all."""
    if draw(st.integers(0, 19)) == 0:
        return bytes(draw(st.binary(max_size=400)))
    data = bytearray(draw(st.sampled_from(list(corpus))))
    for _time in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 1, 2, 4, 16, 100, 1000]))
        how = draw(st.sampled_from(["cut off", "remove", "insert", "replace", "repeat", "flip", "move"]))
        piece = data[start : start + length]
        if how == "cut off":
            del data[start:]
        elif how == "remove":
            del data[start : start + length]
        elif how == "insert":
            data[start:start] = draw(st.sampled_from(tokens)).encode("utf-8", "replace")
        elif how == "replace":
            data[start : start + length] = draw(st.sampled_from(tokens)).encode("utf-8", "replace")
        elif how == "repeat":
            data[start:start] = piece * draw(st.integers(1, 3))
        elif how == "flip" and start < len(data):
            data[start] ^= 1 << draw(st.integers(0, 7))
        elif how == "move":
            del data[start : start + length]
            place = draw(st.integers(0, len(data)))
            data[place:place] = piece
    return bytes(data)


@st.composite
def broken_tree(draw: Any, corpus: Sequence[Any]) -> Any:
    """Take a document and change one to four of its values: another one, none, twice, under another name."""
    document = copy.deepcopy(draw(st.sampled_from(list(corpus))))
    for _time in range(draw(st.integers(1, 4))):
        holder, key = None, None
        inner = document
        while isinstance(inner, (dict, list)) and inner and (holder is None or draw(st.integers(0, 3))):
            holder = inner
            key = (
                draw(st.sampled_from(sorted(inner, key=str)))
                if isinstance(inner, dict)
                else draw(st.integers(0, len(inner) - 1))
            )
            inner = holder[key]
        if holder is None:
            return draw(JSON)
        _change(draw, holder, key)
    return document


def _change(draw: Any, holder: Any, key: Any) -> None:
    how = draw(st.sampled_from(["replace", "replace", "wrap", "remove", "rename", "text"]))
    value = holder[key]
    if how == "replace":
        holder[key] = draw(JSON)
    elif how == "wrap":
        holder[key] = draw(st.sampled_from([[value], {"a": value}, [value, value], [[value]]]))
    elif how == "remove":
        del holder[key]
    elif how == "rename" and isinstance(holder, dict):
        holder[draw(TEXTS)] = holder.pop(key)
    elif how == "text" and isinstance(value, str):
        place = draw(st.integers(0, len(value)))
        holder[key] = value[:place] + draw(TEXTS) + value[place:]
