"""What people make of the axes that were proposed: a sheet of axes, and each change as a pure function.

A change gives another sheet and never touches what the machine proposed, which `origin` names (1 for its first axis).
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from vivier.vocabulary import InputError

MOST_AXES = 4
KEPT, DEBATE, DROPPED = "kept", "debate", "dropped"
VERDICTS = {KEPT: "Retenu", DEBATE: "À débattre", DROPPED: "Écarté"}
LINKS = {
    "observation": ("Constat", "Ce que l’on voit, en une phrase."),
    "evidence": ("Preuve", "Une preuve par ligne, avec au moins un chiffre de la liste."),
    "risk": ("Risque", "Ce qui arrive si rien n’est fait."),
    "decision": ("Décision proposée", "Ce que les instances sont invitées à voter."),
    "action": ("Action", "Qui fait quoi, et quand."),
    "indicator": ("Indicateur", "Ce que l’on suivra, et d’où l’on part."),
}
LONGEST_NAME, LONGEST_LINK = 160, 2_000


@dataclass(frozen=True, slots=True)
class OwnAxis:
    """Hold one axis as people have it: its name, its six links, what was decided, from which proposed axes."""

    key: str
    name: str
    origin: tuple[int, ...] = ()
    verdict: str = DEBATE
    reason: str = ""
    links: tuple[tuple[str, str], ...] = tuple((name, "") for name in LINKS)

    def link(self, name: str) -> str:
        """Give the text of one link."""
        return dict(self.links)[name]

    @property
    def verdict_words(self) -> str:
        """What was decided, in words."""
        return VERDICTS[self.verdict]


Sheet = tuple[OwnAxis, ...]
Change = Callable[[Sheet], Sheet]


def as_json(sheet: Sheet) -> list[dict[str, Any]]:
    """Give a sheet as values that JSON can hold."""
    return [asdict(axis) for axis in sheet]


def from_json(kept: list[dict[str, Any]]) -> Sheet:
    """Read a sheet back, as it was."""
    return tuple(
        OwnAxis(**{**one, "origin": tuple(one["origin"]), "links": tuple((a, b) for a, b in one["links"])})
        for one in kept
    )


def kept_axes(sheet: Sheet) -> Sheet:
    """Give the axes that were retained, in their order."""
    return tuple(axis for axis in sheet if axis.verdict == KEPT)


def find(sheet: Sheet, key: str) -> OwnAxis:
    """Give one axis.

    Raises:
        InputError: it was merged, or taken back, meanwhile.
    """
    for axis in sheet:
        if axis.key == key:
            return axis
    raise InputError("Cet axe n’est plus dans l’atelier : il a été réuni à un autre, ou son ajout annulé.")


def rewritten(key: str, name: str, links: dict[str, str]) -> Change:
    """Rename an axis and rewrite its links."""
    if not name.strip():
        raise InputError("Donnez un nom à cet axe.")
    if len(name) > LONGEST_NAME or any(len(text) > LONGEST_LINK for text in links.values()):
        raise InputError(f"Un nom a {LONGEST_NAME} signes au plus, chaque maillon {LONGEST_LINK} : raccourcissez.")
    told = tuple((each, links.get(each, "").strip()) for each in LINKS)
    return _changing(key, lambda axis: replace(axis, name=" ".join(name.split()), links=told))


def decided(key: str, verdict: str, reason: str) -> Change:
    """Retain an axis, leave it to debate, or drop it with a reason; at most four are retained."""
    if verdict not in VERDICTS:
        raise InputError("Choisissez entre retenu, à débattre et écarté.")
    if verdict == DROPPED and not reason.strip():
        raise InputError("Dites pourquoi cet axe est écarté : la raison reste lisible à côté de lui.")

    def change(sheet: Sheet) -> Sheet:
        changed = _changing(key, lambda axis: replace(axis, verdict=verdict, reason=reason.strip()[:300]))(sheet)
        if len(kept_axes(changed)) > MOST_AXES:
            raise InputError(f"Une stratégie a {MOST_AXES} axes au plus : écartez-en un, ou réunissez-en deux.")
        return changed

    return change


def merged(key: str, into: str) -> Change:
    """Put what an axis says after what another says, and leave one axis, which names both its origins."""

    def change(sheet: Sheet) -> Sheet:
        one, other = find(sheet, key), find(sheet, into)
        if one.key == other.key:
            raise InputError("Choisissez un autre axe auquel le réunir.")
        links = tuple((name, _joined(other.link(name), one.link(name))) for name in LINKS)
        if any(len(text) > LONGEST_LINK for _, text in links):
            raise InputError(
                f"Réunis, un maillon passerait {LONGEST_LINK} signes : raccourcissez l’un des deux axes."
            )
        origin = tuple(sorted({*one.origin, *other.origin}))
        whole = replace(other, links=links, origin=origin)
        return tuple(whole if axis.key == into else axis for axis in sheet if axis.key != key)

    return change


def added(name: str) -> Change:
    """Add an axis of one's own, empty but for its name."""
    if not name.strip():
        raise InputError("Donnez un nom à l’axe que vous ajoutez.")
    if "{{" in name:
        raise InputError("Un nom d’axe ne porte pas de chiffre : mettez-le dans le constat ou la preuve.")

    def change(sheet: Sheet) -> Sheet:
        number = 1 + max((int(axis.key[1:]) for axis in sheet), default=0)
        return (*sheet, OwnAxis(f"a{number}", " ".join(name.split())[:LONGEST_NAME]))

    return change


def moved(key: str, step: int) -> Change:
    """Move an axis before the one above it (−1) or after the one below it (1)."""

    def change(sheet: Sheet) -> Sheet:
        place = sheet.index(find(sheet, key))
        other = place + (1 if step > 0 else -1)
        if not 0 <= other < len(sheet):
            return sheet
        axes = list(sheet)
        axes[place], axes[other] = axes[other], axes[place]
        return tuple(axes)

    return change


def _changing(key: str, act: Callable[[OwnAxis], OwnAxis]) -> Change:
    def change(sheet: Sheet) -> Sheet:
        wanted = find(sheet, key)
        return tuple(act(axis) if axis is wanted else axis for axis in sheet)

    return change


def _joined(one: str, other: str) -> str:
    lines = [*one.splitlines(), *(line for line in other.splitlines() if line not in one.splitlines())]
    return "\n".join(line for line in lines if line.strip())
