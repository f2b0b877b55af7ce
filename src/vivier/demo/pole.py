"""The members of the fictional pôle and the lives of their people."""

from functools import cache
from random import Random

from vivier.demo.data import MONTHS, Member, Site
from vivier.demo.identifiers import member_siren, siret_of
from vivier.demo.life import live
from vivier.demo.names import Card, cards, names, towns
from vivier.demo.people import Firm
from vivier.demo.sectors import sectors
from vivier.vocabulary import InputError, Period

_OTHERS = (
    "usinage",
    "mecanique",
    "plasturgie",
    "electronique",
    "bureau_etudes",
    "maintenance",
    "menuiserie",
    "artisan",
)
_SOURCES = ("dsn", "dsn", "dsn", "dsn", "registre", "export", "texte")
DEFECTIVE = frozenset(
    Period(year, month)
    for year, month in ((2024, 11), (2025, 2), (2025, 4), (2025, 6), (2025, 7), (2025, 8), (2025, 10), (2025, 12))
)


def fiction(seed: int = 42, members: int = 40) -> tuple[Member, ...]:
    """Make the members of the fictional pôle and simulate 24 months of the lives of their people.

    Each member has its own random stream: the first ten members are the same whether ten or forty are made.

    >>> one, two = fiction(seed=1, members=2)
    >>> one.name, two.source, one == fiction(seed=1, members=1)[0]
    ('Usinage du Val', 'registre_texte', True)
    """
    if not 1 <= members <= 200:
        raise InputError("Un pôle fictif compte de 1 à 200 adhérents : choisissez un nombre entre ces deux-là.")
    return tuple(_member(seed, rank) for rank in range(1, members + 1))


@cache
def _member(seed: int, rank: int) -> Member:
    rng = Random(f"vivier:{seed}:{rank}")
    card = cards()[rank - 1] if rank <= len(cards()) else _invent(rank, rng)
    siren = member_siren(rank)
    sites = _sites(siren, card.sites, rng)
    firm = Firm(
        rank, sectors()[card.sector], max(3, round(card.size * rng.uniform(0.93, 1.07))),
        rng.uniform(-0.03, 0.05), sites, names(),
    )  # fmt: skip
    return Member(
        rank=rank, name=card.name, siren=siren, sector=firm.sector, source=card.source, sites=sites,
        people=live(firm, rng), has_matrix=card.has_matrix, missing=_missing(card, rng),
        declared=_declared(firm, rng),
    )  # fmt: skip


def _invent(rank: int, rng: Random) -> Card:
    size = min(150, max(3, round(rng.lognormvariate(2.9, 0.9))))
    return Card(f"Atelier Fictif {rank}", rng.choice(_OTHERS), size, rng.choice(_SOURCES))


def _sites(siren: str, count: int, rng: Random) -> tuple[Site, ...]:
    places = rng.sample(towns(), count)
    return tuple(Site(siret_of(siren, rank), *place) for rank, place in enumerate(places, start=1))


def _missing(card: Card, rng: Random) -> frozenset[Period]:
    if card.is_late:
        return frozenset({MONTHS[-1]})
    if rng.random() >= 0.2:
        return frozenset()
    # Holes are in the past, and never where a defective file is promised.
    return frozenset(rng.sample([month for month in MONTHS[1:-3] if month not in DEFECTIVE], rng.choice((1, 2))))


def _declared(firm: Firm, rng: Random) -> tuple[tuple[str, int], ...]:
    # People that payroll files never hold; one member in three has declared nothing.
    if rng.random() < 0.33:
        return ()
    counts = {"dirigeants": 1 + (firm.size > 100)}
    if firm.size >= 15 and firm.sector.key not in {"bureau_etudes", "insertion"}:
        counts["interimaires"] = round(firm.size * rng.uniform(0.02, 0.1))
    if firm.size < 15:
        counts["conjoints"] = rng.choice((0, 1, 1))
    if firm.sector.key == "insertion":
        counts["benevoles"] = rng.randint(4, 12)
    if firm.rank in {1, 4, 6}:
        counts["mis_a_disposition"] = rng.randint(2, 4)
    return tuple(sorted(counts.items()))
