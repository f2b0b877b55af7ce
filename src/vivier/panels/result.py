"""What an assignment gives: who sits where and why, alternates, and how good the panel is proven to be."""

import math
from dataclasses import dataclass

from vivier.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Seat:
    """Hold one pair, and why: the rank of the expert for this dossier, who would come next, what changing would cost.

    `next_best` is who would take the seat at the least cost (empty: nobody can), `cost` what the total would lose
    (negative: it would gain, and the worst-served dossier would lose), `words` those the pair shares.
    """

    expert: str
    dossier: str
    affinity: float
    rank: int = 0
    next_best: str = ""
    cost: float = 0.0
    words: tuple[str, ...] = ()
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Hold a whole assignment: seats by dossier, alternates in order, and two proven bounds.

    No panel under the same terms has a worst-served dossier above `worst_bound`; none that serves its worst dossier
    at least as well as this one has a sum above `total_bound`.

    >>> Panel((Seat("A. Blanc", "FUI-12", 0.8),), worst=0.8, worst_bound=0.8, total=0.8, total_bound=0.8).is_proven
    True
    """

    seats: tuple[Seat, ...] = ()
    alternates: tuple[Seat, ...] = ()
    worst: float = 0.0
    worst_bound: float = 0.0
    worst_dossier: str = ""
    total: float = 0.0
    total_bound: float = 0.0

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists, up to a millionth of what is found."""
        slack = 1e-6 * max(abs(self.total), abs(self.worst), 1e-12)
        return self.worst_bound - self.worst <= slack and self.total_bound - self.total <= slack

    def of(self, dossier: str) -> tuple[Seat, ...]:
        """Give the seats of one dossier, the nearest expert first."""
        return tuple(seat for seat in self.seats if seat.dossier == dossier)

    def why(self, expert: str, dossier: str) -> str:
        """Say in French why this expert sits there, who would come next, and what the change would cost.

        Raises:
            InputError: the expert does not sit on this dossier.
        """
        found = [seat for seat in self.of(dossier) if seat.expert == expert]
        if not found:
            raise InputError(f"« {expert} » n’est pas dans le panel de « {dossier} » : vérifiez les deux noms.")
        seat = found[0]
        if seat.is_frozen:
            return f"{expert} : fixé d’avance pour « {dossier} »."
        nth = "le plus proche" if seat.rank == 1 else f"{seat.rank}ᵉ par l’affinité"
        shared = f" (mots communs : {', '.join(seat.words)})" if seat.words else ""
        if not seat.next_best:
            return f"{expert} : {nth} de « {dossier} »{shared} ; personne d’autre ne peut prendre cette place."
        change, worse = f"coûterait {french(seat.cost)}", ""
        if french(seat.cost) == "0":
            change = "ne coûterait rien"
        elif seat.cost < 0:
            change = f"gagnerait {french(-seat.cost)}"
            worse = ", mais le dossier le moins bien servi y perdrait"
        return f"{expert} : {nth} de « {dossier} »{shared} ; {seat.next_best} viendrait ensuite et {change}{worse}."


def french(value: float) -> str:
    """Write a number the French way, three decimals at most, or three figures when it is very small.

    >>> french(0.25), french(-2.0), french(-1e-12 + 1e-12), french(0.000123456), french(2e15)
    ('0,25', '−2', '0', '0,000123', '2·10^15')
    """
    size = abs(value)
    if size and not 1e-6 <= size < 1e12:
        digits, power = f"{value:.5e}".split("e")
        return french(float(digits)) + f"·10^{int(power)}".replace("-", "−")
    decimals = 3 if size >= 0.01 or not size else 2 - math.floor(math.log10(size))
    written = f"{value + 0.0:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written.replace("-", "−").replace(".", ",")
