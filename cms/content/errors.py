"""What is wrong with the files, in words that say where and what to do."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of one file. `line` counts from 1; 0 where the fault is the file itself."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return `file:line: message`, as compilers write it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class ContentError(Exception):
    """The content cannot be loaded. Nothing was changed. Carries all problems found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems in the order of files and lines."""
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects faults while reading, so that an author sees all of them at once."""

    def __init__(self, root: Path) -> None:
        """Report files relative to `root`'s parent, as an author types them."""
        self.root = root
        self.found: list[Problem] = []

    def add(self, path: Path, line: int, message: str) -> None:
        """Note a fault."""
        self.found.append(Problem(str(path.relative_to(self.root.parent)), line, message))

    def raise_if_any(self) -> None:
        """Raise ContentError where a fault was noted."""
        if self.found:
            raise ContentError(self.found)
