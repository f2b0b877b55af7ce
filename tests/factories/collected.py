"""Members who deposited in a wave of a pôle: cells laid out as deposits keep them, made without any file."""

import datetime as dt
import hashlib
import json
import random
from collections import Counter

from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import Count
from vivier.intake.sending import as_sent
from vivier_web.members.actions import admit_member, register_organisation
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle

ON = dt.date(2026, 1, 31)
CODES = ("623e", "628b", "625b", "388a", "477a", "543b")
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")


def company(siren, *cells):
    """Build a company from (pcs, age, sex, contract, n); the last three may be left out (H, CDI, 1)."""
    whole = [(*cell, *("H", "CDI", 1)[len(cell) - 2 :]) for cell in cells]
    made = tuple(sorted((Cell(*cell) for cell in whole), key=lambda cell: cell.key))
    return Company(siren, ON, "liste", Count(sum(cell.n for cell in made), cells=made))


def headcount(*companies):
    return Headcount(ON, tuple(companies))


def crowd(siren, people=60, seed=0, codes=CODES):
    """Build a company of many people, in common occupations, of every age."""
    rng = random.Random(f"{siren}{seed}")
    drawn = Counter(
        (rng.choice(codes), rng.choice(BANDS), rng.choice("HF"), rng.choices(("CDI", "CDD"), (9, 1))[0])
        for _ in range(people)
    )
    return company(siren, *((*key, n) for key, n in drawn.items()))


def as_cells(made):
    """Lay a company out as its deposit keeps it."""
    return as_sent(headcount(made))


def member(pole, number):
    """Admit one more member, whose SIREN passes its check."""
    siren = luhn(f"8{number:07d}")
    site = {"siret": luhn(siren + "0001"), "town": "Cluses", "department": "73", "is_head_office": True}
    organisation = register_organisation(f"Adhérent {number}", siren=siren, by=None, sites=[site])
    admit_member(pole, organisation, joined_on=dt.date(2024, 1, 1), by=None, college="Entreprises")
    return organisation


def luhn(digits):
    """Add the last digit that makes a SIREN or SIRET right."""
    total = sum(sum(divmod(int(d) * (2 - rank % 2), 10)) for rank, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def deposit(wave, organisation, made, titles=()):
    """Deposit a company for a member, as its page will: (title, count) of people of unknown occupation beside it."""
    cells = as_cells(made)
    sha256 = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    kept = Deposit.objects.create(
        pole=wave.pole, wave=wave, organisation=organisation, people=made.count.people, cells=cells, sha256=sha256
    )
    for title, count in titles:
        ReleasedTitle.objects.create(pole=wave.pole, deposit=kept, title=title, pcs="inconnu", count=count)
    return kept


def collected(pole, members=5, people=60):
    """Open a wave in which so many members, admitted for it, deposited."""
    wave = open_wave(pole, "Janvier 2026", on=ON, opens_on=ON, closes_on=dt.date(2026, 3, 31), by=None)
    for number in range(members):
        organisation = member(pole, number)
        deposit(wave, organisation, crowd(organisation.siren, people))
    return wave
