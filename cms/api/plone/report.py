"""What an import did, in lines for people."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """One line an item: made, known from before, left out, and what was lost on the way."""

    made: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
