"""The skills of the fictional pôle: matrices of most members, matched where the ROME is installed; their board."""

import random
from typing import Any

from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.collection import Waves
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.skills.actions.gaps import ask_gaps, work_out_gaps
from vivier_web.skills.actions.polyvalence import deposit_skills, match_skills
from vivier_web.skills.models import Run, Wave
from vivier_web.skills.polyvalence.asked import labels_in
from vivier_web.skills.queries.deposits import current_deposit
from vivier_web.skills.queries.gaps import KEPT
from vivier_web.skills.queries.titles import reference_store

Skill = tuple[str, int, tuple[float, ...]]  # wording, level required, weights of the levels 0 to 4

# By occupation (PCS-ESE): what a workshop writes in its matrix.
MATRICES: dict[str, tuple[Skill, ...]] = {
    "623f": (
        ("Lecture de plan", 3, (0, 1, 3, 5, 2)),
        ("Programmation CN", 3, (4, 3, 2, 2, 1)),
        ("Contrôle des pièces", 3, (0, 1, 3, 5, 2)),
        ("Réglage machine", 3, (2, 2, 3, 2, 1)),
        ("Mesure tridimensionnelle", 2, (4, 2, 3, 1, 1)),
        ("Fabrication additive", 2, (90, 5, 0, 0, 0)),
    ),
    "628c": (("Réglage machine", 3, (0, 1, 3, 4, 2)), ("Programmation CN", 3, (2, 2, 3, 3, 1))),
    "623e": (
        ("Soudage TIG inox", 3, (3, 2, 2, 2, 1)),
        ("Soudage", 3, (0, 2, 3, 4, 2)),
        ("Lecture de plan", 3, (0, 1, 4, 4, 1)),
    ),
    "623a": (("Soudage", 3, (2, 3, 3, 2, 1)), ("Traçage des développés", 3, (1, 2, 3, 3, 1))),
    "628a": (
        ("Maintenance de premier niveau", 3, (0, 1, 2, 5, 3)),
        ("Hydraulique", 3, (3, 3, 3, 2, 1)),
        ("Électrotechnique", 3, (2, 2, 2, 3, 1)),
        ("GMAO", 2, (3, 2, 3, 2, 1)),
    ),
    "474b": (("CAO et DAO", 3, (2, 3, 3, 3, 1)), ("Fabrication additive", 2, (60, 6, 1, 0, 0))),
    "624b": (("Lecture de plan", 3, (0, 1, 3, 5, 2)), ("Montage et ajustage", 3, (0, 1, 3, 5, 2))),
    "624c": (("Montage et ajustage", 2, (1, 2, 4, 3, 1)),),
}
# What a workshop answers when it is asked which skill of the ROME each is; the others stay as it wrote them.
MEANT = {
    "Lecture de plan": "Lecture de plans et de schémas",
    "Programmation CN": "Utilisation de machines à commandes numériques",
    "Contrôle des pièces": "Contrôler la qualité et la conformité d'un produit",
    "Réglage machine": "Monter et régler une installation, une machine",
    "Mesure tridimensionnelle": "Utilisation d'instruments de mesure tridimensionnelle",
    "Fabrication additive": "Utiliser la fabrication additive pour prototyper et façonner des produits",
    "Soudage": "Techniques de soudage",
    "Maintenance de premier niveau": "Effectuer la maintenance de premier niveau des outillages et des équipements",
    "Hydraulique": "Installation de systèmes hydrauliques",
    "Électrotechnique": "Electrotechnique",
    "GMAO": "Gestion de Maintenance Assistée par Ordinateur (GMAO)",
    "CAO et DAO": "Utilisation de logiciels de conception ou dessin assisté par ordinateur (CAO/DAO)",
}
LEFT = 4  # so many of those who may have none: a collection is never whole


def deposit_matrices(founded: Founded, waves: Waves) -> int:
    """Let most members deposit the matrix of their workshops in the open wave, and confirm it; gives how many."""
    keys = {label: key for key, label in labels_in(reference_store()).items() if label in MEANT.values()}
    done = 0
    for organisation, _ in founded.members[:-LEFT]:
        by = contributor_of(organisation, founded)
        payload = _payload(organisation, waves.opened)
        if payload is None:
            continue
        kept = deposit_skills(waves.opened, organisation, payload, by=by)
        if keys and done:  # the first has its skills to match: it is the one shown
            match_skills(kept, {words: keys.get(label, KEPT) for words, label in MEANT.items()}, by=by)
        done += 1
    return done


def measure(waves: Waves, *, by: User) -> None:
    """Work the board out at once, from the last run of the pôle."""
    run = Run.objects.filter(pole=waves.opened.pole, state="done").order_by("-pk").first()
    if run is not None:
        work_out_gaps(ask_gaps(run, waves.opened, by=by).pk)


def _payload(organisation: Organisation, wave: Wave) -> dict[str, Any] | None:
    """Give what the browser would send of the matrix of a member, from how many people it has of each occupation."""
    counted = current_deposit(wave, organisation)
    if counted is None or counted.cells is None:
        return None
    rng = random.Random(f"{organisation.siren} matrice")
    people = dict.fromkeys(MATRICES, 0)
    for pcs, *_, n in counted.cells["count"]["cells"]:
        if pcs in people:
            people[pcs] += n
    levels: dict[str, list[int]] = {}
    required: dict[str, int] = {}
    for pcs, n in people.items():
        assessed = round(n * rng.uniform(0.7, 1))
        for skill, level, weights in MATRICES[pcs] if assessed else ():
            drawn = levels.setdefault(skill, [0] * 5)
            for each in rng.choices(range(5), weights, k=assessed):
                drawn[each] += 1
            required[skill] = max(level, required.get(skill, 0))
    if not levels:
        return None
    skills = [
        {"skill": skill, "required": required[skill], "levels": [[str(at), n] for at, n in enumerate(found) if n]}
        for skill, found in sorted(levels.items())
    ]
    return {"siren": organisation.siren, "on": wave.on.isoformat(), "people": sum(people.values()), "skills": skills}
