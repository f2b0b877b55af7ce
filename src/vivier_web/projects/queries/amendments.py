"""What an amendment would do: who would be in, what each costs, the aid by the rules of the award, line by line."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.projects.building.amending import NEWCOMER, Grant, Move, Shift, moved, suggested, without
from vivier_web.projects.building.grid import Cells, euros, totals_by
from vivier_web.projects.building.words import CATEGORIES, NATURES
from vivier_web.projects.choices import AmendmentState
from vivier_web.projects.models import Amendment, AmendmentAnswer, Estimate, Partner, Project
from vivier_web.projects.queries.budgets import cells_of, names_of, partners_in
from vivier_web.projects.queries.consortia import Inputs, Within, as_json, inputs_as, latest_estimate
from vivier_web.projects.queries.consortium import carriers_of, ties_of
from vivier_web.projects.queries.money import aids_of, asked_by_cell


@dataclass(frozen=True, slots=True)
class Change:
    """Hold what an amendment changes: each part may be left out."""

    leaves: Partner | None = None
    joins: Partner | None = None  # as `add_partner` would write it, not kept yet
    lead: Organisation | None = None
    moves: tuple[Move, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what somebody asks; `takes_all`: whoever enters takes all that whoever leaves has left."""

    why: str
    leaves: Organisation | None = None
    joins: Organisation | None = None
    brings: str = ""
    lead: Organisation | None = None
    ends_on: dt.date | None = None
    moves: tuple[Move, ...] = ()
    takes_all: bool = False


def wanted_of(project: Project, said: Mapping[str, Any]) -> Wanted:
    """Read what was typed: organisations by their number (0: who enters), who enters by its SIREN or its name.

    Raises:
        InputError: nobody of that name is a member, or it is not said who enters.
    """
    typed = " ".join(str(said.get("joins") or "").split())
    joins = _member(project, typed) if typed else None
    known = {each.pk: each for each in carriers_of(project)}
    leaves, lead = said.get("leaves"), said.get("lead")
    if lead == NEWCOMER and joins is None:
        raise InputError("Personne n’entre dans le projet : dites qui le conduit ensuite.")
    return Wanted(
        said["why"], known.get(leaves or -1), joins, said.get("brings") or "",
        joins if lead == NEWCOMER else known.get(lead or -1), said.get("ends_on"), tuple(said.get("moves", ())),
        takes_all=bool(said.get("takes_all")),
    )  # fmt: skip


def _member(project: Project, typed: str) -> Organisation:
    siren = "".join(typed.split())
    asked = Q(siren=siren) if siren.isdigit() else Q(name__iexact=typed)
    found = list(Organisation.objects.filter(asked, memberships__pole=project.pole).distinct()[:2])
    if len(found) != 1:
        raise InputError(f"« {typed} » n’est pas, à lui seul, le nom ou le SIREN d’un membre : écrivez son SIREN.")
    return found[0]


def lead_after(project: Project, change: Change) -> int:
    """Give which organisation would lead."""
    return change.lead.pk if change.lead is not None else project.lead_id


def within_after(project: Project, change: Change) -> Within:
    """Give the consortium as it would be.

    Raises:
        InputError: costs do not move as said.
    """
    cells = moved(cells_of(project), change.moves)
    rows = [each for each in partners_in(project) if each != change.leaves]
    if change.joins is not None:
        rows.append(change.joins)
    lead = lead_after(project, change)
    rows.sort(key=lambda each: each.organisation_id != lead)
    return Within(rows, without(cells, change.leaves.pk if change.leaves else None), lead)


