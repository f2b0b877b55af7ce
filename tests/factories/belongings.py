"""One thing of each kind that belongs to a pôle (to its last member), made through the actions."""

import datetime as dt
from typing import Any

from factories import collected, decided, filed, needed, publishing, sealed_tables, shared_people, trained
from factories.cluster import Cluster
from vivier_web.api.actions import make_token
from vivier_web.members.actions import add_contact, award_label, found_pole, note_dealing, prepare_import
from vivier_web.members.models import Pole
from vivier_web.members.registers.tables import opened
from vivier_web.procedures.actions import versions as procedures
from vivier_web.procedures.actions.colabelling import ask_colabel
from vivier_web.procedures.models import Attestation, ProcedureVersion
from vivier_web.skills.actions.strategy_sheets import add_axis
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.actions.training import add_row, import_rows
from vivier_web.skills.actions.training_plans import queue_plan
from vivier_web.skills.models import (
    GapRun,
    Introduction,
    Offer,
    Run,
    Search,
    StrategySheet,
    TrainingBatch,
    TrainingCourse,
    TrainingPlan,
    Wave,
)

Keys = dict[str, Any]
DAY = dt.date(2026, 1, 31)


def member(found: Cluster) -> Keys:
    return {"pk": found.members[-1].pk}


def site(found: Cluster) -> Keys:
    return member(found) | {"site": found.members[-1].sites.get().pk}


def adhesion(found: Cluster) -> Keys:
    return member(found) | {"adhesion": found.members[-1].memberships.get(pole=found.pole).pk}


def dealing(found: Cluster) -> Keys:
    said = {"kind": "visit", "on": DAY, "summary": "Visite de l’atelier", "next_step": "Rappeler"}
    return member(found) | {"dealing": note_dealing(found.pole, found.members[-1], by=None, **said).pk}


def contact(found: Cluster) -> Keys:
    return member(found) | {"contact": add_contact(found.pole, found.members[-1], "Dominique Essai", by=None).pk}


def label(found: Cluster) -> Keys:
    return {"label": award_label(found.pole, "Phase V", by=None, granted_on=DAY).pk}


def waiting_import(found: Cluster) -> Keys:
    table = opened(b"Nom;SIREN\nTournage du Lac;552081317\n")
    return {"pk": prepare_import(found.pole, "membres.csv", table, by=found.people["team"]).pk}


def _wave(found: Cluster) -> Wave:
    existing = Wave.objects.first()
    return existing or collected.collected(found.pole, members=3, people=12)


def wave(found: Cluster) -> Keys:
    return {"pk": _wave(found).pk}


def _run(found: Cluster) -> Run:
    existing = Run.objects.first()
    if existing is not None:
        return existing
    study = plan_study(_wave(found), "Étude", {"horizon": 2, "draws": 100}, by=found.people["team"])
    return queue_run(study, by=found.people["team"])


def run(found: Cluster) -> Keys:
    return {"pk": _run(found).pk}


def study(found: Cluster) -> Keys:
    return {"pk": _run(found).study_id}


def gaps(found: Cluster) -> Keys:
    """A board of gaps that nobody has worked out yet."""
    run = _run(found)
    return {"pk": GapRun.objects.create(pole=found.pole, run=run, wave=run.study.wave).pk}


def asked_wave(found: Cluster) -> Keys:
    return {"wave": needed.asked(_wave(found)).wave_id}


def released_needs(found: Cluster) -> Keys:
    return {"pk": needed.answered(needed.asked(_wave(found)), found.members[-1], is_released=True).pk}


def project_need(found: Cluster) -> Keys:
    return {"pk": needed.project(found.pole).pk}


def _strategy(found: Cluster) -> StrategySheet:
    existing = StrategySheet.objects.first()
    return existing or decided.proposed(found.pole)


def strategy(found: Cluster) -> Keys:
    return {"pk": _strategy(found).proposal_id}


def strategy_axis(found: Cluster) -> Keys:
    sheet = _strategy(found)
    return {"pk": sheet.proposal_id, "key": add_axis(sheet, "Attirer", by=None)}


def strategy_file(found: Cluster) -> Keys:
    return strategy(found) | {"kind": "docx"}


def token(found: Cluster) -> Keys:
    made, _ = make_token(found.pole, "Essai", ["members:read"], days=30, by=found.people["director"])
    return {"pk": made.pk}


def offer(found: Cluster) -> Keys:
    return {"pk": shared_people.offered(found).pk}


def search(found: Cluster) -> Keys:
    return {"pk": shared_people.sought(found, 0).pk}


def couple(found: Cluster) -> Keys:
    """Of an offer of the first member, and a search of the next that meets it."""
    return {"offer": shared_people.offered(found).pk, "search": shared_people.sought(found).pk}


def agreed_couple(found: Cluster) -> Keys:
    one = shared_people.agreed(found)
    return {"offer": one.offer_id, "search": one.search_id}


def waiting_couple(found: Cluster) -> Keys:
    """Where the first member is interested, and the next has not answered."""
    keys = couple(found)
    offer, search = Offer.objects.get(pk=keys["offer"]), Search.objects.get(pk=keys["search"])
    shared_people.interested(offer, search, found.members[0])
    return keys


def introduction(found: Cluster) -> Keys:
    keys = waiting_couple(found)
    return {"pk": Introduction.objects.get(**keys).pk}


def training_course(found: Cluster) -> Keys:
    known = TrainingCourse.objects.filter(body=None).first()
    return {"kind": "formation", "pk": (known or trained.course(found.pole)).pk}


def training_offer(found: Cluster) -> Keys:
    body = found.people["trainer"].roles.get().organisation
    return {"kind": "formation", "pk": add_row(found.pole, "course", trained.COURSE, by=None, body=body).pk}


