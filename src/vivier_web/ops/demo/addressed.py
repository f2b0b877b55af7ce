"""Dossiers of the fictional pôle that went to authorities: to judge, to give an opinion on, decided."""

import datetime as dt
from typing import Any

from django.utils import timezone

from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import grant_role
from vivier_web.members.models import Pole
from vivier_web.ops.demo import dossiers
from vivier_web.ops.demo.addressed_texts import ANSWERS, COLABEL, OPINIONS, REGION, STATE, TITLES
from vivier_web.ops.demo.dossier_texts import MARKS
from vivier_web.ops.demo.people import DOMAIN
from vivier_web.ops.demo.pole import Founded
from vivier_web.ops.demo.procedures import NEIGHBOUR
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.actions.colabelling import ask_colabel, decide_colabel
from vivier_web.procedures.actions.deciding import Chosen, conclude, decide, move
from vivier_web.procedures.actions.filing import file_content, open_dossier
from vivier_web.procedures.actions.judging import Said, answer_invitation, give_opinion, invite_expert
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.paths import asked_now
from vivier_web.procedures.queries.state import content_of
from vivier_web.procedures.tasks import enqueue

FUNDED, REGIONAL = "label-et-financement-fui", "i-demo-regionalise"
COLLEAGUE = "Isabelle Roche"


def address_some(founded: Founded, *, by: User) -> None:
    """Bring four dossiers to authorities: two for the State to judge, one for the Region, one decided."""
    if len(founded.members) < dossiers.MEMBERS:
        return
    for key in (FUNDED, REGIONAL):
        acts.publish_procedure(acts.adopt_shipped(founded.pole, key, by=by), by=by)
    agents = [User.objects.get(email=f"state@{DOMAIN}"), _colleague()]
    _filed(founded, 2, 9, "battery")
    _judged(_filed(founded, 4, 48, "bearing"), agents, back=18)
    decided = _judged(_filed(founded, 5, 120, "foundry"), agents, back=90)
    conclude(decided, Chosen("done", REGION), by=_region(), seat="region", on=_ago(70))
    chosen = Chosen("accepted_with_conditions", STATE, (("Lettre d’engagement d’un second client", _ago(-40)),))
    decide(decided, chosen, by=agents[0], enqueue=enqueue, on=_ago(52), seat="state")
    _labelled(founded, by=by)


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def _region() -> User:
    return User.objects.get(email=f"region@{DOMAIN}")


def _colleague() -> User:
    user = open_account(f"state-2@{DOMAIN}", COLLEAGUE, by=None)
    grant_role(user, RoleKind.STATE, by=None)
    return user


def _answered(founded: Founded, dossier: Dossier, rank: int, text: str) -> dict[str, Any]:
    """Answer as other dossiers do, with what funders ask besides."""
    found = dossiers.answers_of(founded, dossier, rank, "seal") | {"title": TITLES[text]}
    return found | {each.key: ANSWERS[each.key] for each in asked_now(dossier) if each.key in ANSWERS}


def _filed(founded: Founded, rank: int, days: int, text: str) -> Dossier:
    member, author = dossiers.author_of(founded, rank)
    version = ProcedureVersion.objects.get(key=REGIONAL)
    dossier = open_dossier(founded.pole, version, member, by=author, on=_ago(days))
    return file_content(dossier, _answered(founded, dossier, rank, text), by=author, on=_ago(days))


def _opinions(dossier: Dossier, judges: list[User], *, seat: str, shift: int = 0) -> None:
    content = content_of(dossier)
    rule = dossier.definition().stage(dossier.stage).rule
    criteria = dossier.definition().grid(rule.grid if rule else "").criteria
    for rank, judge in enumerate(judges):
        asked = invite_expert(dossier, judge, by=judge, seat=seat)
        answer_invitation(asked, "accepted", by=judge, has_no_interest=True)
        marks = {each.key: max(1, MARKS[(rank + n) % len(MARKS)] - shift) for n, each in enumerate(criteria)}
        said = Said(marks, "accepted", *OPINIONS[rank % len(OPINIONS)])
        give_opinion(asked, said, content=content.number if content else 1, by=judge)


def _judged(dossier: Dossier, agents: list[User], *, back: int) -> Dossier:
    """Let two agents judge, then the Region be asked, so many days ago."""
    _opinions(dossier, agents, seat="state")
    return conclude(dossier, Chosen("done", ""), by=agents[0], seat="state", on=_ago(back))


def _labelled(founded: Founded, *, by: User) -> None:
    """Bring a labelled project to the State, which judged it otherwise on two criteria: it waits for the Region."""
    member, author = dossiers.author_of(founded, 3)
    version = ProcedureVersion.objects.get(key=FUNDED)
    dossier = open_dossier(founded.pole, version, member, by=author, on=_ago(150))
    dossier = file_content(dossier, _answered(founded, dossier, 3, "sensor"), by=author, on=_ago(150))
    dossier = move(dossier, "done", by=by, on=_ago(120))
    dossier = file_content(dossier, _answered(founded, dossier, 3, "sensor"), by=author, on=_ago(100))
    experts = User.objects.filter(roles__kind=RoleKind.EXPERT, roles__pole=founded.pole).order_by("pk")
    _opinions(dossier, list(experts[:3]), seat="pole")
    dossier = move(dossier, "done", by=by, on=_ago(80))
    words = "Projet au cœur de la feuille de route du pôle ; trois ateliers l’attendent. Label accordé à l’unanimité."
    decide(dossier, Chosen("accepted", words, sitting=8), by=by, enqueue=enqueue, on=_ago(70))
    dossier.refresh_from_db()
    dossier = file_content(dossier, _answered(founded, dossier, 3, "sensor"), by=author, on=_ago(45))
    agents = list(User.objects.filter(email__in=[f"state@{DOMAIN}", f"state-2@{DOMAIN}"]).order_by("pk"))
    _opinions(dossier, agents, seat="state", shift=2)
    conclude(dossier, Chosen("done", ""), by=agents[0], seat="state", on=_ago(12))


def ask_the_neighbour(*, by: User) -> None:
    """Let the neighbour label the project that the pôle leads, as it is judged by the State."""
    dossier = Dossier.objects.filter(procedure__key=FUNDED).first()
    if dossier is None:
        return
    asked = ask_colabel(dossier, Pole.objects.get(slug=NEIGHBOUR), by=by, on=_ago(68))
    decide_colabel(asked, "accepted", COLABEL, by=None, on=_ago(60))