def effect_of(project: Project, change: Change) -> dict[str, Any]:
    """Give, as JSON keeps it, the costs and the aid before and after; without an estimate, the costs alone.

    The rules are those of the last estimate, on its day: an amendment is judged by the rules of its award.
    """
    before = Within(partners_in(project), cells_of(project), project.lead_id)
    after = within_after(project, change)
    organisations = {each.pk: each.organisation_id for each in (*before.rows, *after.rows)}
    found: dict[str, Any] = {
        "organisations": {str(pk): who for pk, who in organisations.items()},
        "names": {str(pk): name for pk, name in (names_of(before.rows) | names_of(after.rows)).items()},
        "before": _costs(before.cells),
        "after": _costs(after.cells),
    }
    if change.leaves is not None:
        left = totals_by(moved(before.cells, change.moves), 0).get(change.leaves.pk, 0)
        found["untaken"] = {"partner": str(change.leaves.pk), "cents": left}
    estimate = latest_estimate(project)
    if estimate is None:
        return found
    _, award = award_of(project, after, estimate)
    return found | {"regime": estimate.regime, "was": estimate.result["lines"], "award": award}


def award_of(project: Project, within: Within, estimate: Estimate) -> tuple[Inputs, dict[str, Any]]:
    """Work the aid of a consortium out again by the rules of an estimate, on its day."""
    from vivier.aid import compute, rules

    inputs = inputs_as(project, within)
    award = compute(inputs.consortium, rules=rules(estimate.regime), today=estimate.on)
    return inputs, as_json(award, inputs.partners)


def _costs(cells: Cells) -> dict[str, int]:
    return {str(pk): amount for pk, amount in totals_by(cells, 0).items()}


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one line of a table of what changes."""

    words: str
    cost_before: str
    cost_after: str
    aid_before: str
    aid_after: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Hold the effect of an amendment as one reads it: by partner, by line that changes, the whole, a sentence.

    `untaken` tells what whoever leaves had planned and nobody takes.
    """

    partners: tuple[Row, ...]
    lines: tuple[Row, ...]
    whole: Row
    sentence: str
    regime: str
    untaken: str = ""


def effect_told(amendment: Amendment, only: int | None = None) -> Told:
    """Tell what an amendment does; `only`: to a partner that reads its own lines and the totals."""
    said = amendment.effect
    by_partner = _aids(said)
    who = {pk for pk, one in said["organisations"].items() if only is None or one == only}
    partners = tuple(
        _row(name, (said["before"].get(pk, 0), said["after"].get(pk, 0)), by_partner.get(pk, (0, 0)))
        for pk, name in said["names"].items()
        if pk in who
    )
    costs = sum(said["before"].values()), sum(said["after"].values())
    aids = sum(one for one, _ in by_partner.values()), sum(one for _, one in by_partner.values())
    whole = _row("Ensemble", costs, aids)
    words = _sentence(aids, has_aid="award" in said)
    return Told(partners, _lines(said, who), whole, words, said.get("regime", ""), _untaken(said, costs))


def _untaken(said: Mapping[str, Any], costs: tuple[int, int]) -> str:
    """Say what leaves the budget with whoever leaves."""
    left = said.get("untaken", {})
    if not left.get("cents"):
        return ""
    return (
        f"Personne ne reprend {euros(left['cents'])} de dépenses prévues par {said['names'][left['partner']]} : "
        f"elles sortent du budget, qui passe de {euros(costs[0])} à {euros(costs[1])}."
    )


def _row(words: str, cost: tuple[int, int], aid: tuple[int, int]) -> Row:
    is_changed = cost[0] != cost[1] or aid[0] != aid[1]
    return Row(words, euros(cost[0]), euros(cost[1]), euros(aid[0]), euros(aid[1]), is_changed)


