"""Amendments of the running project: costs moved and signed, then a partner to replace, which waits for answers."""

from django.utils import timezone

from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.projects.actions.agreements import Granted, Terms
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.amending import answer_amendment, ask_amendment
from vivier_web.projects.actions.budgets import save_budget
from vivier_web.projects.actions.signing import sign_amendment
from vivier_web.projects.building.amending import Move
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.models import Agreement, Amendment, Funder, Partner, Project
from vivier_web.projects.queries.amendments import Wanted, grants_after

COSTS = (
    ("industrial", "staff", (310_000, 164_000, 205_000)),
    ("experimental", "staff", (142_000, 71_000, 96_000)),
    ("experimental", "subcontracting", (48_000, 27_000, 18_500)),
)
MOVED = "Les essais de série passent de l’atelier d’essais au porteur, qui a reçu la caméra."
REPLACED = "Le partenaire se recentre sur l’aéronautique ; son atelier voisin reprend les essais."
LETTERS = ("Courriel du 12, accord sans réserve", "Avis du comité des financeurs")


def cost(project: Project, *, by: User) -> None:
    """Fill the grid of a project of three, and work its aid out."""
    rows = list(project.partners.order_by("pk"))
    cells = {
        key_of(each.pk, category, nature): 100 * amounts[rank]
        for category, nature, amounts in COSTS
        for rank, each in enumerate(rows[: len(amounts)])
    }
    save_budget(project, cells, writes=[each.pk for each in rows], by=by)
    estimate_aid(project, "i-demo-regional-aura", on=timezone.localdate(), by=by)


def amend_some(founded: Founded, project: Project, carriers: list[Organisation], *, by: User) -> None:
    """Sign one amendment, and leave another one waiting for the partners and a funder."""
    project.refresh_from_db()
    lead, other = (Partner.objects.get(project=project, organisation=each) for each in (carriers[0], carriers[2]))
    move = Move(other.pk, lead.pk, "experimental", "staff", 24_000_00)
    made = ask_amendment(project, Wanted(MOVED, moves=(move,)), by=contributor_of(carriers[0], founded),
                         asker=carriers[0])  # fmt: skip
    for rank, each in enumerate(made.answers.filter(said="")):
        answer_amendment(each, "accepted", by=by, words=LETTERS[rank % 2])
    made.refresh_from_db()
    sign_amendment(made, _terms(made), by=by)
    project.refresh_from_db()
    newcomer, brings = founded.members[5][0], "Banc d’essai, deux techniciens"
    wanted = Wanted(REPLACED, leaves=carriers[1], joins=newcomer, brings=brings, takes_all=True)
    waiting = ask_amendment(project, wanted, by=by)
    answer_amendment(
        waiting.answers.get(organisation=carriers[0]), "accepted", by=contributor_of(carriers[0], founded)
    )
    state = waiting.answers.filter(funder__kind="state").first()
    if state is not None:
        answer_amendment(state, "accepted", by=by, words=LETTERS[0])


def _terms(amendment: Amendment) -> Terms:
    last = Agreement.objects.filter(project=amendment.project).first()
    assert last is not None  # noqa: S101 (signed just before)
    kinds = dict(Funder.objects.filter(project=amendment.project).values_list("name", "kind"))
    granted = tuple(Granted(kinds[name], name, who, eur) for (name, who), eur in grants_after(amendment).items())
    return Terms(timezone.localdate(), last.starts_on, last.ends_on, granted, amendment.why)
