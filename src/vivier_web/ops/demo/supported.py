"""What the local authority of the fictional pôle supports: one project under its agreement, one to instruct."""

import datetime as dt
from typing import Any

from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.ops.demo import dossiers
from vivier_web.ops.demo.people import DOMAIN
from vivier_web.ops.demo.pole import Founded
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.actions.deciding import Chosen, conclude, decide, move
from vivier_web.procedures.actions.filing import file_content, open_dossier
from vivier_web.procedures.actions.judging import Said, answer_invitation, give_opinion, invite_expert
from vivier_web.procedures.models import Dossier, ProcedureVersion
from vivier_web.procedures.queries.paths import asked_now
from vivier_web.procedures.tasks import enqueue

KEY, DEPARTMENT = "soutien-d-une-collectivite", "74"
MODEL = (
    "Loyer et four : 62\u00a0000\u00a0€ par an, partagés aux heures ; économie attendue : 38\u00a0000\u00a0€ par an."
)
OPINION = ("Projet utile à quatre ateliers de la vallée ; écrivez la règle de sortie d’un membre.", "Avis favorable.")
MOTIVES = "Soutien de 45\u00a0000\u00a0€ au four partagé, versé en deux fois : il sert quatre ateliers de la vallée."
PROJECTS = (  # the title, what is shared, why, days ago
    ("Four de traitement partagé de la vallée de l’Arve", "Équipements", "Quatre ateliers sous-traitent loin.", 210),
    ("Atelier de métrologie commun à six décolleteurs", "Locaux", "Trois semaines d’attente pour un contrôle.", 40),
)


def support_some(founded: Founded, *, by: User) -> None:
    """Bring two projects of members of Haute-Savoie to their département: it supports one, and may read the other."""
    near = [
        rank
        for rank, (member, *_) in enumerate(founded.members)
        if member.sites.filter(is_head_office=True, department=DEPARTMENT).exists()
    ]
    if len(near) < len(PROJECTS):
        return
    version = acts.publish_procedure(acts.adopt_shipped(founded.pole, KEY, by=by), by=by)
    for rank, project in zip(near, PROJECTS, strict=False):
        dossier = _filed(founded, version, rank, project, by=by)
        if project is PROJECTS[0]:
            _supported(dossier, back=project[-1] - 100)


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def _filed(
    founded: Founded, version: ProcedureVersion, rank: int, project: tuple[str, str, str, int], *, by: User
) -> Dossier:
    title, shared, needs, days = project
    member, author = dossiers.author_of(founded, rank)
    dossier = open_dossier(founded.pole, version, member, by=author, on=_ago(days))
    said: dict[str, Any] = {"title": title, "shared": shared, "needs": needs}
    dossier = file_content(dossier, said, by=author, on=_ago(days))
    dossier = move(dossier, "done", by=by, answers={"economic_model": MODEL}, on=_ago(days - 15))
    found = dossiers.answers_of(founded, dossier, rank, "seal")
    asked = {each.key for each in asked_now(dossier)}
    return file_content(dossier, {key: found[key] for key in asked}, by=author, on=_ago(days - 30))


def _supported(dossier: Dossier, *, back: int) -> None:
    """Let the agent of the département judge, then write what its assembly decided, for a year."""
    agent = User.objects.get(email=f"local@{DOMAIN}")
    asked = invite_expert(dossier, agent, by=agent, seat="local")
    answer_invitation(asked, "accepted", by=agent, has_no_interest=True)
    rule = dossier.definition().stage(dossier.stage).rule
    marks = {each.key: 4 for each in dossier.definition().grid(rule.grid if rule else "").criteria}
    said = Said(marks, "accepted", *OPINION)
    give_opinion(asked, said, content=dossier.contents.count(), by=agent)
    dossier = conclude(dossier, Chosen("done", ""), by=agent, seat="local", on=_ago(back + 20))
    conditions = (("Règle de partage signée des quatre ateliers", _ago(-30)),)
    chosen = Chosen("accepted_with_conditions", MOTIVES, conditions, months=12, starts_on=_ago(back + 100))
    decide(dossier, chosen, by=agent, enqueue=enqueue, on=_ago(back), seat="local")
