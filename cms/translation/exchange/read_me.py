"""The page of instructions that goes with a zip of translations."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.language import own_name
from cms.projects import current
from cms.translation.exchange.page_file import PageFile
from cms.translation.style import STYLES


def read_me(language: str, format_label: str, files: Sequence[PageFile]) -> str:
    """Return what a translator needs to know who gets the files by mail, as plain text."""
    messages = [message for file in files for message in file.messages]
    facts = {
        "language": own_name(language),
        "code": language,
        "format": format_label,
        "exported": f"{files[0].exported:%Y-%m-%d %H:%M} UTC",
        "site": f"{current().public_url}/{language}/",
        "pages": len(files),
        "texts": len(messages),
        "missing": sum(not message.target for message in messages),
        "review": sum(message.fuzzy for message in messages),
    }
    style = STYLES.get(language)
    parts = [
        _("Translations into %(language)s (%(code)s), from %(site)s") % facts,
        _("Written on %(exported)s. Format: %(format)s.") % facts,
        _("%(pages)d pages with %(texts)d texts: %(missing)d have no translation yet, %(review)d are to be reviewed.")
        % facts,
        *_rules(),
    ]
    if style:
        parts.append(_("Quotation marks of the language: %(marks)s") % {"marks": style.example})
    return "\n\n".join(parts) + "\n"


def _rules() -> list[str]:
    return [
        _(
            "One file is one page, named by its address on the site. The notes beside each text say where it stands, "
            "where you can look at it, how long it may be, and which words of the glossary are in it."
        ),
        _(
            "Formatting is written as **bold**, *italic* and [words](address). Translate the words, and keep the "
            "stars, the brackets and what stands in the round brackets. A star or bracket that is meant as one has "
            "a \\ before it."
        ),
        _(
            "Texts marked as fuzzy, unfinished or to be reviewed have a translation, and the English text has changed "
            "since, or nobody has looked at it yet. The English text it was made for is in the file. Mend the "
            "translation and remove the mark; or leave the mark, and somebody else will look."
        ),
        _(
            "Keep the English texts, the notes and the names of the files as they are: they are how a translation "
            "finds its place. Leave out what you do not translate."
        ),
        _(
            "Send the zip back, all files or only those you changed. Before anything changes, a report shows what "
            "fits, and what was changed on the site meanwhile. Nothing is published by it."
        ),
    ]
