"""What the export knows of events: what must never be published, and what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from cms.events.awarding import WAYS, Way, batch_digest
from cms.events.models import Claim, EventState, Participant, TrainingEvent
from cms.issuance.models import Application
from cms.projects import current


@dataclass(frozen=True)
class Outcome:
    """What came of one event: who was there, and badges by their key and the way they went."""

    event: TrainingEvent
    attended: int
    badges: dict[tuple[str, Way], int]

    def by_way(self, way: Way) -> int:
        """Return how many badges went this way."""
        return sum(number for (_slug, known), number in self.badges.items() if known == way)


def private_texts() -> set[str]:
    """Return the names and e-mail addresses of all who are on a list or have sent a claim, in any project."""
    pairs = [*Participant.objects.values_list("name", "email"), *Claim.objects.values_list("name", "email")]
    return {text.strip() for pair in pairs for text in pair if text.strip()}


def held_events(until: date | None = None) -> QuerySet[TrainingEvent]:
    """Return the events of the project that are marked as held, by their days; with `until` those over by a day."""
    # As plain text: an export keeps its queries, and reads them again before any model is loaded.
    rows = TrainingEvent.objects.filter(state=EventState.HELD.value, project=current().key)
    return (rows.filter(ends__lte=until) if until else rows).order_by("starts", "pk")


def outcomes(events: Iterable[TrainingEvent]) -> list[Outcome]:
    """Return what came of events. Badges that were withdrawn or erased since are counted: they were awarded there."""
    events = list(events)
    there = Q(participants__attended=True)
    counts = TrainingEvent.objects.filter(pk__in=[event.pk for event in events])
    counted = counts.annotate(n=Count("participants", filter=there) + F("attended_before"))
    attended = dict(counted.values_list("pk", "n"))
    places = {
        batch_digest(event, slug, way): (event.pk, slug, way)
        for event in events
        for slug in event.badges
        for way in WAYS
    }
    made = Application.objects.filter(batch__digest__in=places).values_list("batch__digest")
    badges: dict[int, dict[tuple[str, Way], int]] = {event.pk: {} for event in events}
    for digest, number in made.annotate(n=Count("pk")):
        pk, slug, way = places[digest]
        badges[pk][slug, way] = number
    return [Outcome(event, attended[event.pk], badges[event.pk]) for event in events]
