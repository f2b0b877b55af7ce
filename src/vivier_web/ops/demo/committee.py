"""A committee of the fictional pôle half way through its meeting, its experts, its practices, a neighbour’s."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django_scopes import scope

from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.members.models import Organisation, Pole
from vivier_web.ops.demo.committee_texts import (
    CARDS,
    OURS,
    PROJECTS,
    THEIR_EXPERTS,
    THEIR_PROJECTS,
    THEIRS,
    WHY_FIRST,
    Told,
)
from vivier_web.ops.demo.dossier_texts import ANSWERS, PANEL
from vivier_web.ops.demo.people import DOMAIN, contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions import panels
from vivier_web.procedures.actions.deciding import Chosen, decide, move
from vivier_web.procedures.actions.filing import file_content, open_dossier
from vivier_web.procedures.actions.judging import Said, answer_invitation, give_opinion, invite_expert
from vivier_web.procedures.actions.meeting_papers import enqueue_reading
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.models import Dossier, MeetingItem, ProcedureVersion
from vivier_web.procedures.queries.paths import asked_now
from vivier_web.procedures.queries.state import content_of
from vivier_web.procedures.tasks import enqueue
from vivier_web.projects.actions.practices import Card, offer_practice, write_practice

LABEL, NEIGHBOUR, STAGE = "label-seul-anr", "plasturgie-du-haut-jura", "committee"
MEMBERS = 20  # fewer: the list would say nothing


@dataclass(frozen=True, slots=True)
class _Filer:
    """Hold who files in which version, and which experts judge."""

    pole: Pole
    version: ProcedureVersion
    experts: tuple[User, ...]
    by: User | None


def hold_one(founded: Founded, *, by: User) -> None:
    """Write the cards of experts, bring dossiers to the committee, hold half of its meeting, write practices."""
    if len(founded.members) < MEMBERS:
        return
    experts = tuple(User.objects.get(email=f"{name}@{DOMAIN}") for name in ("expert", "expert-2", "expert-3"))
    for expert, (card, ties) in zip(experts, CARDS, strict=True):
        row = panels.write_card(founded.pole, expert, panels.Card(*card), by=by)
        for kind, name in ties:
            panels.add_tie(row, kind, name, by=by)
    version = ProcedureVersion.objects.get(key=LABEL, state=VersionState.PUBLISHED)
    filer = _Filer(founded.pole, version, experts, by)
    for rank, told in enumerate(PROJECTS, 8):
        member = founded.members[rank][0]
        dossier = _judged(filer, member, contributor_of(member, founded), told)
        if told.outcome:
            _decide(dossier, told, by=by)
    _sit(founded.pole, version, by=by)
    _write(founded.pole, OURS, by=by)


def _judged(filer: _Filer, member: Organisation, author: User | None, told: Told) -> Dossier:
    """File a dossier, let each expert judge it, and bring it to the committee."""
    on = _ago(told.days)
    dossier = open_dossier(filer.pole, filer.version, member, by=author, on=on)
    rows = [{"name": member.name, "siren": member.siren, "kind": "company", "role": "lead"}]
    rows += [
        {"name": f"Atelier partenaire {n} (fictif)", "siren": "", "kind": "company", "role": "partner"}
        for n in (1, 2)
    ]
    rows.append({"name": "Laboratoire SYMME (fictif)", "siren": "", "kind": "research", "role": "partner"})
    said = {"title": told.title, "consortium": rows, "aid_asked": told.aid, "summary": told.summary}
    said |= {"lead_siret": "À préciser", "public_summary": told.summary, "innovation": told.summary}
    answers = {
        each.key: said.get(each.key) or ANSWERS.get(each.key) or (each.choices[0] if each.choices else "À préciser")
        for each in asked_now(dossier)
    }
    dossier = file_content(dossier, answers, by=author, on=on)
    rule = dossier.definition().stage(dossier.stage).rule
    grid = dossier.definition().grid(rule.grid if rule else "")
    content = content_of(dossier)
    for rank, expert in enumerate(filer.experts):
        asked = invite_expert(dossier, expert, by=filer.by)
        answer_invitation(asked, "accepted", by=expert, has_no_interest=True)
        marks = {each.key: _mark(told.marks[rank], place) for place, each in enumerate(grid.criteria)}
        opinion = Said(marks, "", *PANEL[rank])
        give_opinion(asked, opinion, content=content.number if content else 1, by=expert)
    return move(dossier, "done", by=filer.by, on=_ago(told.days - told.reading))


def _mark(level: int, place: int) -> int:
    """Give a mark around the level of an expert: a point more or less from one criterion to the next."""
    return max(0, min(5, level + (0, 1, 0, -1, 0, 0, 1, 0)[place % 8]))


def _decide(dossier: Dossier, told: Told, *, by: User | None) -> None:
    on = _ago(told.days - told.reading - told.sitting)
    decide(dossier, Chosen(told.outcome, told.motives, sitting=7), by=by, on=on, enqueue=enqueue)


def _sit(pole: Pole, version: ProcedureVersion, *, by: User) -> None:
    """Hold the first half of a meeting: one dossier moved by hand, the first two decided."""
    meeting = acts.open_meeting(pole, version, STAGE, on=timezone.localdate(), by=by)
    seated = [User.objects.get(email=f"{name}@{DOMAIN}") for name in ("board", "governance")]
    acts.seat_people(meeting, seated, others=5, by=by)
    items = {
        each.dossier.title: each for each in MeetingItem.objects.filter(meeting=meeting).select_related("dossier")
    }
    waiting = [each for each in PROJECTS if not each.outcome]
    acts.leave_for(items[waiting[2].title], meeting.attendees.all()[0], "Client du porteur", by=by)
    acts.shift(items[waiting[2].title], 2, WHY_FIRST, by=by)
    for told in waiting[:2]:
        acts.decide_item(items[told.title], Chosen("accepted", told.motives), by=by, enqueue=enqueue)
    enqueue_reading(meeting)


def _write(pole: Pole, cards: tuple[tuple[str, ...], ...], *, by: User | None) -> None:
    version = ProcedureVersion.objects.filter(pole=pole, key=LABEL, state=VersionState.PUBLISHED).first()
    for axis, step, title, words, learned in cards:
        held = version if axis == "projects" else None
        row = write_practice(pole, Card(axis, step, title, words, learned, procedure=held), by=by)
        if version is not None:
            offer_practice(row, by=by)


def share_back() -> None:
    """Let the neighbour judge some dossiers in the procedure it adopted, and offer its practices."""
    pole = Pole.objects.get(slug=NEIGHBOUR)
    with scope(pole=pole):
        version = ProcedureVersion.objects.filter(key=LABEL, state=VersionState.PUBLISHED).first()
        if version is None:
            return
        filer = _Filer(pole, version, tuple(_expert(pole, *each) for each in THEIR_EXPERTS), None)
        members = Organisation.objects.filter(memberships__pole=pole).order_by("pk")
        for rank, told in enumerate(THEIR_PROJECTS):
            dossier = _judged(filer, members[rank % len(members)], None, told)
            _decide(dossier, told, by=None)
        _write(pole, THEIRS, by=None)


def _expert(pole: Pole, key: str, name: str) -> User:
    user = open_account(f"{key}@{NEIGHBOUR}.example", name, by=None)
    grant_role(user, RoleKind.EXPERT, by=None, pole=pole)
    return user


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)
