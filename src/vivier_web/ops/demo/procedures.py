"""The procedures of the fictional pôles: adopted, adapted into a second version, exchanged with the neighbour."""

from dataclasses import replace
from decimal import Decimal

from django_scopes import scope, scopes_disabled

from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.definition import Procedure, write
from vivier_web.procedures.definition.data import Fact, Stage
from vivier_web.procedures.models import ProcedureVersion

LABEL, SUPPORT, POOLING = "label-seul-anr", "accompagnement-petite-entreprise", "projet-de-mutualisation"
QUICKER = {"experts": 21, "committee": 30}  # days, for the second version
NEIGHBOUR = "plasturgie-du-haut-jura"


def adopt_some(pole: Pole, *, by: User) -> None:
    """Adopt and publish three shipped procedures; publish a second version of the label, quicker; draft another."""
    for key in (LABEL, SUPPORT, POOLING):
        acts.publish_procedure(acts.adopt_shipped(pole, key, by=by), by=by)
    first = ProcedureVersion.objects.get(key=LABEL)
    second = acts.new_version(first, by=by)
    acts.save_draft(second, write(_quicker(second.definition())), by=by)
    acts.offer(acts.publish_procedure(second, by=by), by=by)
    acts.retire(first, by=by)
    draft = acts.new_version(ProcedureVersion.objects.get(key=POOLING), by=by)
    acts.save_draft(draft, write(_named(draft.definition(), "Projet de mutualisation : ateliers partagés")), by=by)


def exchange() -> None:
    """Let the neighbour adopt what the pôle offers, adapt it for small companies, and offer it in its turn."""
    pole = Pole.objects.get(slug=NEIGHBOUR)
    with scopes_disabled():
        offered = ProcedureVersion.objects.filter(offered=True, key=LABEL).get()
    with scope(pole=pole):
        made = acts.adopt_from_pole(pole, offered.pk, by=None)
        acts.save_draft(made, write(_lighter(made.definition())), by=None)
        acts.offer(acts.publish_procedure(made, by=None), by=None)


def _quicker(procedure: Procedure) -> Procedure:
    """Shorten the delays of experts and committee, and say on what that rests."""
    stages = tuple(_delayed(each, QUICKER.get(each.key)) for each in procedure.stages)
    said = Fact("Délai médian de 38 jours de l’expertise à la décision sur les vingt derniers dossiers.", "M")
    return replace(procedure, stages=stages, facts=(*procedure.facts, said))


def _lighter(procedure: Procedure) -> Procedure:
    """Ask two opinions rather than three, and a lower total, as a small pôle may."""
    stages = tuple(
        replace(each, rule=replace(each.rule, opinions=2, quorum=min(each.rule.quorum, 3))) if each.rule else each
        for each in procedure.stages
    )
    grids = tuple(
        replace(each, total=replace(each.total, threshold=Decimal("0.55"))) if each.total else each
        for each in procedure.grids
    )
    return replace(_named(procedure, "Label de projet, comité restreint"), stages=stages, grids=grids)


def _named(procedure: Procedure, title: str) -> Procedure:
    return replace(procedure, title=title)


def _delayed(stage: Stage, days: int | None) -> Stage:
    if days is None or stage.deadline is None:
        return stage
    return replace(stage, deadline=replace(stage.deadline, days=days))
