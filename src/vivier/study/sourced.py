"""What the comparison with official figures and the scenarios stand on: one line each, with its source."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vivier.french import number, percent
from vivier.study.data import Assumption
from vivier.study.difficulty import Project, judged
from vivier.study.families import Families
from vivier.workforce.landmarks import Landmark
from vivier.workforce.scenarios import Scenario

FIGURES = {
    "growth_rate": "Croissance des familles",
    "career_end_rate": "Cadence officielle des fins de carrière",
    "exit_rate": "Autres départs des familles",
    "ages": "Âges des familles",
    "difficulty": "Difficulté de recrutement des familles",
    "jobseekers_per_job": "Demandeurs d’emploi par emploi",
}
_OWN = "[M]"  # what a formula of ours makes of published figures


def official_lines(families: Families, held: Iterable[str], projects: Sequence[Project]) -> Iterator[Assumption]:
    """Say by which tables the families `held` were reached, what hesitates, and where their figures are from."""
    yield Assumption("families", "Familles professionnelles", families.title, " ; ".join(families.path))
    yield Assumption("region", "Région des chiffres officiels", families.region, "Réglage de l’étude")
    if families.bridged:
        said = f"{percent(families.ambiguous_share)} des personnes viennent d’une famille qui se partage"
        source = " ; ".join(families.bridged)
        yield Assumption("families_bridge", "Passage des chiffres officiels à la FAP-2021", said, source)
    marks = [families.landmarks[name] for name in sorted(held) if name in families.landmarks]
    for name, label in FIGURES.items():
        yield from _figure(name, label, marks)
    if projects:
        placed = sum(one.hires for one in judged(projects, families.shares).values())
        whole = sum(one.people for one in projects)
        said = f"{number(whole)} embauches déclarées, dont {number(placed)} dans une famille sûre"
        yield Assumption("projects", "Difficultés de recrutement déclarées", said, "Déclarations des membres")


def _figure(name: str, label: str, marks: Sequence[Landmark]) -> Iterator[Assumption]:
    """Say where one figure was read, and for how many families: « Bretagne (20 sur 23) ; France, à défaut… »."""
    told = [parts for mark in marks if (parts := mark.sources.get(name, "").split(" ; "))[1:]]
    if not told:
        return
    places = Counter(parts[1] for parts in told)
    value = " ; ".join(f"{place} ({number(n)} sur {number(len(marks))})" for place, n in places.most_common())
    sources = dict.fromkeys(parts[0] for parts in told)
    formula = (
        f" ; calcul de Vivier sur ces chiffres {_OWN}" if any(parts[-1].endswith(_OWN) for parts in told) else ""
    )
    yield Assumption(f"families_{name}", label, value, f"{' | '.join(sources)}{formula}")


def scenario_lines(scenarios: Iterable[Scenario]) -> Iterator[Assumption]:
    """Say what each scenario changes, in the words of the study.

    >>> [line.value for line in scenario_lines([Scenario("calme", exit_level=0.9, source="Comité du 3 mars")])]
    ['autres départs × 0,9']
    """
    for each in scenarios:
        yield Assumption(
            f"scenario_{each.name}", f"Scénario {each.name}", " ; ".join(_changes(each)), each.source or "Le pôle"
        )


def _changes(scenario: Scenario) -> Iterator[str]:
    said: Mapping[str, float] = {
        f"croissance {_signed(100 * scenario.growth_rate)} point par an": scenario.growth_rate,
        f"autres départs × {_decimal(scenario.exit_level)}": scenario.exit_level - 1,
        f"fins de carrière {_moved(scenario.career_shift)}": scenario.career_shift,
    }
    changed = [words for words, value in said.items() if value]
    yield from changed or ["aucun changement"]


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−'}{_decimal(abs(value))}"


def _decimal(value: float) -> str:
    return f"{round(value, 2):g}".replace(".", ",")


def _moved(years: float) -> str:
    return f"{number(abs(round(12 * years)))} mois plus {'tard' if years > 0 else 'tôt'}"
