"""The co-funding plan: aid and other resources against the costs, to the cent; never forced to balance."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from vivier.french import FIXED
from vivier_web.projects.building.grid import euros


@dataclass(frozen=True, slots=True)
class Resource:
    """Hold one resource: what it is, how much in cents, of which partner (0: of the whole)."""

    label: str
    cents: int
    partner: int = 0
    pk: int = 0  # of its row, 0 when the rules give it


@dataclass(frozen=True, slots=True)
class Share:
    """Hold one line of a plan as it is read."""

    label: str
    amount: str
    share: str
    pk: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold a whole plan: its lines, what lacks (positive) or exceeds (negative), and the sentence that says it."""

    lines: tuple[Share, ...]
    base: str
    total: str
    gap: int
    sentence: str

    @property
    def is_whole(self) -> bool:
        """Whether resources are exactly the costs."""
        return self.gap == 0


def percent(part: int, whole: int) -> str:
    r"""Write a share of cents with one decimal, never rounded to all or to nothing when it is not.

    >>> percent(1, 3), percent(999999, 1000000), percent(1, 10**6), percent(5, 5), percent(0, 0)
    ('33,3\xa0%', '99,9\xa0%', '0,1\xa0%', '100\xa0%', '')
    """
    if not whole:
        return ""
    exact = Fraction(part, whole) * 1000
    tenths = int(exact + Fraction(1, 2))
    if exact != 1000 and tenths == 1000:
        tenths = 999 if exact < 1000 else 1001
    if tenths == 0 and part > 0:
        tenths = 1
    return f"{tenths // 10},{tenths % 10}".removesuffix(",0") + f"{FIXED}%"


def planned(base: int, resources: Iterable[Resource]) -> Plan:
    """Set resources against costs, in cents, and say in one sentence what lacks.

    >>> planned(1000, [Resource("Aide", 400), Resource("Fonds propres", 600)]).is_whole
    True
    >>> planned(100000, [Resource("Aide", 40000)]).gap
    60000
    """
    held = [each for each in resources if each.cents]
    total = sum(each.cents for each in held)
    lines = tuple(Share(each.label, euros(each.cents), percent(each.cents, base), each.pk) for each in held)
    return Plan(lines, euros(base), euros(total), base - total, _sentence(base, total))


def _sentence(base: int, total: int) -> str:
    if not base:
        return "Le budget est vide : remplissez-le d’abord, le plan s’y compare."
    if base == total:
        return "Le plan couvre exactement les dépenses : 100 %."
    if total < base:
        return (
            f"Il manque {euros(base - total)}, soit {percent(base - total, base)} des dépenses : ajoutez des fonds "
            "propres, un emprunt ou une autre ressource."
        )
    return (
        f"Les ressources dépassent les dépenses de {euros(total - base)} : retirez-en, une aide ne finance pas plus "
        "que le coût."
    )


def lacking(costs: dict[int, int], resources: Iterable[Resource], names: dict[int, str]) -> tuple[str, ...]:
    """Say which partners have less than their costs, or more, when every resource has its partner.

    >>> lacking({1: 100, 2: 100}, [Resource("Aide", 100, 1), Resource("Aide", 40, 2)], {1: "Val", 2: "Lac"})[0][:17]
    'Lac : il manque 0'
    """
    held = list(resources)
    if any(not each.partner and each.cents for each in held):
        return ()
    found = []
    for partner, name in names.items():
        gap = costs.get(partner, 0) - sum(each.cents for each in held if each.partner == partner)
        if gap > 0:
            found.append(f"{name} : il manque {euros(gap)}.")
        elif gap < 0:
            found.append(f"{name} : {euros(-gap)} de trop.")
    return tuple(found)
