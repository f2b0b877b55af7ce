"""What fictional members deposit: counts laid out as their pages send them, and job titles."""

import datetime as dt
import json
import random
from collections import Counter
from functools import cache

ON = dt.date(2026, 9, 30)
PEOPLE = 120
CODES = ("623e", "628b", "625b", "388a", "477a", "543b", "486e", "637a")
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")
NAMES = (
    *("Usineur", "Ajusteur monteur", "Soudeur TIG", "Régleur", "Opérateur polyvalent", "Technicien méthodes"),
    *("Chargé d’affaires", "Cariste", "Contrôleur qualité", "Programmeur CN", "Magasinier", "Chef d’atelier"),
)
UNKNOWN = "inconnu"
MODELS = 40  # different companies; thousands of members share them


def siren(n: int) -> str:
    """Give the SIREN of an organisation: eight digits, and the one that makes them right."""
    return with_key(f"{n:08}")


def with_key(digits: str) -> str:
    """Add the last digit that makes a SIREN or SIRET right."""
    total = sum(sum(divmod(int(d) * (2 - rank % 2), 10)) for rank, d in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"


@cache
def company(model: int) -> tuple[tuple[str, str, str, str, int], ...]:
    """Give the cells of a company of 120 people, 12 of unknown occupation."""
    rng = random.Random(model)
    drawn = Counter(
        (UNKNOWN if rank < 12 else rng.choice(CODES), rng.choice(BANDS), rng.choice("HF"), "CDI")
        for rank in range(PEOPLE)
    )
    return tuple(sorted((*key, n) for key, n in drawn.items()))


@cache
def _text(model: int) -> str:
    from vivier.intake import Cell, Company, Headcount
    from vivier.intake.data import Count
    from vivier.intake.sending import as_sent

    made = tuple(sorted((Cell(*cell) for cell in company(model)), key=lambda cell: cell.key))
    count = Count(PEOPLE, cells=made)
    return json.dumps(as_sent(Headcount(ON, (Company("SIREN", ON, "liste", count),))))


def cells(n: int) -> str:
    """Give the JSON of what a member deposited."""
    return _text(n % MODELS).replace('"SIREN"', f'"{siren(n)}"')


def titles(n: int) -> list[tuple[str, str, str, int]]:
    """Give the titles a member released, each with its key: twelve people of unknown occupation, six others."""
    from vivier_web.skills.models import key_of

    rng = random.Random(n)
    made = [f"{name} {rng.randrange(40)}" for name in rng.sample(NAMES, 6)]
    return [(one, key_of(one), UNKNOWN if rank < 4 else "623e", 3) for rank, one in enumerate(made)]


@cache
def _offered(model: int) -> str:
    found = [{"title": title, "pcs": pcs, "count": 3} for title, _, pcs, _ in titles(model)[:4]]
    return json.dumps(found)


def payload(n: int, turn: int) -> bytes:
    """Give what the page of a member sends; every turn another, so that each sending replaces the one before."""
    company_sent = _text((n + turn) % MODELS).replace('"SIREN"', f'"{siren(n)}"')
    offered = _offered((n + turn) % MODELS)
    return f'{{"company": {company_sent}, "titles": {offered}, "single_ages": false}}'.encode()
