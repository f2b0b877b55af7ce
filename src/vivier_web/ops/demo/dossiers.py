"""Dossiers of the fictional pôle, at different stages: decided, judged, late, left to its applicant."""

import datetime as dt
from typing import Any

from django.utils import timezone

from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.dossier_texts import ANSWERS, MARKS, PANEL, TITLES
from vivier_web.ops.demo.people import DOMAIN, contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.procedures.actions.deciding import Chosen, decide, move, settle_condition
from vivier_web.procedures.actions.filing import file_content, open_dossier, save_content
from vivier_web.procedures.actions.judging import Said, answer_invitation, give_opinion, invite_expert
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.models import Assignment, Condition, Dossier, ProcedureVersion
from vivier_web.procedures.queries.paths import asked_now
from vivier_web.procedures.queries.state import content_of
from vivier_web.procedures.tasks import enqueue

LABEL, SUPPORT, POOLING = "label-seul-anr", "accompagnement-petite-entreprise", "projet-de-mutualisation"
MORE_EXPERTS = ("Sylvie Armand", "Denis Courtois")
MEMBERS = 6  # fewer: nobody to build a consortium with


def file_some(founded: Founded, *, by: User) -> None:
    """File dossiers and let them live: opinions, a decision with a condition, a support that is late."""
    if len(founded.members) < MEMBERS:
        return
    experts = [User.objects.get(email=f"expert@{DOMAIN}"), *_more_experts(founded)]
    _decided(founded, experts, by=by)
    _judged(founded, experts, by=by)
    _asked(founded, experts, by=by)
    _late(founded)
    _awaited(founded, by=by)


def _more_experts(founded: Founded) -> list[User]:
    found = []
    for rank, name in enumerate(MORE_EXPERTS, 2):
        user = open_account(f"expert-{rank}@{DOMAIN}", name, by=None)
        grant_role(user, RoleKind.EXPERT, by=None, pole=founded.pole)
        found.append(user)
    return found


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def _filed(founded: Founded, key: str, rank: int, days: int, text: str) -> Dossier:
    """Open and file a dossier of a member, so many days ago."""
    member, author = author_of(founded, rank)
    version = ProcedureVersion.objects.filter(key=key, state=VersionState.PUBLISHED).first()
    dossier = open_dossier(founded.pole, version, member, by=author, on=_ago(days))  # type: ignore[arg-type]
    return file_content(dossier, answers_of(founded, dossier, rank, text), by=author, on=_ago(days))


def author_of(founded: Founded, rank: int) -> tuple[Organisation, User]:
    """Give a member and whoever files for it."""
    member = founded.members[rank][0]
    return member, contributor_of(member, founded)


def answers_of(founded: Founded, dossier: Dossier, rank: int, text: str) -> dict[str, Any]:
    """Answer every question of the stage, with believable words and figures."""
    partners = [founded.members[(rank + step) % len(founded.members)][0] for step in range(2)]
    rows = [
        {"name": each.name, "siren": each.siren, "kind": "company", "role": "partner" if step else "lead"}
        for step, each in enumerate(partners)
    ]
    rows.append({"name": "Laboratoire SYMME (fictif)", "siren": "", "kind": "research", "role": "partner"})
    said: dict[str, Any] = {"title": TITLES[text], "siret": "", "consortium": rows, "partners": rows}
    site = dossier.organisation.sites.filter(is_head_office=True).first()
    said |= {"siret": site.siret, "lead_siret": site.siret} if site else {}
    return {
        each.key: said.get(each.key) or ANSWERS.get(each.key) or (each.choices[0] if each.choices else "À préciser")
        for each in asked_now(dossier)
    }


def _opinions(dossier: Dossier, experts: list[User], *, by: User, given: int) -> list[Assignment]:
    """Ask the experts; all accept, the last `given` of them judge."""
    made = [invite_expert(dossier, each, by=by) for each in experts]
    for each in made:
        answer_invitation(each, "accepted", by=each.expert, has_no_interest=True)
    content = content_of(dossier)
    stage = dossier.definition().stage(dossier.stage)
    grid = dossier.definition().grid(stage.rule.grid if stage.rule else "")
    for rank, each in enumerate(made[len(made) - given :]):
        marks = {criterion.key: MARKS[(rank + place) % len(MARKS)] for place, criterion in enumerate(grid.criteria)}
        applicant, panel = PANEL[rank % len(PANEL)]
        said = Said(marks, "accepted_with_conditions", applicant, panel)
        give_opinion(each, said, content=content.number if content else 1, by=each.expert)
    return made


def _decided(founded: Founded, experts: list[User], *, by: User) -> None:
    dossier = _filed(founded, LABEL, 1, 70, "seal")
    _opinions(dossier, experts, by=by, given=3)
    dossier = move(dossier, "done", by=by, on=_ago(52))
    soon = timezone.localdate() + dt.timedelta(days=75)
    conditions = (
        ("Accord de consortium signé par les trois partenaires", soon),
        ("Analyse de liberté d’exploitation", soon),
    )
    motives = (
        "Projet solide, consortium complémentaire, marché identifié chez deux donneurs d’ordres. "
        "L’accord de consortium et la liberté d’exploitation restent à établir avant le dépôt à l’ANR."
    )
    chosen = Chosen("accepted_with_conditions", motives, conditions, sitting=7)
    decide(dossier, chosen, by=by, enqueue=enqueue, on=_ago(38))
    first = Condition.objects.filter(decision__dossier=dossier).first()
    if first is not None:
        settle_condition(first, "Accord signé, dossier partagé du pôle", by=by, on=_ago(9))
    dossier.refresh_from_db()
    move(dossier, "done", by=by, on=_ago(30))


def _judged(founded: Founded, experts: list[User], *, by: User) -> None:
    """Leave one opinion to be given by the expert whom the sign-in page offers."""
    _opinions(_filed(founded, LABEL, 0, 13, "vision"), experts, by=by, given=2)


def _asked(founded: Founded, experts: list[User], *, by: User) -> None:
    invite_expert(_filed(founded, LABEL, 3, 5, "cobot"), experts[0], by=by)


def _late(founded: Founded) -> None:
    _filed(founded, SUPPORT, 4, 24, "support")
    _filed(founded, SUPPORT, 5, 6, "support")


def _awaited(founded: Founded, *, by: User) -> None:
    """Leave a dossier with its applicant, half filled in."""
    dossier = _filed(founded, POOLING, 0, 45, "pooling")
    feasible = (
        "18 k€ par an d’économie à quatre, pour 6 k€ de gestion ; clé de partage au nombre de pièces contrôlées."
    )
    dossier = move(dossier, "done", by=by, answers={"economic_model": feasible}, on=_ago(20))
    _, author = author_of(founded, 0)
    answers = answers_of(founded, dossier, 0, "pooling")
    save_content(dossier, answers | {"letters": ""}, by=author)
