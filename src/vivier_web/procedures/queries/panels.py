"""What a panel is worked out from: experts with their words and ties, dossiers with theirs, who already judges."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vivier_web.accounts.models import User
from vivier_web.members.models import GroupLink, Pole
from vivier_web.procedures.choices import AssignmentState, TieKind
from vivier_web.procedures.models import (
    Assignment,
    Decision,
    Dossier,
    ExpertCard,
    Opinion,
    PanelDraft,
    ProcedureVersion,
)
from vivier_web.procedures.queries.boards import experts_of
from vivier_web.procedures.queries.conflicts import organisations_of, partners_of
from vivier_web.procedures.queries.panel_keys import named
from vivier_web.procedures.queries.shown import Reader, may_read

TEAM = Reader(frozenset({"pole"}))
WORDY = {"text", "long"}
ASKED = {AssignmentState.INVITED, AssignmentState.ACCEPTED}
LABELLED = {"accepted", "accepted_with_conditions"}
MOST = 4  # dossiers of an expert who has no card


@dataclass(frozen=True, slots=True)
class Known:
    """Hold one expert as the engine takes them: words, ties by organisation, how many dossiers at most."""

    person: User
    words: str
    college: str
    region: str
    most: int
    companies: tuple[str, ...]
    mandates: tuple[str, ...]
    projects: tuple[tuple[str, dt.date], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """Hold one dossier as the engine takes it: words the team may read, organisations of its consortium."""

    dossier: Dossier
    words: str
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Hold all that a panel is worked out from; pairs are (expert, dossier)."""

    experts: tuple[Known, ...]
    dossiers: tuple[Read, ...]
    groups: Mapping[str, str]
    names: Mapping[str, str]
    asked: tuple[tuple[int, int], ...]
    refused: tuple[tuple[int, int, str], ...]


def inputs_of(pole: Pole, version: ProcedureVersion, stage: str) -> Inputs:
    """Read what a panel for the dossiers at a stage is worked out from."""
    rows = list(waiting_at(version, stage))
    dossiers, names = [], {}
    for row in rows:
        read, known = _dossier(row)
        dossiers.append(read)
        names.update(known)
    people = experts_of(pole)
    pairs = list(Assignment.objects.filter(dossier__in=rows, stage=stage))
    links = GroupLink.objects.filter(pole=pole).values_list("organisation__siren", "head")
    return Inputs(
        tuple(_experts(pole, people, {row.pk for row in rows}, names)),
        tuple(dossiers),
        {siren: head for siren, head in links if siren},
        names,
        tuple((each.expert_id, each.dossier_id) for each in pairs if each.state in ASKED),
        tuple((each.expert_id, each.dossier_id, each.reason) for each in pairs if each.state not in ASKED),
    )


def waiting_at(version: ProcedureVersion, stage: str) -> Iterable[Dossier]:
    """List the dossiers at a stage of a version, by reference."""
    rows = Dossier.objects.filter(procedure=version, stage=stage).select_related("procedure", "organisation")
    return rows.prefetch_related("contents").order_by("reference")


def key_of(siren: str | None, name: str) -> str:
    """Give what an organisation is known by: its SIREN, else its name, folded."""
    digits = "".join(each for each in (siren or "") if each.isdigit())[:9]
    return digits or " ".join(name.casefold().split())


def _dossier(row: Dossier) -> tuple[Read, dict[str, str]]:
    contents = list(row.contents.all())
    answers = contents[0].answers if contents else {}
    partners = {key_of(row.organisation.siren, row.organisation.name): row.organisation.name}
    for each in partners_of(row, answers):
        name = each.get("name") or ""
        partners.setdefault(key_of(each.get("siren"), name), name)
    words = " ".join(_words(row, answers, only=""))
    return Read(row, words, tuple(key for key in partners if key)), partners


def _words(row: Dossier, answers: Mapping[str, Any], *, only: str) -> list[str]:
    """Give the texts of a dossier, of one class or of all those the team may read."""
    fields = {each.key: each for each in row.definition().fields() if each.kind in WORDY}
    opened = {only} if only else {each for each in {f.document for f in fields.values()} if may_read(row, TEAM, each)}
    return [str(answers[key]) for key, each in fields.items() if each.document in opened and answers.get(key)]


def _experts(pole: Pole, people: list[User], here: set[int], names: dict[str, str]) -> Iterable[Known]:
    cards = {each.expert_id: each for each in ExpertCard.objects.filter(pole=pole).prefetch_related("ties")}
    companies = organisations_of([each.pk for each in people])
    past, busy = _past(people), _busy(pole, here)
    together = _together(pole)
    for person in people:
        card = cards.get(person.pk)
        ties = list(card.ties.all()) if card else []
        names.update({key_of(each.siren, each.name): each.name for each in ties})
        names.update({key_of(each.siren, each.name): each.name for each in companies[person.pk]})
        jobs = {key_of(each.siren, each.name) for each in ties if each.kind == TieKind.JOB}
        jobs |= {key_of(each.siren, each.name) for each in companies[person.pk]}
        projects = {key_of(each.siren, each.name): each.until_on for each in ties if each.kind == TieKind.PROJECT}
        led = {other: on for job in jobs for other, on in together.get(job, {}).items() if other not in jobs}
        whole = led | {key: on or dt.date.max for key, on in projects.items()}
        yield Known(
            person,
            " ".join([card.words if card else "", *past[person.pk]]),
            card.college if card else "",
            card.region if card else "",
            max(0, (card.most if card else MOST) - busy[person.pk]),
            tuple(sorted(jobs)),
            tuple(sorted(key_of(each.siren, each.name) for each in ties if each.kind == TieKind.MANDATE)),
            tuple(sorted(whole.items())),
        )


