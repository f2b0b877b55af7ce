"""How near an occupation offered is to one sought: by ROME 4 where it is installed, otherwise the same PCS."""

from dataclasses import dataclass
from typing import Protocol

from vivier.occupations.nearness.face import between, scores_of
from vivier.reference import Nomenclature

FAR = 0.12  # « assez proche » begins here, as in `vivier near`
SAME_PCS = 0.6  # one PCS gathers several jobs: less sure than one ROME


@dataclass(frozen=True, slots=True)
class Kin:
    """Hold how two occupations are kin: `basis` says by what, then the skills in hand, those to learn, by kind."""

    basis: str  # "rome", "same_rome", "same_pcs"
    shared: int = 0
    skills: int = 0  # left to learn
    knowledge: int = 0  # left to learn
    first: tuple[str, ...] = ()  # what is left to learn, the rarest first
    nearness: float = 1.0


class Kinship(Protocol):
    """What says how near two occupations are; each is a couple (PCS-ESE, ROME)."""

    has_rome: bool

    def nearness(self, offered: tuple[str, str], sought: tuple[str, str]) -> float | None:
        """Give how near they are (0–1); None when they are not."""

    def kin(self, offered: tuple[str, str], sought: tuple[str, str]) -> Kin:
        """Say how they are kin."""


class ByPcs:
    """Compare occupations by PCS-ESE alone: the same, or not."""

    has_rome = False

    def nearness(self, offered: tuple[str, str], sought: tuple[str, str]) -> float | None:
        """Give a nearness to those of the same PCS only."""
        return SAME_PCS if offered[0] == sought[0] else None

    def kin(self, offered: tuple[str, str], sought: tuple[str, str]) -> Kin:  # noqa: ARG002 (of a Kinship)
        """Say that the PCS is the same, which is all that is known."""
        return Kin("same_pcs", nearness=SAME_PCS)


class ByRome(ByPcs):
    """Compare occupations by the skills that ROME 4 gives them; by PCS-ESE where one side has none it knows."""

    has_rome = True

    def __init__(self, nomenclature: Nomenclature) -> None:
        self._rome = nomenclature
        self._near: dict[str, dict[str, float]] = {}

    def nearness(self, offered: tuple[str, str], sought: tuple[str, str]) -> float | None:
        """Give the score of `vivier.occupations.near`, 1 for the same ROME."""
        source, target = offered[1], sought[1]
        if not self._compares(source, target):
            return super().nearness(offered, sought)
        if source == target:
            return 1.0
        if source not in self._near:
            self._near[source] = scores_of(source, nomenclature=self._rome)
        score = self._near[source].get(target, 0.0)
        return score if score >= FAR else None

    def kin(self, offered: tuple[str, str], sought: tuple[str, str]) -> Kin:
        """Count the skills of the occupation sought that the one offered has, and has not."""
        source, target = offered[1], sought[1]
        if not self._compares(source, target):
            return super().kin(offered, sought)
        if source == target:
            return Kin("same_rome")
        found = between(source, target, nomenclature=self._rome)
        if found is None:
            return super().kin(offered, sought)
        skills = sum(each.kind == "skill" for each in found.to_learn)
        first = tuple(each.label for each in found.to_learn[:5])
        return Kin("rome", len(found.shared), skills, len(found.to_learn) - skills, first, found.score)

    def _compares(self, one: str, other: str) -> bool:
        """Tell whether ROME compares two codes: a newer version may have dropped one that was declared before."""
        return bool(one and other) and (one == other or (self._rome.holds(one) and self._rome.holds(other)))
