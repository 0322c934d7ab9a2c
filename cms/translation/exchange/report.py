"""A plan -> lines for people at a terminal; the screens show the same."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.translation.exchange.plan import Entry, FilePlan, Outcome, Plan


def report_lines(plan: Plan) -> Iterator[str]:
    """Yield the report: what is refused or needs a look line by line, then a line a file, then the sum."""
    for file in plan.files:
        yield f"{file.name}: {file.refusal or summary(file)}" if not file.line else _refusal(file)
        for entry in file.problems:
            yield f"  {_place(entry)}: {entry.outcome.label}. {entry.words}"
        for entry in file.entries:
            if entry.outcome == Outcome.NEAR:
                yield f"  {_place(entry)}: {entry.outcome.label}. {entry.words}"
    yield summary(plan)


def summary(part: FilePlan | Plan) -> str:
    """Return how many messages have which outcome, in a line."""
    counts = [(outcome, part.count(outcome)) for outcome in Outcome]
    return "; ".join(f"{outcome.label}: {count}" for outcome, count in counts if count) or _("No texts.")


def _refusal(file: FilePlan) -> str:
    return _("%(name)s, line %(line)d: %(words)s") % {"name": file.name, "line": file.line, "words": file.refusal}


def _place(entry: Entry) -> str:
    if not entry.line:
        return entry.context
    return _("line %(line)d, %(context)s") % {"line": entry.line, "context": entry.context}
