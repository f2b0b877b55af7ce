"""Dossiers of a test: a shipped procedure adopted, its questions answered with a marker for each class of document."""

import datetime as dt
from typing import Any

from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.procedures.actions import versions
from vivier_web.procedures.actions.deciding import Chosen, conclude, decide, move
from vivier_web.procedures.actions.filing import file_content, open_dossier
from vivier_web.procedures.actions.judging import Said, answer_invitation, give_opinion, invite_expert
from vivier_web.procedures.models import Assignment, Decision, Dossier, ProcedureVersion
from vivier_web.procedures.queries.paths import asked_now
from vivier_web.procedures.queries.state import content_of

DAY = dt.date(2026, 3, 2)
REGIONAL = "i-demo-regionalise"
LABEL, POOLING, SUPPORT = "label-seul-anr", "projet-de-mutualisation", "accompagnement-petite-entreprise"
PARTNERS = [
    {"name": "Porteur d’essai", "siren": "", "kind": "company", "role": "lead"},
    {"name": "Partenaire d’essai", "siren": "", "kind": "company", "role": "partner"},
    {"name": "Laboratoire d’essai", "siren": "", "kind": "research", "role": "partner"},
]


def published(found: Cluster, key: str = LABEL) -> ProcedureVersion:
    known = ProcedureVersion.objects.filter(key=key).first()
    return known or versions.publish_procedure(versions.adopt_shipped(found.pole, key, by=None), by=None)


def marker(document: str) -> str:
    """Give the words that only an answer of this class says."""
    return f"MARQUE-{document.upper()}-MARQUE"


def answers(dossier: Dossier) -> dict[str, Any]:
    """Answer each question asked now: texts say their class, figures and rows what rules want."""
    return {each.key: answer(each) for each in asked_now(dossier)}


def answer(asked: Any) -> Any:
    if asked.kind == "consortium":
        return PARTNERS
    if asked.kind == "budget":
        return [{"label": marker(asked.document), "amount": "2000000" if asked.key == "budget" else "1000"}]
    if asked.kind in {"number", "money"}:
        return "12"
    if asked.kind == "choice":
        return asked.choices[0]
    return marker(asked.document)


def opened(found: Cluster, key: str = LABEL, *, rank: int = 0, on: dt.date = DAY) -> Dossier:
    return open_dossier(found.pole, published(found, key), found.members[rank], by=found.people["member"], on=on)


def filed(found: Cluster, key: str = LABEL, *, rank: int = 0, on: dt.date = DAY) -> Dossier:
    dossier = opened(found, key, rank=rank, on=on)
    return file_content(dossier, answers(dossier), by=found.people["member"], on=on)


def expert(found: Cluster, rank: int) -> User:
    """Give an expert: the one of the pôle first, then newcomers."""
    if rank == 0:
        return found.people["expert"]
    user = open_account(f"expert-{rank}@{found.pole.slug}.example", f"Experte Numéro{rank}", by=None)
    if not user.roles.exists():
        grant_role(user, RoleKind.EXPERT, by=None, pole=found.pole)
    return user


def accepted(found: Cluster, dossier: Dossier, rank: int = 0) -> Assignment:
    made = invite_expert(dossier, expert(found, rank), by=found.people["team"])
    return answer_invitation(made, "accepted", by=made.expert, has_no_interest=True)


def said(dossier: Dossier, mark: int = 4) -> Said:
    rule = dossier.definition().stage(dossier.stage).rule
    grid = dossier.definition().grid(rule.grid if rule else "")
    return Said({each.key: mark for each in grid.criteria}, "accepted", marker("opinion"), marker("panel"))


def judged(found: Cluster, dossier: Dossier, *, count: int = 3, mark: int = 4) -> list[Assignment]:
    """Let experts judge the last version."""
    content = content_of(dossier)
    made = [accepted(found, dossier, rank) for rank in range(count)]
    for each in made:
        give_opinion(each, said(dossier, mark), content=content.number if content else 1, by=each.expert)
    return made


def decided(found: Cluster) -> Decision:
    """Decide a label under one condition, through every stage before."""
    dossier = filed(found)
    judged(found, dossier)
    dossier = move(dossier, "done", by=None, on=DAY + dt.timedelta(days=20))
    conditions = ((marker("decision"), DAY + dt.timedelta(days=90)),)
    chosen = Chosen("accepted_with_conditions", f"Décidé en séance. {marker('decision')}", conditions, sitting=5)
    return decide(dossier, chosen, by=found.people["team"], on=DAY + dt.timedelta(days=30))


def agent(kind: str, rank: int, **over: Any) -> User:
    """Give an agent of an authority."""
    user = open_account(f"{kind}-{rank}@autorite.example", f"Agente {kind.title()}{rank}", by=None)
    if not user.roles.exists():
        grant_role(user, kind, by=None, **over)
    return user


def decided_by_the_state(found: Cluster) -> Decision:
    """Bring a dossier to the decision of the State: two opinions of its agents, the silence of none."""
    dossier = filed(found, REGIONAL)
    for rank in range(2):
        made = invite_expert(dossier, agent("state", rank), by=None, seat="state")
        answer_invitation(made, "accepted", by=made.expert, has_no_interest=True)
        give_opinion(made, said(dossier), content=1, by=made.expert)
    dossier = conclude(dossier, Chosen("done", ""), by=None, seat="state", on=DAY + dt.timedelta(days=20))
    dossier = conclude(
        dossier, Chosen("done", marker("decision")), by=None, seat="region", on=DAY + dt.timedelta(days=25)
    )
    chosen = Chosen("accepted", f"Décidé par l’État. {marker('decision')}")
    return decide(dossier, chosen, by=None, on=DAY + dt.timedelta(days=30), seat="state")