def _past(people: list[User]) -> dict[int, list[str]]:
    """Give the titles and public words of the dossiers that each expert judged."""
    given = Opinion.objects.filter(assignment__expert__in=people).select_related("assignment__dossier__procedure")
    found: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for each in given.prefetch_related("assignment__dossier__contents"):
        row = each.assignment.dossier
        contents = list(row.contents.all())
        answers = contents[0].answers if contents else {}
        found[each.assignment.expert_id][row.pk] = [row.title, *_words(row, answers, only="public")]
    return {each.pk: [text for texts in found[each.pk].values() for text in texts] for each in people}


def _busy(pole: Pole, here: set[int]) -> Counter[int]:
    """Count the dossiers that each expert already judges elsewhere."""
    asked = Assignment.objects.filter(dossier__pole=pole, dossier__closed_at=None, state__in=list(ASKED))
    waiting = asked.filter(opinions=None).exclude(dossier__in=here).values_list("expert_id", flat=True)
    return Counter(waiting)


def _together(pole: Pole) -> dict[str, dict[str, dt.date]]:
    """Give, for each organisation, those it was in a labelled consortium with, and the day it was decided."""
    decided = Decision.objects.filter(dossier__pole=pole, outcome__in=LABELLED).select_related(
        "dossier__procedure", "dossier__organisation"
    )
    found: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for each in decided.prefetch_related("dossier__contents").order_by("on"):
        read, _ = _dossier(each.dossier)
        for one in read.partners:
            found[one].update({other: each.on for other in read.partners if other != one})
    return found


@dataclass(frozen=True, slots=True)
class SeatShown:
    """Hold one seat as the team reads it."""

    expert: int
    name: str
    why: str
    next_best: str
    is_by_hand: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class PanelShown:
    """Hold one dossier of a panel: its seats, those who may replace them, who is apart and why, who may be added."""

    dossier: Dossier
    seats: tuple[SeatShown, ...]
    alternates: tuple[str, ...]
    apart: tuple[str, ...]
    free: tuple[User, ...]


def panel_shown(draft: PanelDraft) -> tuple[PanelShown, ...]:
    """Give a panel as the team reads it, dossier by dossier."""
    rows, people = list(waiting_at(draft.procedure, draft.stage)), experts_of(draft.pole)
    said = _Said(people, rows)
    pairs = Assignment.objects.filter(dossier__in=rows, stage=draft.stage)
    asked = set(pairs.values_list("expert_id", "dossier_id"))
    apart = {(each["expert"], each["dossier"]) for each in draft.result.get("apart", ())}
    found = []
    for row in rows:
        seats = [each for each in draft.seats() if each["dossier"] == row.pk and each["expert"] in said.people]
        seated = {each["expert"] for each in seats}
        shut = seated | {expert for expert, dossier in apart if dossier == row.pk}
        found.append(
            PanelShown(
                row,
                tuple(_seat(each, said, (each["expert"], row.pk) in asked) for each in seats),
                tuple(said.person(e["expert"]) for e in draft.result.get("alternates", ()) if e["dossier"] == row.pk),
                tuple(
                    said.told(e["why"]) for e in draft.result.get("apart", ()) if e["dossier"] == row.pk and e["why"]
                ),
                tuple(each for each in people if each.pk not in shut),
            )
        )
    return tuple(found)


def trouble_in_words(draft: PanelDraft) -> str:
    """Say why no panel holds, with names."""
    return _Said(experts_of(draft.pole), list(waiting_at(draft.procedure, draft.stage))).told(draft.trouble)


class _Said:
    """Put names where the engine's sentences have keys: names are never kept with a panel."""

    def __init__(self, people: list[User], rows: Iterable[Dossier]) -> None:
        self.people = {each.pk: each.full_name for each in people}
        self.dossiers = {each.pk: each.reference for each in rows}

    def person(self, pk: int) -> str:
        """Name an expert."""
        return self.people.get(pk, "un ancien expert")

    def told(self, sentence: str) -> str:
        """Write a sentence with names."""
        return named(sentence, self.people, self.dossiers)


def _seat(seat: Mapping[str, Any], said: _Said, is_asked: bool) -> SeatShown:
    after = f"{said.person(seat['next'])} viendrait ensuite : {seat['price']}" if seat.get("next") else ""
    if not after and "next" in seat:
        after = "Personne d’autre ne peut prendre cette place."
    return SeatShown(
        seat["expert"], said.person(seat["expert"]), seat["why"], after, bool(seat.get("is_by_hand")), is_asked
    )
