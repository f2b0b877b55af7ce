"""The path of a dossier: each stage with who acts, what is asked, the delay, what silence means, what follows."""

from dataclasses import dataclass

from vivier.french import counted
from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.forms import Deadline
from vivier_web.procedures.definition.grids import Ranking, Rule
from vivier_web.procedures.definition.words import ACTS, DOCUMENTS, END, FIELD_KINDS, OUTCOMES, POSITIVE
from vivier_web.procedures.telling.figures import Sure, percent, sure

_SILENCES = {
    "accept": "sans réponse, c’est accepté",
    "reject": "sans réponse, c’est refusé",
    "remind": "au-delà, une relance part",
    "lapse": "au-delà, le dossier devient caduc",
}


@dataclass(frozen=True, slots=True)
class Delay:
    """Hold a delay in words, what silence does, and how sure it is."""

    words: str
    silence: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one question: its label, its kind, whom its class keeps it to, whether it must be answered."""

    label: str
    kind: str
    document: str
    is_required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Hold one sentence of a rule, and how sure it is (None where that is not the matter)."""

    text: str
    sure: Sure | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Hold one outcome: its words, where it leads, whether it is a good one."""

    outcome: str
    to: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one stage as it is read."""

    key: str
    rank: int
    title: str
    applicant_title: str
    who: str
    act: str
    delay: Delay | None
    window: str
    asked: tuple[Asked, ...]
    rules: tuple[Said, ...]
    decides: tuple[Said, ...]
    ways: tuple[Way, ...]

    @property
    def required(self) -> int:
        """How many questions must be answered."""
        return sum(each.is_required for each in self.asked)


def path(procedure: Procedure) -> tuple[Step, ...]:
    """Tell the stages, in the order of the file."""
    return tuple(_step(procedure, stage, rank) for rank, stage in enumerate(procedure.stages, 1))


def _step(procedure: Procedure, stage: Stage, rank: int) -> Step:
    return Step(
        stage.key,
        rank,
        stage.title,
        stage.applicant_title,
        procedure.body(stage.body).title,
        ACTS[stage.act],
        _delay(procedure, stage.deadline),
        _window(stage),
        tuple(
            Asked(each.label, FIELD_KINDS[each.kind], DOCUMENTS[each.document], each.required, each.choices)
            for each in stage.fields
        ),
        _rules(procedure, stage),
        (*_decides(procedure, stage.rule), *_cut(procedure, stage)),
        tuple(_way(procedure, each.on, each.to) for each in stage.exits),
    )


def _delay(procedure: Procedure, deadline: Deadline | None) -> Delay | None:
    if deadline is None:
        return None
    escalated = (
        f"au-delà, le dossier remonte : {procedure.body(deadline.escalate_to).title}" if deadline.escalate_to else ""
    )
    return Delay(deadline.words, escalated or _SILENCES[deadline.silence], sure(deadline))


def _window(stage: Stage) -> str:
    said = [f"ouvre le {stage.opens_on:%d/%m/%Y}"] if stage.opens_on else []
    return ", ".join([*said, *([f"ferme le {stage.closes_on:%d/%m/%Y}"] if stage.closes_on else [])])


def _rules(procedure: Procedure, stage: Stage) -> tuple[Said, ...]:
    found = [Said(f"Pour entrer : {each.say}", sure(each)) for each in stage.enter]
    found += [Said(f"Pour en sortir : {each.say}", sure(each)) for each in stage.leave]
    if stage.merge_with:
        found.append(Said(f"Peut se déposer en même temps que « {procedure.stage(stage.merge_with).title} »."))
    if stage.requires_proofs:
        found.append(Said("Rien d’accordé tant qu’une condition posée plus tôt n’a pas sa preuve."))
    if stage.grants:
        found.append(Said(f"Accorde : {procedure.grant(stage.grants).title}."))
    return tuple(found)


def _decides(procedure: Procedure, rule: Rule | None) -> tuple[Said, ...]:
    if rule is None:
        return ()
    grid, basis = procedure.grid(rule.grid), sure(rule)
    gathered = f"{counted(rule.opinions, 'avis', 'avis')} sur la grille « {grid.title} »"
    gathered += f", quorum de {rule.quorum} présents." if rule.quorum else "."
    found = [Said(gathered, basis)]
    if any(each.veto is not None for each in grid.criteria):
        found.append(Said(f"Une note qui vaut veto : {OUTCOMES[rule.on_veto]}."))
    if any(each.threshold is not None for each in grid.criteria):
        found.append(Said(f"Un critère sous son seuil : {OUTCOMES[rule.on_criterion]}."))
    if grid.total:
        found.append(Said(f"Un total sous son seuil : {OUTCOMES[rule.on_total]}."))
    if rule.conditions_under is not None:
        found.append(Said(f"Un total qui passe, sous {percent(rule.conditions_under)} : accepté sous conditions."))
    return tuple(found)


def _cut(procedure: Procedure, stage: Stage) -> tuple[Said, ...]:
    ranking = stage.ranking
    if ranking is None:
        return ()
    said = " et ".join(_limits(ranking))
    reserve = f", puis {counted(ranking.reserve, 'dossier')} en réserve" if ranking.reserve else ""
    grid = procedure.grid(stage.rule.grid) if stage.rule else None
    criteria = [grid.criterion(key) for key in ranking.ties] if grid else []
    ties = ", ".join(each.title for each in criteria if each)
    found = [Said(f"Liste classée : {said}{reserve}.", sure(ranking))]
    return (*found, Said(f"À égalité, on départage par : {ties}.")) if ties else tuple(found)


def _limits(ranking: Ranking) -> list[str]:
    from vivier.french import number

    places = [counted(ranking.places, "place")] if ranking.places else []
    money = [f"une enveloppe de {number(int(ranking.budget_eur))}\u00a0€"] if ranking.budget_eur is not None else []
    return places + money


def _way(procedure: Procedure, on: str, to: tuple[str, ...]) -> Way:
    titles = ["fin" if each == END else procedure.stage(each).title for each in to]
    return Way(OUTCOMES[on], " ou ".join(titles), on in POSITIVE)
