"""What must be put right in a definition before it is published: each finding has its place and one sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.flaws import Path
from vivier_web.procedures.definition.forms import Sees
from vivier_web.procedures.definition.words import AUTHORITIES, END, OUTCOMES, POSITIVE
from vivier_web.procedures.graph import edges, ending, reached
from vivier_web.procedures.visibility import JUDGED, NEVER_PUBLIC

_NEEDED = {"accept": ("accepted", "done"), "reject": ("refused",), "lapse": ("lapsed",)}
_WHOLE = (1, 100)


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one thing to put right: where (see `definition.lines.line_of`) and the sentence."""

    path: Path
    sentence: str


def check(procedure: Procedure) -> tuple[Finding, ...]:
    """List what must be put right before publication; nothing when the definition is sound."""
    found: list[Finding] = []
    for rank, stage in enumerate(procedure.stages):
        path = ("stage", rank)
        for checked in _OF_STAGE:
            found += [
                Finding((*path, *each.path), f"Étape « {stage.title} » : {each.sentence}")
                for each in checked(procedure, stage)
            ]
    return (*found, *_grids(procedure), *_views(procedure))


def _ways(procedure: Procedure, stage: Stage) -> Iterator[Finding]:
    if stage.key not in reached(procedure):
        yield Finding((), "aucune issue n’y mène.")
    if stage.key not in ending(procedure):
        yield Finding(("exit",), "aucune suite ne mène à une fin.")
    if stage.merge_with and procedure.stage(stage.merge_with).act != "form":
        yield Finding(("merge_with",), "on ne dépose ensemble que deux dépôts.")
    for rank, each in enumerate(stage.exits):
        others = [target for target in each.to if target == END or not procedure.stage(target).enter]
        if len(each.to) > 1 and not others:
            yield Finding(("exit", rank), "si aucune règle d’entrée n’est remplie, le dossier reste bloqué.")


def _silences(procedure: Procedure, stage: Stage) -> Iterator[Finding]:
    deadline = stage.deadline
    needed = _NEEDED.get(deadline.silence, ()) if deadline else ()
    if needed and not any(each in stage.outcomes for each in needed):
        words = " ou ".join(f"« {OUTCOMES[each]} »" for each in needed)
        yield Finding(("deadline",), f"le silence doit mener à l’issue {words}, qui n’est pas prévue.")
    if deadline and deadline.escalate_to == stage.body:
        yield Finding(("deadline",), "le dossier remonterait à l’instance qui est en retard.")
    if needed and deadline:
        outcome = next((each for each in needed if each in stage.outcomes), "")
        targets = [each for each in stage.targets(outcome) if each == END or not procedure.stage(each).enter]
        if outcome and not targets:
            yield Finding(
                ("deadline",), "l’effet du silence dépend d’une règle d’entrée : il peut rester sans effet."
            )


def _outcomes(_procedure: Procedure, stage: Stage) -> Iterator[Finding]:
    said = set(stage.outcomes)
    needed = {"form": {"done"}, "follow": {"done"}, "review": {"done"}}.get(stage.act, {"accepted", "refused"})
    if stage.act == "review" and said & {"accepted", "refused"}:
        needed = {"accepted", "refused"}
    rule = stage.rule
    if rule and "accepted" in said:
        needed |= {rule.on_veto, rule.on_criterion, rule.on_total}
        needed |= {"accepted_with_conditions"} if rule.conditions_under is not None else set()
    missing = [OUTCOMES[each] for each in OUTCOMES if each in needed - said]
    if missing:
        yield Finding(("exit",), f"il manque l’issue {', '.join(missing)}.")
    if stage.grants and not said & POSITIVE:
        yield Finding(("grants",), "rien ne peut y être accordé : aucune issue n’est favorable.")


def _conditions(procedure: Procedure, stage: Stage) -> Iterator[Finding]:
    if "accepted_with_conditions" not in stage.outcomes:
        return
    waiting, seen = [*stage.targets("accepted_with_conditions")], set[str]()
    while waiting:
        key = waiting.pop()
        if key == END or key in seen:
            continue
        seen.add(key)
        if procedure.stage(key).requires_proofs:
            return
        waiting += [target for _, target in edges(procedure.stage(key))]
    yield Finding(("exit",), "personne ne vérifie les conditions : exigez les preuves à une étape suivante.")


def _judges(procedure: Procedure, stage: Stage) -> Iterator[Finding]:
    rule = stage.rule
    if rule and rule.conditions_under is not None:
        total = procedure.grid(rule.grid).total
        if total and total.kind == "share" and rule.conditions_under <= total.threshold:
            yield Finding(("rule",), "la bande « sous conditions » est sous le seuil : elle ne servira jamais.")
    for key in stage.ranking.ties if stage.ranking and rule else ():
        if rule and procedure.grid(rule.grid).criterion(key) is None:
            yield Finding(("ranking",), f"« {key} » ne départage rien : ce critère n’est pas dans la grille.")


_OF_STAGE: tuple[Callable[[Procedure, Stage], Iterator[Finding]], ...] = (
    _ways,
    _silences,
    _outcomes,
    _conditions,
    _judges,
)


def _grids(procedure: Procedure) -> Iterator[Finding]:
    used = {stage.rule.grid for stage in procedure.stages if stage.rule}
    for rank, grid in enumerate(procedure.grids):
        weights = [each.weight for each in grid.criteria if each.weight]
        if sum(weights) not in _WHOLE and len(set(weights)) > 1:
            yield Finding(
                ("grid", rank), f"Grille « {grid.title} » : les poids font {sum(weights)} ; visez 100, ou 1."
            )
        if grid.key not in used:
            yield Finding(("grid", rank), f"Grille « {grid.title} » : aucune étape ne s’en sert.")
        for place, each in enumerate(grid.criteria):
            if each.veto is not None and each.threshold is not None and each.veto >= each.threshold:
                sentence = f"« {each.title} » : la note qui vaut veto doit rester sous le seuil."
                yield Finding(("grid", rank, "criterion", place, "veto"), sentence)


def _views(procedure: Procedure) -> Iterator[Finding]:
    """Find what a file grants and that no rule will ever let through: better said than silently refused."""
    tables: list[tuple[Path, Sees]] = [(("sees", rank), each) for rank, each in enumerate(procedure.sees)]
    for place, stage in enumerate(procedure.stages):
        tables += [(("stage", place, "sees", rank), each) for rank, each in enumerate(stage.sees)]
    for path, each in tables:
        if each.role == "public" and NEVER_PUBLIC & set(each.documents):
            yield Finding(path, "Le public ne voit jamais un secret, un budget, une lettre ni un avis.")
        if each.role == "applicant" and JUDGED & set(each.documents) and set(each.when) != {"after"}:
            yield Finding(path, "Le porteur ne voit avis, liste et décision qu’après l’étape.")
        if each.role in AUTHORITIES and "technical_secret" in each.documents and len(path) == 2:
            yield Finding(path, "Un secret technique s’ouvre à une autorité étape par étape, jamais partout.")