def training_batch(found: Cluster) -> Keys:
    table = opened(b"lieu;departement;capacite\nCluses;74;3\n")
    known = TrainingBatch.objects.first()
    return {"pk": (known or import_rows(found.pole, "place", table, by=None)).pk}


def training_plan(found: Cluster) -> Keys:
    """One that waits for the worker."""
    known = TrainingPlan.objects.order_by("pk").first()
    return {"pk": (known or queue_plan(trained.asked(found), trained.ASKED, by=None)).pk}


def draft_procedure(found: Cluster) -> Keys:
    known = ProcedureVersion.objects.filter(state="draft").first()
    return {"pk": (known or procedures.adopt_shipped(found.pole, "label-seul-anr", by=None)).pk}


def published_procedure(found: Cluster) -> Keys:
    known = ProcedureVersion.objects.filter(state="published").first()
    if known is not None:
        return {"pk": known.pk}
    draft = procedures.adopt_shipped(found.pole, "projet-de-mutualisation", by=None)
    return {"pk": procedures.publish_procedure(draft, by=None).pk}


# --- Dossiers ---


def open_dossier(found: Cluster) -> Keys:
    """A dossier of the first member, whose contributor answers for it."""
    return {"pk": filed.opened(found).pk}


def filed_dossier(found: Cluster) -> Keys:
    return {"pk": filed.filed(found).pk}


def assignment(found: Cluster) -> Keys:
    return {"pk": filed.accepted(found, filed.filed(found)).pk}


def assignment_of_a_dossier(found: Cluster) -> Keys:
    made = filed.accepted(found, filed.filed(found))
    return {"pk": made.dossier_id, "assignment": made.pk}


def decided_dossier(found: Cluster) -> Keys:
    return {"pk": filed.decided(found).dossier_id}


def dossier_condition(found: Cluster) -> Keys:
    made = filed.decided(found)
    return {"pk": made.dossier_id, "condition": made.conditions.get().pk}


def dossier_grant(found: Cluster) -> Keys:
    made = filed.decided(found)
    return {"pk": made.dossier_id, "grant": made.grants.get().pk}


def dossier_attestation(found: Cluster) -> Keys:
    made = filed.decided(found)
    return {"pk": made.dossier_id, "decision": made.pk}


def addressed_dossier(found: Cluster) -> Keys:
    """A dossier at a stage of the State."""
    return {"pk": filed.filed(found, filed.REGIONAL).pk}


def asked_colabel(found: Cluster) -> Keys:
    """A label asked of another pôle."""
    other = found_pole(f"associe-{Pole.objects.count()}", "Pôle associé", "competitivity", by=None, region="84")
    return {"pk": ask_colabel(filed.filed(found), other, by=None).pk}


def addressed_condition(found: Cluster) -> Keys:
    return addressed_dossier(found) | {"condition": 1}


def addressed_grant(found: Cluster) -> Keys:
    """What a decision of the State granted; the Region acted on the dossier too, and is told that it is not theirs."""
    made = filed.decided_by_the_state(found)
    return {"pk": made.dossier_id, "grant": made.grants.get().pk}


def addressed_attestation(found: Cluster) -> Keys:
    """The attestation of a decision of the State, made."""
    made = filed.decided_by_the_state(found)
    Attestation.objects.create(decision=made, pdf=b"%PDF")
    return {"pk": made.dossier_id, "decision": made.pk}


def dossier_version(found: Cluster) -> Keys:
    return {"version": filed.published(found).pk}


# --- Publications ---


def _published_wave(found: Cluster) -> Any:
    from vivier_web.skills.models import Wave

    kept = Wave.objects.filter(name="À publier").first()
    if kept is None:
        kept = publishing.wave(found.pole, "À publier")
        for rank, member in enumerate(found.members):
            collected.deposit(kept, member, publishing.crowd(rank, 30 + rank))
        publishing.freeze_wave(kept, by=None)
    return kept


def publication_work(found: Cluster) -> Keys:
    """One that waits for the worker."""
    from vivier_web.indicators.models import PublicationWork

    known = PublicationWork.objects.filter(state="queued").first()
    asked = publishing.asked(_published_wave(found), "coarse")
    return {"pk": (known or publishing.prepare_publication(found.pole, asked, by=None)).pk}


def _publication(found: Cluster) -> Any:
    from vivier_web.indicators.models import Publication

    return Publication.objects.first() or publishing.published(_published_wave(found), "coarse")


def publication(found: Cluster) -> Keys:
    return {"pk": _publication(found).pk}


def published_key(found: Cluster) -> Keys:
    return {"key": _publication(found).key}


def published_file(found: Cluster) -> Keys:
    return published_key(found) | {"name": "csv"}


def agreement(found: Cluster) -> Keys:
    """What a member of the pôle is asked."""
    from vivier_web.indicators.models import Agreement, PublicationWork

    work = PublicationWork.objects.get(**publication_work(found))
    made, _ = Agreement.objects.get_or_create(pole=found.pole, work=work, organisation=found.members[0])
    return {"pk": made.pk, "reply": "signed"}


def joint_day(found: Cluster) -> Keys:
    """The network of the pôle, and the day of what it published."""
    network = found.pole.networks.get().slug
    return {"circle": f"reseau-{network}", "cube": "effectifs", "day": publishing.ON.isoformat()}


def joint_publication(found: Cluster) -> Keys:
    """A publication of the network of the pôle."""
    from vivier_web.indicators.models import Publication

    network = found.pole.networks.get()
    known = Publication.objects.filter(network=network).first()
    key = f"effectifs-{network.slug}"
    return {"pk": (known or sealed_tables.kept(None, key=key, network=network)).pk}
