"""The returns of the fictional members on their needs: two yearly calls, most answered, and what projects need."""

import random
from collections.abc import Sequence

from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.collection import Waves
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.skills.actions.needs import ask_needs, save_step, send_return
from vivier_web.skills.actions.needs_asking import declare_project_need
from vivier_web.skills.models import NeedsCall
from vivier_web.skills.needs.answers import ProjectNeed
from vivier_web.skills.queries.needs import asked_of
from vivier_web.skills.queries.needs_filling import own_occupations

Typed = dict[str, str]
HIRES = (("Soudeur TIG", "623e"), ("Régleur sur commande numérique", "628c"), ("Technicien de maintenance", "477b"),
         ("Usineur sur CN", "623f"), ("Technicien méthodes", "474b"), ("Automaticien", "473b"))  # fmt: skip
SKILLS = ("Programmation de commandes numériques", "Soudage TIG ou MIG", "Maintenance préventive",
          "Automatismes et robotique", "Métrologie et contrôle", "Tutorat et transmission")  # fmt: skip
TOPICS = ("Réglage et programmation CN", "Soudage : licences et qualifications", "Maintenance industrielle",
          "Tuteurs en entreprise", "Qualité et amélioration continue")  # fmt: skip
PROJECTS = (
    ("Plateau commun de fabrication additive", "Technicien en fabrication additive", "474c", 2028, 6),
    ("Plateau commun de fabrication additive", "Automaticien", "473b", 2029, 4),
    ("Atelier partagé de remise en état", "Technicien de maintenance", "477b", 2027, 8),
)
RELEASED = 4  # so many members let the team read their return


def answer_all(founded: Founded, waves: Waves, *, by: User) -> int:
    """Let most members answer the open call, declare what projects need; gives how many answered."""
    call = ask_needs(waves.opened, by=by)
    members = [one for one, _ in founded.members]
    answering = members[1 : 1 + round(len(members) * 0.9)]  # the first has its return to fill: it is the one shown
    for rank, organisation in enumerate(answering):
        _answer(call, organisation, contributor_of(organisation, founded), rank)
    for project, title, pcs, year, people in PROJECTS:
        declare_project_need(waves.opened.pole, ProjectNeed(project, title, pcs, "", year, people), by=by)
    return len(answering)


def _answer(call: NeedsCall, organisation: Organisation, by: User, rank: int) -> None:
    rng = random.Random(f"{organisation.siren}")
    schema, first = asked_of(call)
    said = _said(rng, first, own_occupations(organisation))
    for step in schema.steps:
        save_step(call, organisation, step.slug, said, by=by, seconds=rng.randint(40, 160))
    send_return(call, organisation, by=by, is_released=rank < RELEASED)


def _said(rng: random.Random, first: int, own: Sequence[tuple[str, str, int]]) -> Typed:
    said: Typed = {"hires_expected": "yes", "skills_expected": "yes", "trainings_expected": "yes"}
    mine = [(label, code) for code, label, _ in own[:4]]
    for rank, (title, pcs) in enumerate([*rng.sample(HIRES, 2), *rng.sample(mine, min(1, len(mine)))]):
        row = {"title": title, "pcs": pcs, "for": title, "year": str(first + rng.choice((1, 1, 2, 3)))}
        row |= {"people": str(rng.choice((1, 2, 2, 3, 4)))}
        row |= {"is_difficult": "on"} if rng.random() < 0.6 else {}
        row |= {"is_creation": "on"} if rng.random() < 0.35 else {}
        said |= {f"hires-{rank}-{name}": value for name, value in row.items()}
    for rank, skill in enumerate(rng.sample(SKILLS, 2)):
        row = {"skill": skill, "direction": rng.choice(("gain", "gain", "pass_on"))}
        row |= {"people": str(rng.randint(1, 6)), "by_year": str(first + rng.choice((1, 2)))}
        said |= {f"skills-{rank}-{name}": value for name, value in row.items()}
    for rank, topic in enumerate(rng.sample(TOPICS, 2)):
        row = {"topic": topic, "people": str(rng.randint(1, 5)), "period": f"{first + 1}-{rng.randint(1, 4)}"}
        row |= {"km": str(rng.choice((15, 20, 30, 50, 80)))}
        said |= {f"trainings-{rank}-{name}": value for name, value in row.items()}
    return said | _opinions(rng)


def _opinions(rng: random.Random) -> Typed:
    said = {"recruiting": rng.choices(("never", "sometimes", "often", "none"), (1, 4, 7, 1))[0]}
    for reason, chance in (("candidates", 0.7), ("skills", 0.5), ("hours", 0.3), ("place", 0.35), ("image", 0.4)):
        said |= {f"reasons-{reason}": "on"} if rng.random() < chance else {}
    for kind, weights in (("digital", (2, 5, 6, 1)), ("ecological", (4, 6, 3, 2)), ("hand_over", (9, 4, 2, 2)),
                          ("activity", (6, 4, 4, 1))):  # fmt: skip
        said[f"transition_{kind}"] = rng.choices(("none", "planned", "under_way", "unknown"), weights)[0]
    for name, marks in (("recruiting", "3444555"), ("training", "1222334"), ("attraction", "1122234"),
                        ("sharing", "2344450"), ("ready", "2233344")):  # fmt: skip
        said[f"perception_{name}"] = rng.choice(marks)
    return said
