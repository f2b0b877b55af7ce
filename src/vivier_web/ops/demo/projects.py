"""Ideas and projects of the fictional pôle, at different states: proposed, kept, being built, filed, granted."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.dossier_texts import ANSWERS
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.procedures.actions.filing import file_content
from vivier_web.procedures.choices import VersionState
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.paths import asked_now
from vivier_web.projects.actions import budgets, ideas
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.consortium import answer_partnership, describe_partner, invite_partner
from vivier_web.projects.actions.filing import follow_dossier, open_project_dossier
from vivier_web.projects.actions.opening import (
    NewProject,
    choose_procedure,
    declare_for_aid,
    describe_project,
    open_project,
    seek_partners,
)
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Idea, Project

MEMBERS = 8  # fewer: nobody to build a consortium with
IDEAS = (
    (
        "Récupérer la chaleur des traitements thermiques",
        "Nos fours rejettent 40 % de l’énergie achetée ; aucun de nous ne peut investir seul.",
        "Un énergéticien, et deux voisins qui auraient l’usage de la chaleur.",
        1,
        "members",
    ),
    (
        "Un passeport numérique des pièces usinées",
        "Trois donneurs d’ordres demandent chacun leur traçabilité : nous ressaisissons les mêmes relevés.",
        "Un éditeur de logiciels d’atelier, un laboratoire de métrologie.",
        2,
        "members",
    ),
    (
        "Partager un microscope de contrôle",
        "Nos petites séries n’amortissent pas un microscope à 180 000 €.",
        "Des membres qui contrôlent moins de 200 pièces par semaine.",
        3,
        "members",
    ),
    (
        "Former nos régleurs à plusieurs",
        "Les sessions à Cluses sont complètes dix mois à l’avance.",
        "Un organisme prêt à venir dans l’atelier.",
        4,
        "team",
    ),
    (
        "Recycler les boues d’usinage",
        "Elles coûtent 300 € la tonne à évacuer et contiennent encore 20 % de métal.",
        "Un chimiste, un fondeur.",
        None,
        "members",
    ),
)
THERMAL, PASSPORT, MICROSCOPE, TRAINING, SLUDGE = range(5)


def build_some(founded: Founded, *, by: User) -> None:
    """Put ideas in the box, and three projects at work; does nothing in a pôle too small."""
    if len(founded.members) < MEMBERS:
        return
    box = _ideas(founded, by=by)
    _emerging(founded, box[PASSPORT], by=by)
    _building(founded, by=by)
    _filed(founded, by=by)


def _member(founded: Founded, rank: int) -> Organisation:
    return founded.members[rank][0]


def _ideas(founded: Founded, *, by: User) -> list[Idea]:
    made = []
    for title, problem, sought, rank, reach in IDEAS:
        member = None if rank is None else _member(founded, rank)
        author = by if member is None else contributor_of(member, founded)
        said = {"title": title, "problem": problem, "sought": sought, "reach": reach}
        made.append(ideas.propose_idea(founded.pole, said, by=author, organisation=member))
    for rank, idea in ((0, THERMAL), (5, THERMAL), (6, PASSPORT), (7, PASSPORT), (5, PASSPORT), (0, MICROSCOPE)):
        ideas.support_idea(made[idea], _member(founded, rank), by=contributor_of(_member(founded, rank), founded))
    ideas.add_remark(made[THERMAL], "L’Ademe ouvre un appel sur ce sujet au printemps.", by=by)
    ideas.add_remark(
        made[THERMAL], "Nous chauffons nos bains à 60 °C toute l’année : intéressés par de l’eau chaude.",
        by=contributor_of(_member(founded, 5), founded), organisation=_member(founded, 5),
    )  # fmt: skip
    ideas.decide_idea(made[THERMAL], "kept", by=by)
    ideas.decide_idea(made[MICROSCOPE], "set_aside", "Le lycée de Cluses loue déjà le sien à la demi-journée.", by=by)
    return made


def _emerging(founded: Founded, idea: Idea, *, by: User) -> None:
    """An idea that became a project: its partners still have to answer, and a laboratory lacks."""
    project = ideas.make_project(idea, _member(founded, 2), by=by)
    seeks = {
        "skills": ["métrologie", "logiciel d’atelier"],
        "kinds": ["laboratory", "school"],
        "naf": ["62.01Z", "25.62B"],
    }
    seek_partners(project, seeks, by=by)
    _plan(project, "Trouver un laboratoire de métrologie", days=20, by=by)


def _plan(project: Project, step: str, *, days: int, by: User) -> None:
    today = timezone.localdate()
    said = {
        "title": project.title, "summary": project.summary, "starts_on": dt.date(today.year + 1, 3, 1),
        "ends_on": dt.date(today.year + 3, 2, 28), "next_step": step, "due_on": today + dt.timedelta(days=days),
    }  # fmt: skip
    describe_project(project, said, by=by)


def _procedure(key: str) -> ProcedureVersion | None:
    return ProcedureVersion.objects.filter(key=key, state=VersionState.PUBLISHED).first()


def _consortium(founded: Founded, new: NewProject, ranks: tuple[int, ...], *, by: User) -> Project:
    """Open a project whose partners all joined; the third is described as the laboratory that rules ask for."""
    project = open_project(founded.pole, _member(founded, ranks[0]), new, by=by)
    lead = project.partners.get()
    describe_partner(lead, {"kind": "company", "size": "small", "territory": "lead"}, by=by)
    facts = (
        {"kind": "company", "size": "mid-cap", "territory": "lead", "brings": "Ligne pilote et première série"},
        {"kind": "laboratory", "territory": "lead", "brings": "Modélisation et essais de fatigue"},
        {"kind": "company", "size": "medium", "territory": "labelling", "brings": "Intégration de la vision"},
    )
    for rank, said in zip(ranks[1:], facts, strict=False):
        made = invite_partner(project, _member(founded, rank), by=by)
        answer_partnership(made, "joined", by=contributor_of(_member(founded, rank), founded))
        describe_partner(made, said, by=by)
    return project


def _costs(project: Project, rows: tuple[tuple[int, str, str, int], ...], *, by: User) -> None:
    partners = list(project.partners.order_by("pk"))
    cells = {key_of(partners[rank].pk, category, nature): 100 * amount for rank, category, nature, amount in rows}
    budgets.save_budget(project, cells, writes=[each.pk for each in partners], by=by)


def _building(founded: Founded, *, by: User) -> None:
    """A research project whose plan still lacks money, and whose next step is late."""
    new = NewProject(
        "Contrôle par vision des pièces de décolletage",
        "Contrôler à la cadence de la machine, par vision et apprentissage, des pièces de moins de 20 mm : "
        "80 % des contrôles se font encore à l’œil, en fin de poste.",
    )
    project = _consortium(founded, new, (0, 5, 6, 7), by=by)
    rows = (
        (0, "industrial", "staff", 480_000), (0, "experimental", "subcontracting", 60_000),
        (1, "experimental", "staff", 520_000), (1, "experimental", "equipment", 90_000),
        (2, "industrial", "staff", 310_000), (3, "industrial", "staff", 240_000), (3, "industrial", "other", 18_500),
    )  # fmt: skip
    _costs(project, rows, by=by)
    said = {"labelled": True, "quantified": True, "publishes": True, "market_years": 3}
    declare_for_aid(project, said, by=by)
    partners = list(project.partners.order_by("pk"))
    budgets.declare_prior_aid(
        partners[0], timezone.localdate() - dt.timedelta(days=400), Decimal(25_000), by=by, giver="Région"
    )
    estimate_aid(project, "i-demo-regional-aura", on=timezone.localdate(), by=by)
    for partner, amount in zip(partners, (270_000, 396_500, 186_000), strict=False):
        budgets.add_funding(project, "own", Decimal(amount), by=by, partner=partner)
    choose_procedure(project, _procedure("label-seul-anr"), by=by)
    _plan(project, "Accord de propriété intellectuelle entre les quatre", days=-6, by=by)


def _filed(founded: Founded, *, by: User) -> None:
    """A pooling whose dossier is open, prefilled: its lead has it to complete."""
    new = NewProject(
        "Un atelier de contrôle dimensionnel partagé",
        "Une machine tridimensionnelle et un contrôleur à mi-temps pour quatre ateliers, à la demi-journée.",
        is_rd=False,
    )
    project = _consortium(founded, new, (3, 4), by=by)
    _costs(project, ((0, "industrial", "equipment", 92_000), (0, "industrial", "staff", 24_000),
                     (1, "industrial", "other", 8_000)), by=by)  # fmt: skip
    choose_procedure(project, _procedure("projet-de-mutualisation"), by=by)
    _plan(project, "Convenir de la clé de partage", days=30, by=by)
    dossier = open_project_dossier(project, by=by)
    lead = contributor_of(project.lead, founded)
    known = dossier.__class__.objects.get(pk=dossier.pk).draft
    answers = {each.key: known.get(each.key) or ANSWERS.get(each.key) or "À préciser" for each in asked_now(dossier)}
    follow_dossier(file_content(dossier, answers, by=lead), by=lead)