def _aids(said: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Add up the aid of each partner, before and after."""
    found: dict[str, tuple[int, int]] = {}
    for rank, lines in enumerate((said.get("was", ()), said.get("award", {}).get("lines", ()))):
        for each in lines:
            held = list(found.get(str(each["partner"]), (0, 0)))
            held[rank] += each["aid"]
            found[str(each["partner"])] = (held[0], held[1])
    return found


def _lines(said: Mapping[str, Any], who: set[str]) -> tuple[Row, ...]:
    """Give the lines whose cost or aid changes."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for rank, lines in enumerate((said.get("was", ()), said.get("award", {}).get("lines", ()))):
        for each in lines:
            held = found.setdefault((str(each["partner"]), each["category"], each["nature"]), [0, 0, 0, 0])
            held[rank] += each["cost"]
            held[2 + rank] += each["aid"]
    rows = (
        _row(f"{said['names'].get(pk, '')} : {NATURES[nature]}, {CATEGORIES[category]}", (a, b), (c, d))
        for (pk, category, nature), (a, b, c, d) in found.items()
        if pk in who
    )
    return tuple(row for row in rows if row.is_changed)


def _sentence(aids: tuple[int, int], *, has_aid: bool) -> str:
    if not has_aid:
        return "Aucune aide n’a été calculée pour ce projet : seules les dépenses sont comparées."
    gap = aids[1] - aids[0]
    if not gap:
        return f"L’aide calculée ne change pas : {euros(aids[0])}."
    return (
        f"L’aide calculée passe de {euros(aids[0])} à {euros(aids[1])} ({'+' if gap > 0 else '−'}{euros(abs(gap))})."
    )


def grants_after(amendment: Amendment) -> dict[Grant, Any]:
    """Propose what the agreement of an amendment grants, by funder and organisation."""
    project, said = amendment.project, amendment.effect
    granted = {(each.funder.name, each.organisation_id): each.amount_eur for each in aids_of(project)}
    before, after = {}, {}
    for pk, (one, other) in _aids(said).items():
        who = said["organisations"].get(pk)
        before[who], after[who] = one, other
    leaver = amendment.leaves.organisation_id if amendment.leaves else None
    return suggested(granted, asked_by_cell(project), Shift(leaver, heir_of(amendment), before, after))


def heir_of(amendment: Amendment) -> int | None:
    """Give which organisation takes after whoever leaves: who enters, else the only one that takes its costs."""
    if amendment.joins_id is not None:
        return amendment.joins_id
    leaver = amendment.leaves_id
    takers = {taker for giver, taker, *_ in amendment.moves if giver == leaver}
    if leaver is None or len(takers) != 1:
        return None
    found: int | None = amendment.effect["organisations"].get(str(takers.pop()))
    return found


def amendments_of(project: Project) -> QuerySet[Amendment]:
    """Give the amendments asked, the latest first, with who must accept each."""
    answers = AmendmentAnswer.objects.select_related("organisation", "funder", "by")
    rows = Amendment.objects.filter(project=project).prefetch_related(Prefetch("answers", queryset=answers))
    return rows.select_related("leaves__organisation", "joins", "lead", "asked_by", "agreement", "project__pole")


def amendment_in_play(project: Project) -> Amendment | None:
    """Give the amendment that waits for answers or to be signed."""
    return amendments_of(project).filter(state__in=(AmendmentState.OPEN, AmendmentState.AGREED)).first()


def asked_of(project: Project, organisation: int) -> Q:
    """Keep the answers awaited of an organisation on a project."""
    return Q(amendment__project=project, organisation_id=organisation, said="", amendment__state=AmendmentState.OPEN)


def may_read_amendments(project: Project, organisation: int) -> bool:
    """Tell whether a member reads the amendments of a project: who carries it, and who one would bring in."""
    if ties_of(project).get(organisation) in {"lead", "joined"}:
        return True
    return Amendment.objects.filter(project=project, joins_id=organisation).exclude(state="withdrawn").exists()


def newcomer(project: Project, organisation: Organisation, brings: str, said: Mapping[str, str]) -> Partner:
    """Write a partner as it would enter, without keeping it.

    Raises:
        InputError: it is in already.
    """
    if ties_of(project).get(organisation.pk) in {"lead", "joined", "invited"}:
        raise InputError(f"« {organisation.name} » est déjà dans le consortium.")
    made = Partner(pk=NEWCOMER, project=project, organisation=organisation, brings=brings[:300])
    for name, value in said.items():
        setattr(made, name, value)
    return made
