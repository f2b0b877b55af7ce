"""Check a request and lay it out as arrays, its rows in the order of names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from vivier.panels.data import Affinity, Quota, Terms
from vivier.panels.interests import Conflict
from vivier.panels.layout import Layout
from vivier.vocabulary import InputError

Loads = tuple[int, int | None] | Mapping[str, tuple[int, int | None]]
Pairs = Iterable[tuple[str, str] | Conflict]


@dataclass(frozen=True)
class Request:
    """Hold what is asked: names in order, arrays, and the pairs that conditions name."""

    experts: tuple[str, ...]
    dossiers: tuple[str, ...]
    layout: Layout
    terms: Terms
    quotas: tuple[Quota, ...]


def laid_out(
    affinity: Affinity, terms: Terms, *, loads: Loads, conflicts: Pairs, quotas: Iterable[Quota], frozen: Pairs
) -> Request:
    """Check everything and lay it out.

    Raises:
        InputError: an unknown name, an impossible load, a frozen pair that is in conflict.
    """
    experts, dossiers = tuple(sorted(affinity.experts)), tuple(sorted(affinity.dossiers))
    rows = [affinity.experts.index(each) for each in experts]
    columns = [affinity.dossiers.index(each) for each in dossiers]
    values = affinity.table[np.ix_(rows, columns)]
    low, high = _loads(loads, experts, len(dossiers))
    may = ~_mask(conflicts, experts, dossiers, "conflit")
    must = _mask(frozen, experts, dossiers, "paire fixée")
    if (must & ~may).any():
        who, where = np.argwhere(must & ~may)[0]
        raise InputError(
            f"« {experts[who]} » est fixé pour « {dossiers[where]} » et y est en conflit : ôtez l’un des deux."
        )
    listed = tuple(sorted(quotas, key=lambda each: each.name))
    groups = tuple((_members(each, experts), each.least, each.most) for each in listed)
    layout = Layout(values, may, must, low, high, terms.per_dossier, groups)
    return Request(experts, dossiers, layout, terms, listed)


def _loads(loads: Loads, experts: tuple[str, ...], dossiers: int) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(loads, Mapping):
        _check_known(loads, experts, "charge")
        each = [_load(loads.get(name, (0, None)), dossiers, name) for name in experts]
    else:
        each = [_load(loads, dossiers, "chaque expert")] * len(experts)
    table = np.array(each, dtype=int).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _load(load: tuple[int, int | None], dossiers: int, name: str) -> tuple[int, int]:
    try:
        low, high = load
    except (TypeError, ValueError):
        raise InputError("Une charge se donne par deux nombres : le moins et le plus de dossiers.") from None
    most = dossiers if high is None else high
    if any(isinstance(each, bool) or not isinstance(each, int) for each in (low, most)) or not 0 <= low <= most:
        raise InputError(f"La charge de {name} doit être deux nombres entiers, le plus petit d’abord (ainsi 0 et 4).")
    return low, min(most, dossiers)


def _mask(pairs: Pairs, experts: tuple[str, ...], dossiers: tuple[str, ...], what: str) -> np.ndarray:
    mask = np.zeros((len(experts), len(dossiers)), dtype=bool)
    ranks = {name: at for at, name in enumerate(experts)}, {name: at for at, name in enumerate(dossiers)}
    for each in pairs:
        expert, dossier = (each.expert, each.dossier) if isinstance(each, Conflict) else each
        _check_known((expert,), ranks[0], what)
        if dossier not in ranks[1]:
            raise InputError(f"Le dossier « {dossier} » ({what}) n’est pas dans les affinités : vérifiez son nom.")
        mask[ranks[0][expert], ranks[1][dossier]] = True
    return mask


def _check_known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    held = set(known) if not isinstance(known, dict) else known
    for name in names:
        if name not in held:
            raise InputError(
                f"L’expert « {name} » ({what}) n’est pas dans les affinités : vérifiez son nom, ou ajoutez sa ligne."
            )


def _members(quota: Quota, experts: tuple[str, ...]) -> np.ndarray:
    _check_known(quota.experts, experts, f"quota « {quota.name} »")
    members = set(quota.experts)
    return np.array([name in members for name in experts], dtype=bool)
