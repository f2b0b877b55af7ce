"""What is typed to ask an amendment: who leaves, who enters, who leads, until when, and costs moved, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from vivier.vocabulary import InputError
from vivier_web.pages.shared.following_forms import Euros, day
from vivier_web.projects.building.amending import NEWCOMER, Move
from vivier_web.projects.building.grid import Cells, parted
from vivier_web.projects.building.words import CATEGORIES, NATURES

MOVES = 3
ENTERS = "Qui entre dans le projet"


@dataclass(frozen=True, slots=True)
class Offered:
    """Hold what a reader may choose among: who carries the project, who has costs in it, whose costs it may move."""

    carriers: Mapping[int, str]
    partners: Mapping[int, str]
    gives: frozenset[int]
    cells: Cells
    is_whole: bool = True  # the team and the lead ask anything; a partner asks for itself


class AmendmentForm(forms.Form):
    """Ask an amendment; a partner that does not lead is asked only what it may ask."""

    why = forms.CharField(label="Pourquoi", max_length=300, help_text="Ceux qui doivent l’accepter le lisent.")
    leaves = forms.ChoiceField(label="Qui part", required=False)
    joins = forms.CharField(
        label="Qui entre",
        max_length=120,
        required=False,
        help_text="Un membre du pôle : son SIREN, ou son nom exact.",
    )
    brings = forms.CharField(label="Ce qu’il apporte", max_length=300, required=False)
    takes_all = forms.BooleanField(label="Qui entre reprend tout le budget de qui part", required=False)
    lead = forms.ChoiceField(label="Qui conduit ensuite", required=False)
    ends_on = day("Nouvelle fin du projet", required=False)

    def __init__(self, offered: Offered, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        said = [(str(pk), name) for pk, name in offered.carriers.items()]
        self._choose("leaves", [("", "Personne"), *said])
        self._choose("lead", [("", "Sans changement"), *said, (str(NEWCOMER), ENTERS)])
        if not offered.is_whole:
            for name in ("joins", "brings", "takes_all", "lead", "ends_on"):
                del self.fields[name]
        self._add_moves()

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _add_moves(self) -> None:
        offered = self.offered
        lines = {tuple(parted(key)[1:]) for key in offered.cells if parted(key)[0] in offered.gives}
        givers = [(str(pk), name) for pk, name in offered.partners.items() if pk in offered.gives]
        takers = [(str(pk), name) for pk, name in offered.partners.items()]
        takers += [(str(NEWCOMER), ENTERS)] if offered.is_whole else []
        said = [(f"{c}:{n}", f"{NATURES[n].capitalize()}, {CATEGORIES[c]}") for c, n in sorted(lines)]
        for rank in range(1, MOVES + 1 if lines else 1):
            blank = [("", "Choisissez")]
            self.fields[f"giver_{rank}"] = forms.ChoiceField(label="De", choices=blank + givers, required=False)
            self.fields[f"taker_{rank}"] = forms.ChoiceField(label="À", choices=blank + takers, required=False)
            self.fields[f"line_{rank}"] = forms.ChoiceField(label="Dépense", choices=blank + said, required=False)
            self.fields[f"amount_{rank}"] = Euros(label="Montant (€)", required=False)

    def first(self) -> list[Any]:
        """Give the fields above the costs."""
        return [self[name] for name in self.fields if "_" not in name or name in {"takes_all", "ends_on"}]

    def rows(self) -> list[list[Any]]:
        """Give the fields of each move of costs."""
        ranks = [rank for rank in range(1, MOVES + 1) if f"giver_{rank}" in self.fields]
        return [[self[f"{name}_{rank}"] for name in ("giver", "taker", "line", "amount")] for rank in ranks]

    def moves(self) -> tuple[Move, ...]:
        """Give the costs to move.

        Raises:
            InputError: one is half said.
        """
        found, said = [], self.cleaned_data
        for rank in range(1, MOVES + 1):
            cells: list[Any] = [said.get(f"{name}_{rank}") for name in ("giver", "taker", "line", "amount")]
            if not any(cells):
                continue
            if not all(cells):
                raise InputError("Chaque déplacement dit de qui, à qui, quelle dépense et combien.")
            giver, taker, line, amount = cells
            category, nature = str(line).split(":")
            found.append(Move(int(giver), int(taker), category, nature, int(amount * 100)))
        return tuple(found)

    def said(self) -> dict[str, Any]:
        """Give what is asked, organisations by their number (0: who enters).

        Raises:
            InputError: a move of costs is half said.
        """
        typed = self.cleaned_data
        numbers: dict[str, Any] = {name: int(typed[name]) if typed.get(name) else None for name in ("leaves", "lead")}
        kept: dict[str, Any] = {
            name: typed[name] for name in ("why", "joins", "brings", "takes_all", "ends_on") if name in typed
        }
        return {**kept, **numbers, "moves": self.moves()}
