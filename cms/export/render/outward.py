"""Links to other sites on archived pages: each with the day it was checked and the address of an archived copy."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape, unescape

from django.utils.translation import gettext as _

from cms.issuance.wording import day_in_words

_LINK = re.compile(r'<a\b(?=[^>]*\brel="external")[^>]*?\bhref="([^"]+)"[^>]*>.*?</a>', re.DOTALL)


def with_copies(html: str, links: Mapping[str, Mapping[str, str]]) -> str:
    """Return a page with a note after each link to another site of which something is known.

    Args:
        html: the page; the words are in the language that is active.
        links: by address, as content/links.yaml has them.
    """

    def add(found: re.Match[str]) -> str:
        known = links.get(unescape(found[1]))
        return f'{found[0]} <small class="copy">({_note(known)})</small>' if known else found[0]

    return _LINK.sub(add, html) if links else html


def _note(known: Mapping[str, str]) -> str:
    day = escape(day_in_words(date.fromisoformat(known["checked"])))
    copy = known.get("copy", "")
    is_gone = known["found"] == "gone"
    text = _("no longer there on %(date)s") if is_gone else _("link checked on %(date)s")
    if not copy:
        return text % {"date": day}
    words = _("archived copy")
    return f'{text % {"date": day}}, <a href="{escape(copy)}" rel="external">{words}</a>'
