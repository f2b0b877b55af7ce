"""What an audit found, in words: each cell that is betrayed and how, and the verdict."""

from dataclasses import dataclass

from vivier.french import counted, number

EXACT, NARROW, COALITION, ELSEWHERE, DIFFERENCE = "exact", "narrow", "coalition", "elsewhere", "difference"
FEW, GROUP = "few", "group"
_SAYS = {
    EXACT: "La case « {cell} » se retrouve exactement par différence.",
    NARROW: "La case « {cell} » se retrouve à trop peu près.",
    COALITION: "La case « {cell} » est retrouvée par la seule entreprise de la case « {by} », qui connaît la sienne.",
    ELSEWHERE: "La case « {cell} », masquée ici, est publiée dans un autre fichier.",
    FEW: "La case « {cell} » est publiée, alors qu’elle a trop peu d’unités.",
    GROUP: "La case « {cell} » a été publiée avec et sans les unités d’un ou deux groupes : l’écart les trahit.",
    DIFFERENCE: "La case « {cell} » a été publiée à une ou deux unités près : la différence les trahit.",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """Hold one cell that is betrayed, how, and by whom when it takes one of its neighbours."""

    kind: str
    cell: str
    by: str = ""

    @property
    def sentence(self) -> str:
        """The breach in one French sentence; no value is ever said.

        >>> Breach("exact", "région 84 × section C").sentence
        'La case « région 84 × section C » se retrouve exactement par différence.'
        """
        return _SAYS[self.kind].format(cell=self.cell, by=self.by)


@dataclass(frozen=True)
class Audit:
    """Hold what an audit looked at, and all it found."""

    cells: int
    hidden: int
    checked: int
    breaches: tuple[Breach, ...]
    known: int = 0  # too nearly already, by what appeared, and no nearer now

    @property
    def is_passed(self) -> bool:
        """Whether nothing is betrayed."""
        return not self.breaches

    @property
    def sentence(self) -> str:
        r"""The verdict in French.

        >>> Audit(2165, 560, 262, ()).sentence
        'Rien n’est trahi : 262\xa0cases sensibles attaquées, 560\xa0masquées sur 2\u202f165.'
        >>> Audit(9, 4, 3, (), known=1).sentence[-73:]
        'ce qui a paru disait déjà 1\xa0case de trop près, rien de plus n’en est dit.'
        """
        looked = f"{counted(self.checked, 'case sensible attaquée', 'cases sensibles attaquées')}, "
        looked += f"{counted(self.hidden, 'masquée')} sur {number(self.cells)}"
        if not self.is_passed:
            return f"{counted(len(self.breaches), 'fuite')} : {looked}."
        if self.known:
            told = counted(self.known, "case")
            looked += f" ; ce qui a paru disait déjà {told} de trop près, rien de plus n’en est dit"
        return f"Rien n’est trahi : {looked}."
