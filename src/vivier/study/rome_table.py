"""The table of the pôle in ROME: figures rounded so that their rows still add up, doubts beside them."""

from collections.abc import Iterator, Mapping

from vivier.study.data import ALL, Figure, Row, Table
from vivier.study.rome import UNDETERMINED, Placed, Rome, totals
from vivier.study.sharing import Shared, shared
from vivier.vocabulary import Interval
from vivier.workforce import Outlook

NAME = "rome"
_UNITS = {"effectif": "personnes", "fins_de_carriere": "postes", "creations": "postes"}
Spread = Mapping[str, Mapping[str, Shared]]


def rome_table(outlook: Outlook, placed: Mapping[str, Placed], rome: Rome) -> Table:
    """Give the same people and openings by ROME; the rows of each figure add up to the row of the whole."""
    spread = shared(outlook, placed, draws=outlook.draws, seed=outlook.seed)
    return Table(
        NAME,
        "Métiers du ROME",
        f"Les salariés en emploi durable par métier du {rome.title} : d’après leur intitulé quand il est codé, sinon "
        "par le passage officiel de leur PCS, partagé ; « indetermine » : aucun ROME ne réunit la moitié de leur "
        "métier ; « ambigu » : part des personnes pour qui le passage hésite, dont l’intervalle tient compte",
        ("rome", "chiffre"),
        (*_whole(outlook, placed, spread), *_rows(placed, spread)),
    )


def _whole(outlook: Outlook, placed: Mapping[str, Placed], spread: Spread) -> Iterator[Row]:
    """Give the row of all ROME together: nothing is ambiguous in the sum, so its intervals are those projected."""
    people = sum(one.people for one in placed.values())
    sums = {name: sum(_hundredths(found).values()) / 100 for name, found in spread.items()}
    posts = outlook.whole("openings", "", "dares")
    yield Row((ALL, "effectif"), Figure(people, "personnes", people))
    yield from _doubts(ALL, people, [*totals(placed.values()).values()])
    told = {
        "fins_de_carriere": outlook.whole("openings", "", "retirement"),
        "creations": outlook.whole("net_creations"),
    }
    value = round(sums["fins_de_carriere"] + sums["creations"], 2)
    yield Row((ALL, "postes"), Figure(value, "postes", people, *map(_ends, (posts.interval_80, posts.interval_95))))
    for name, one in told.items():
        ends = map(_ends, (one.interval_80, one.interval_95))
        yield Row((ALL, name), Figure(round(sums[name], 2), "postes", people, *ends))


def _rows(placed: Mapping[str, Placed], spread: Spread) -> Iterator[Row]:
    cut = {name: _hundredths(found) for name, found in spread.items()}
    for code, doubts in totals(placed.values()).items():
        people = spread["effectif"][code]
        n = round(people.value)
        is_clear = people.draws.min() == people.draws.max()
        ends = () if is_clear else map(_ends, people.intervals)
        yield Row((code, "effectif"), Figure(cut["effectif"][code] / 100, "personnes", n, *ends))
        yield from _doubts(code, n, [doubts])
        posts = spread["fins_de_carriere"][code].plus(spread["creations"][code])
        value = (cut["fins_de_carriere"][code] + cut["creations"][code]) / 100
        yield Row((code, "postes"), Figure(value, "postes", n, *map(_ends, posts.intervals)))
        for name in ("fins_de_carriere", "creations"):
            ends = map(_ends, spread[name][code].intervals)
            yield Row((code, name), Figure(cut[name][code] / 100, "postes", n, *ends))


def _doubts(code: str, n: int, found: list[tuple[float, float, float]]) -> Iterator[Row]:
    """Say how many of these people are here by their title, and the share that the passage hesitates about."""
    people, titled, unclear = (sum(column) for column in zip(*found, strict=True)) if found else (0, 0, 0)
    yield Row((code, "intitules"), Figure(round(titled), "personnes", n))
    yield Row((code, "ambigu"), Figure(round(unclear / people, 4) if people else 0.0, "part", n))


def _hundredths(found: Mapping[str, Shared]) -> dict[str, int]:
    """Round to hundredths so that the rounded values add up to the rounded sum (largest remainders first)."""
    exact = {code: round(100 * one.value, 6) for code, one in found.items()}
    floors = {code: int(value // 1) for code, value in exact.items()}
    missing = round(sum(exact.values())) - sum(floors.values())
    for code in sorted(exact, key=lambda code: (floors[code] - exact[code], code))[:missing]:
        floors[code] += 1
    return floors


def _ends(interval: Interval) -> Interval:
    return Interval(round(interval.low, 2), round(interval.high, 2))


def labels_of(table: Table, rome: Rome) -> dict[str, str]:
    """Label the ROME of a table."""
    codes = {row.keys[0] for row in table.rows} - {ALL}
    return {code: rome.labels.get(code, code) for code in codes} | {UNDETERMINED: "Métier indéterminé"}
