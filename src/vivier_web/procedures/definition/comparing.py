"""What changed from one procedure to another, in French sentences."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vivier.french import number
from vivier_web.procedures.definition import words as listed
from vivier_web.procedures.definition.data import Body, Fact, Grant, Procedure, Stage
from vivier_web.procedures.definition.forms import Condition, Deadline, Exit, Field, Sees
from vivier_web.procedures.definition.grids import Anchor, Criterion, Grid

_NOUNS: dict[type, tuple[str, str]] = {  # the noun, and the ending of its participle
    Stage: ("étape", "e"), Grid: ("grille", "e"), Criterion: ("critère", ""), Field: ("question", "e"),
    Body: ("instance", "e"), Grant: ("octroi", ""), Fact: ("donnée", "e"), Condition: ("règle", "e"),
    Sees: ("vue", "e"), Exit: ("issue", "e"), Anchor: ("repère", ""),
}  # fmt: skip
_NAMES = {
    "key": "clé",
    "side": "organisation servie",
    "version": "version",
    "title": "titre",
    "kind": "nature",
    "valid_from": "début de validité",
    "source": "source",
    "valid_to": "fin de validité",
    "summary": "résumé",
    "relabel": "nouvelle présentation",
    "role": "rôle",
    "colabel": "co-labellisation",
    "body": "instance responsable",
    "act": "nature de l’étape",
    "days": "délai en jours",
    "applicant_title": "titre pour le porteur",
    "future_title": "titre annoncé",
    "addressed_to": "destinataire",
    "opens_on": "ouverture",
    "closes_on": "clôture",
    "merge_with": "dépôt commun avec",
    "grants": "octroi",
    "requires_proofs": "preuves exigées",
    "deadline": "délai",
    "rule": "règle de décision",
    "ranking": "liste classée",
    "weight": "poids",
    "threshold": "seuil",
    "veto": "veto",
    "scope": "portée",
    "again": "demandé à nouveau",
    "required": "obligatoire",
    "document": "classe du document",
    "label": "libellé",
    "help": "aide",
    "choices": "choix",
    "method": "calcul de la note commune",
    "independent": "avis indépendants",
    "total": "seuil du total",
    "certainty": "certitude",
    "durations": "durées (mois)",
    "renewals": "renouvellements",
    "conditional": "sous condition",
    "to": "suite",
    "text": "texte",
    "silence": "effet du silence",
    "months": "délai en mois",
    "opinions": "avis demandés",
    "grid": "grille",
    "quorum": "quorum",
    "on_veto": "en cas de veto",
    "on_criterion": "sous le seuil d’un critère",
    "on_total": "sous le seuil du total",
    "conditions_under": "sous conditions en dessous de",
    "places": "places",
    "budget_eur": "enveloppe",
    "reserve": "liste de réserve",
    "ties": "départage",
    "escalate_to": "remonte vers",
    "correction": "horloge après correction",
    "most": "pôles au plus",
    "lead_first": "pôle chef de file d’abord",
    "say": "phrase",
    "documents": "documents vus",
    "when": "moment",
}
_WORDS = {
    **listed.ACTS,
    **listed.CERTAINTIES,
    **listed.DOCUMENTS,
    **listed.METHODS,
    **listed.OUTCOMES,
    **listed.ROLES,
    **listed.SILENCES,
    **listed.TIMES,
}

_CLOSED = {  # the words of these depend on what they are said of
    "kind": {**listed.KINDS, **listed.FIELD_KINDS, **listed.TOTALS},
    "relabel": listed.RELABELS,
    "scope": listed.SCOPES,
    "side": {"pole": "le pôle", "authority": "l’autorité"},
    "correction": {"prolong": "prolongée de l’attente", "reset": "repart de zéro"},
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one difference: where (« Étape « Comité » »), added, removed or changed, and the sentence."""

    where: str
    kind: str
    sentence: str


def compare(before: Procedure, after: Procedure) -> tuple[Difference, ...]:
    """List what changed, in the order of the second procedure; nothing when their digests are the same."""
    return tuple(_changes(before, after, "Procédure"))


