"""Shared training of a small pôle, made through the actions: a catalogue, wishes of members that agree, a plan."""

from factories import needed
from vivier_web.skills.actions.training import add_row, agree_to_plan
from vivier_web.skills.actions.training_plans import propose_plan, queue_plan, work_out_plan

TOPIC = "Soudage : licences et qualifications"
COURSE = {"course": TOPIC, "min_seats": "2", "max_seats": "8", "session_eur": "2 400", "hours": "21"}
PLACE = {"place": "Lycée d’Annecy", "department": "74", "max_sessions": "3"}
ASKED = {"question": "balance", "budget": None, "priority": 3000.0, "travel": 0.6, "nearest": 6, "seconds": 5,
         "funders": [], "without": []}  # fmt: skip


def course(pole, **more):
    return add_row(pole, "course", COURSE | more, by=None)


def place(pole, **more):
    return add_row(pole, "place", PLACE | more, by=None)


def need(pole, company, **more):
    return add_row(pole, "need", {"company": company.name, "course": TOPIC, "people": "2"} | more, by=None)


def wished(call, organisation, people=2, *, agrees=True, topic=TOPIC, period="2027-1", by=None):
    """Let a member wish a training, and agree to be planned for, or not."""
    sent = needed.answered(call, organisation, needed.typed(**needed.training(topic, people, period)), by=by)
    if agrees:
        agree_to_plan(call, organisation, by=by)
    return sent


def asked(found, *, people=(3, 2, 3)):
    """Give a wave whose members all wish the training and agree, with the catalogue they need; made once."""
    call = needed.opened(found.pole)
    course(found.pole)
    place(found.pole)
    for organisation, n in zip(found.members, people, strict=False):
        wished(call, organisation, n)
    return call.wave


def planned(found, **more):
    """Give a plan that is worked out."""
    return work_out_plan(queue_plan(asked(found), ASKED | more, by=None).pk)


def proposed(found):
    plan = planned(found)
    propose_plan(plan, by=None)
    return plan
