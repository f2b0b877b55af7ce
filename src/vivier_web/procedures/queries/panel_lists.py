"""Where experts are awaited, and what is known of each expert of a pôle."""

from collections import Counter
from dataclasses import dataclass

from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.models import Assignment, Dossier, ExpertCard
from vivier_web.procedures.queries.boards import experts_of
from vivier_web.procedures.queries.committee import Waiting


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """Hold one expert in a list: what is written of them, how many dossiers they judge now."""

    person: User
    card: ExpertCard | None
    asked: int
    ties: int


def reviews_waiting(pole: Pole) -> list[Waiting]:
    """List the stages of opinions where dossiers wait for the experts of the pôle."""
    rows = Dossier.objects.filter(pole=pole, closed_at=None).select_related("procedure")
    counted = Counter((each.procedure, each.stage) for each in rows[:1000])
    found = []
    for (version, key), count in counted.items():
        procedure = version.definition()
        stage = procedure.stage(key)
        if stage.act == "review" and procedure.body(stage.body).organisation == "pole":
            found.append(Waiting(version.pk, key, f"{version.title} ({version.version})", stage.title, count))
    return sorted(found, key=lambda each: (-each.count, each.title, each.step))


def cards_of(pole: Pole) -> list[ExpertLine]:
    """List the experts of a pôle, by name."""
    people = experts_of(pole)
    cards = {each.expert_id: each for each in ExpertCard.objects.filter(pole=pole).prefetch_related("ties")}
    states = [AssignmentState.INVITED, AssignmentState.ACCEPTED]
    asked = Assignment.objects.filter(dossier__pole=pole, dossier__closed_at=None, state__in=states, opinions=None)
    busy = Counter(asked.values_list("expert_id", flat=True))
    return [ExpertLine(each, (card := cards.get(each.pk)), busy[each.pk], _ties(card)) for each in people]


def _ties(card: ExpertCard | None) -> int:
    return len(card.ties.all()) if card else 0


def colleges_of(pole: Pole) -> list[str]:
    """List the colleges written on the cards of the experts."""
    found = ExpertCard.objects.filter(pole=pole).exclude(college="").values_list("college", flat=True)
    return sorted(set(found))
