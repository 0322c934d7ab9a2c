"""How each language writes its quotation marks, and letters that only look like its own."""

from dataclasses import dataclass

ALL_MARKS = frozenset("„“”«»‘’‚‹›\"'")


@dataclass(frozen=True)
class Style:
    """The marks of a language.

    Attributes:
        marks: outer and inner quotation marks, and the apostrophe.
        pairs: opening and closing marks that differ, so that each needs its partner.
        example: the marks as one shows them to a translator.
        wrong_letters: letters that look like the language's own and are not.
    """

    marks: str
    pairs: tuple[tuple[str, str], ...]
    example: str
    wrong_letters: frozenset[str] = frozenset()

    @property
    def foreign_marks(self) -> frozenset[str]:
        """The marks that a text of the language must not hold."""
        return ALL_MARKS - frozenset(self.marks)


STYLES = {
    "fi": Style("”’", (), "”…”"),
    "es": Style("«»“”’", (("«", "»"), ("“", "”")), "«…»"),
    "it": Style("«»“”’", (("«", "»"), ("“", "”")), "«…»"),
    "pl": Style("„”«»’", (("„", "”"), ("«", "»")), "„…”"),
    "ro": Style("„”«»’", (("„", "”"), ("«", "»")), "„…”", frozenset("şţŞŢ")),
}