def _changes(before: Any, after: Any, where: str) -> Iterator[Difference]:
    for each in dataclasses.fields(after):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if old == new or not each.init:
            continue
        if _are_elements(old) or _are_elements(new):
            yield from _elements(old, new, where)
        elif isinstance(old, Deadline) and isinstance(new, Deadline):
            yield from _deadlines(old, new, where)
        elif dataclasses.is_dataclass(old) and dataclasses.is_dataclass(new):
            yield from _changes(old, new, f"{where}, {_NAMES[each.name]}")
        else:
            yield _changed(where, _NAMES.get(each.name, each.name), _said(each.name, old), _said(each.name, new))


def _changed(where: str, name: str, old: str, new: str) -> Difference:
    return Difference(where, "changed", f"{where} : {name}, {old} → {new.rstrip('.')}.")


def _deadlines(old: Deadline, new: Deadline, where: str) -> Iterator[Difference]:
    if old.words != new.words:
        yield _changed(where, "délai", old.words, new.words)
    plain = dataclasses.replace(new, days=old.days, months=old.months)
    yield from _changes(old, plain, f"{where}, délai")


def _are_elements(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and dataclasses.is_dataclass(value[0])


def _elements(old: tuple[Any, ...], new: tuple[Any, ...], where: str) -> Iterator[Difference]:
    before, after = _keyed(old), _keyed(new)
    inside = "" if where == "Procédure" else f"{where}, "
    for key, each in after.items():
        noun, ending = _NOUNS[type(each)]
        here = f"{inside}{noun if inside else noun.capitalize()} « {_title(each)} »"
        if key not in before:
            yield Difference(here, "added", f"{here} : ajouté{ending}.")
        else:
            yield from _changes(before[key], each, here)
    for key, each in before.items():
        noun, ending = _NOUNS[type(each)]
        here = f"{inside}{noun if inside else noun.capitalize()} « {_title(each)} »"
        if key not in after:
            yield Difference(here, "removed", f"{here} : retiré{ending}.")
    kept = [key for key in after if key in before]
    if kept != [key for key in before if key in after]:
        plural = _NOUNS[type((new or old)[0])][0]
        yield Difference(
            where, "changed", f"{where} : l’ordre change ({plural} « {_title(after[kept[0]])} » d’abord)."
        )


def _keyed(elements: tuple[Any, ...]) -> dict[object, Any]:
    """Give the elements by what makes them the same on both sides; twins are told apart by their rank."""
    seen: Counter[object] = Counter()
    found: dict[object, Any] = {}
    for each in elements:
        key = _key(each)
        found[key, seen[key]] = each
        seen[key] += 1
    return found


def _key(each: Any) -> object:
    """Give what makes an element the same one on both sides."""
    for name in ("key", "on", "mark", "when"):
        if hasattr(each, name) and not isinstance(each, Sees):
            return getattr(each, name)
    return (each.role, each.when, each.documents) if isinstance(each, Sees) else each.text


def _title(each: Any) -> str:
    if isinstance(each, Sees):
        seen = ", ".join(listed.DOCUMENTS[name] for name in each.documents)
        return f"{listed.ROLES[each.role]} voit {seen} {', '.join(listed.TIMES[time] for time in each.when)}"
    for name in ("title", "label", "say", "text", "on"):
        if hasattr(each, name):
            return _words(getattr(each, name))
    return _words(each.key)


def _said(name: str, value: object) -> str:
    return _CLOSED.get(name, {}).get(str(value)) or _words(value)


def _words(value: object) -> str:
    """Write a value as a French reader expects it."""
    if value in ("", None, ()):
        return "aucun"
    for kinds, worded in _WORDED:
        if isinstance(value, kinds):
            return worded(value)
    return "défini" if dataclasses.is_dataclass(value) else _WORDS.get(str(value), str(value))


def _numbered(value: Decimal | int) -> str:
    return number(int(value)) if value == int(value) else f"{value}".replace(".", ",")


_WORDED: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: "oui" if value else "non"),
    ((Decimal, int), _numbered),
    (tuple, lambda value: ", ".join(map(_words, value))),
    (dt.date, lambda value: f"{value:%d/%m/%Y}"),
    (Deadline, lambda value: f"{value.words}, {listed.SILENCES[value.silence]}"),
)
