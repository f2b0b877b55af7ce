"""Shared training in the fictional pôle: who agrees, a catalogue, a plan proposed, some answers."""

from collections.abc import Sequence

from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Role
from vivier_web.members.registers import opened
from vivier_web.ops.demo.collection import Waves
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.skills.actions.training import add_row, agree_to_plan, import_rows
from vivier_web.skills.actions.training_plans import answer_seats, propose_plan, queue_plan, work_out_plan
from vivier_web.skills.models import NeedsCall, TrainingPlan
from vivier_web.skills.queries.training_plans import own_seats

# Fictional bodies, believable prices: 1 000 to 1 500 euros a day of a session in industry.
COURSES = """course;organisme;min_seats;max_seats;session_eur;seat_eur;hours;max_sessions_per_place;financeurs;afest
Réglage et programmation CN;AFPI du Val;5;10;6 300;40;35;3;OPCO|Entreprises;1 900
Soudage : licences et qualifications;AFPI du Val;4;8;5 200;120;28;3;OPCO|Région|Entreprises;
Maintenance industrielle;GRETA des Cimes;6;12;4 800;30;35;3;OPCO|Région|Entreprises;
Tuteurs en entreprise;CCI du Val;6;14;2 400;15;14;4;OPCO|Entreprises;
Qualité et amélioration continue;CCI du Val;6;12;3 100;25;21;4;Pôle|Entreprises;900
"""
PLACES = """place;lat;lon;max_sessions
Lycée de Cluses;46,06;6,58;6
GRETA d’Annecy;45,90;6,12;6
Plateau technique de Saint-Étienne;45,44;4,39;6
Lycée d’Oyonnax;46,26;5,66;4
Campus de Villeurbanne;45,77;4,88;8
AFPI de Grenoble;45,19;5,72;6
"""
SPOTS = ((46.06, 6.58), (45.90, 6.12), (46.19, 6.24), (45.94, 6.63), (45.57, 5.92), (46.21, 5.23), (45.44, 4.39),
         (45.76, 4.84), (45.19, 5.72), (46.26, 5.66), (45.53, 4.87), (45.68, 6.39))  # fmt: skip
ASKED = {"question": "balance", "budget": 120_000.0, "priority": 1500.0, "travel": 0.6, "nearest": 6, "seconds": 4,
         "funders": [["OPCO", 60_000.0], ["Région", 25_000.0], ["Pôle", 15_000.0], ["Entreprises", 40_000.0]],
         "without": []}  # fmt: skip


def plan_together(founded: Founded, waves: Waves, *, by: User) -> TrainingPlan | None:
    """Let most members agree, fill the catalogue, plan, propose, answer; None when nobody has a need to share."""
    call = NeedsCall.objects.get(wave=waves.opened)
    members = [one for one, _ in founded.members]
    for organisation in members[: round(len(members) * 0.8)]:
        agree_to_plan(call, organisation, by=contributor_of(organisation, founded))
    for kind, text in (("course", COURSES), ("place", PLACES)):
        import_rows(founded.pole, kind, opened(text.encode()), by=by)
    import_rows(founded.pole, "need", opened(_told(members).encode()), by=by)
    first = {"company": members[0].name, "people": "2", "max_km": "60", "course": "Réglage et programmation CN"}
    add_row(founded.pole, "need", first, by=by)
    _offer(founded, members[0])
    plan = work_out_plan(queue_plan(waves.opened, ASKED, by=by).pk)
    if not (plan.result or {}).get("sessions"):
        return None
    propose_plan(plan, by=by)
    for organisation in members[1 : round(len(members) * 0.5)]:
        for seats in own_seats(founded.pole, organisation):
            answerer = contributor_of(organisation, founded)
            answer_seats(plan, organisation, seats.key, is_accepted=True, by=answerer)
    return plan


def _told(members: Sequence[Organisation]) -> str:
    """Give what members told the team: their tutors to train, and where they are (the fiction has no real town)."""
    lines = ["company;course;people;lat;lon"]
    for rank, one in enumerate(members):
        lat, lon = SPOTS[rank % len(SPOTS)]
        away = 0.03 * (rank // len(SPOTS))
        lines.append(f"{one.siren};Tuteurs en entreprise;{1 + rank % 3};{lat + away:.2f};{lon - away:.2f}")
    return "\n".join(lines)


def _offer(founded: Founded, body: Organisation) -> None:
    """Let the training body of the fiction propose a course, which waits for the team."""
    who = Role.objects.filter(pole=founded.pole, organisation=body, kind="trainer").select_related("user").first()
    row = {"course": "Automatismes et robots", "provider": body.name, "min_seats": "5", "max_seats": "10"}
    row |= {"session_eur": "5 900", "hours": "35", "funders": "OPCO | Région"}
    add_row(founded.pole, "course", row, by=who.user if who else None, body=body)
