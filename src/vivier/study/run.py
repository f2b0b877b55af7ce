"""The chain: cells of a read → stock → projection → tables."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from importlib.metadata import version

from vivier.french import number
from vivier.intake import Headcount
from vivier.intake.declared import Declared
from vivier.reference import RetirementLaw, law_on, pcs_label, retirement_law
from vivier.study.coding import coding_tables
from vivier.study.creations import Creation, bounded_lines, creation_lines, end_of, with_creations
from vivier.study.data import ALL, TOTAL, Assumption, Fact, Figure, Study, Table
from vivier.study.difficulty import Project, judged
from vivier.study.exposure import exposed
from vivier.study.families import Families, family_assumptions, family_stock, family_tables, official_assumptions
from vivier.study.left_out import left_out, notes
from vivier.study.observed import observed_flows
from vivier.study.owners import owner_lines, owner_table
from vivier.study.present import present_tables
from vivier.study.projected import projected_tables
from vivier.study.rates import rate_table
from vivier.study.rome import Rome, Titles, placed_people
from vivier.study.rome_table import labels_of, rome_table
from vivier.study.scenarios import scenario_table
from vivier.study.sharing import ALIKE
from vivier.study.sourced import official_lines, scenario_lines
from vivier.study.stock import permanent_stock
from vivier.study.titles import Answers, Coder, answered, recoded
from vivier.study.witnesses import witnessed
from vivier.workforce import Assumptions, Outlook, Stock, forecast
from vivier.workforce.projection import compare
from vivier.workforce.scenarios import REFERENCE, shipped_scenarios, under
from vivier.workforce.transmission import Owner, OwnerAssumptions, transmissions


@dataclass(frozen=True, slots=True)
class Parameters:
    """Choose what a study supposes: years, draws, seed, and the retirement law (None: the last year’s).

    `coded_with` says, in French, with what the coder codes job titles; `caution` what a reader must know of it, or
    why titles were not coded. `creations` are new posts that companies and projects declare; `projects` what
    members say of their hiring, set beside the official difficulty; `rome` adds the same people in ROME.
    """

    horizon: int = 10
    draws: int = 1000
    seed: int = 1
    law: str | None = None
    coded_with: str = ""
    caution: str = ""
    creations: tuple[Creation, ...] = ()
    rome: Rome | None = None
    projects: tuple[Project, ...] = ()

    def retirement_law(self, on: dt.date) -> RetirementLaw:
        """Give the version of the law the study uses."""
        if self.law is not None:
            return retirement_law(self.law)
        return law_on(on.replace(year=on.year + self.horizon, day=min(on.day, 28)))


def run(
    headcount: Headcount,
    *,
    parameters: Parameters,
    declared: Iterable[Declared] = (),
    coder: Coder | None = None,
    families: Families | None = None,
    owners: Sequence[Owner] = (),
) -> Study:
    """Make the study of a pôle from a read with single ages; the same read and parameters give the same study.

    `coder` gives the PCS-ESE of the job titles that the read carries: see `vivier.study.titles`. `families` adds the
    same people by official family, beside their region: see `vivier.study.families`; `owners` (who declared their age
    and plans) the businesses that change hands.
    """
    declared = tuple(sorted(declared))
    read = answered(headcount, coder) if coder is not None else {}
    answers = witnessed(headcount, read)
    titles = Titles(headcount, answers, _in_rome(headcount, parameters.rome))
    coding = coding_tables(headcount, answers, read)
    headcount = recoded(headcount, answers) if answers else headcount
    law = parameters.retirement_law(headcount.on)
    assumptions = Assumptions(law, observed=observed_flows(headcount))
    stock = permanent_stock(headcount)
    if families is not None:
        assumptions = official_assumptions(assumptions, families, stock)
    bounded = tuple(bounded_lines(assumptions, stock, parameters.creations, horizon=parameters.horizon))
    assumptions = with_creations(assumptions, stock, parameters.creations, horizon=parameters.horizon)
    horizon, draws, seed = parameters.horizon, parameters.draws, parameters.seed
    scenarios = under(assumptions, shipped_scenarios())
    outlooks = compare(stock, scenarios, horizon=horizon, draws=draws, seed=seed)
    projected = (*projected_tables(outlooks[REFERENCE]), scenario_table(outlooks), rate_table(assumptions))
    beside = _beside(stock, assumptions, families, parameters) if families is not None else ()
    in_rome = _rome_tables(stock, titles, outlooks[REFERENCE], parameters)
    handed = OwnerAssumptions(law)
    hands = _hands(owners, handed, headcount.on, parameters)
    tables = (*present_tables(headcount, declared), *coding, *projected, *beside, *in_rome, *hands)
    tables = (*tables, left_out(headcount))
    return Study(
        on=headcount.on.isoformat(),
        horizon=parameters.horizon,
        seed=parameters.seed,
        facts=_facts(tables, headcount.on, parameters.horizon),
        tables=tables,
        assumptions=(
            *_assumptions(assumptions, parameters),
            *creation_lines(parameters.creations, end=end_of(headcount.on, parameters.horizon)),
            *bounded,
            *scenario_lines(shipped_scenarios()),
            *_coded_with(answers, parameters),
            *_official(families, beside, parameters.projects),
            *_way_to(parameters.rome, in_rome),
            *(Assumption(*line) for line in owner_lines(owners, handed)),
        ),
        notes=(*filter(None, [parameters.caution]), *notes(headcount)),
        inputs_sha256=_inputs_hash(titles, declared, owners),
        parameters_sha256=_parameters_hash(headcount.on, parameters, law, families),
        version=version("vivier"),
        labels=_labels(tables, families, parameters.rome),
    )


def _in_rome(headcount: Headcount, rome: Rome | None) -> Answers:
    """Code the titles in ROME; none without a coder."""
    return answered(headcount, rome.coder, rome.labels) if rome is not None and rome.coder is not None else {}


def _rome_tables(stock: Stock, titles: Titles, outlook: Outlook, parameters: Parameters) -> tuple[Table, ...]:
    """Give the same people in ROME; nothing without a way there, or without anybody projected."""
    if parameters.rome is None or not outlook.keys:
        return ()
    placed = placed_people(stock, titles, parameters.rome.shares, horizon=parameters.horizon)
    return (rome_table(outlook, placed, parameters.rome),)


def _beside(stock: Stock, assumptions: Assumptions, families: Families, parameters: Parameters) -> tuple[Table, ...]:
    """Project the same people by official family."""
    theirs = family_stock(stock, families)
    if not theirs.people:
        return ()
    outlook = forecast(
        theirs,
        assumptions=family_assumptions(assumptions, families, theirs),
        horizon=parameters.horizon,
        draws=parameters.draws,
        seed=parameters.seed,
    )
    unclear = Stock(stock.on, tuple(cell for cell in stock.cells if cell.occupation in families.ambiguous))
    doubtful = Counter[str]()
    for cell in family_stock(unclear, families).cells:
        doubtful[cell.occupation] += cell.n
    return family_tables(outlook, families, doubtful, judged(parameters.projects, families.shares))


def _hands(
    owners: Sequence[Owner], assumptions: OwnerAssumptions, on: dt.date, parameters: Parameters
) -> tuple[Table, ...]:
    if not owners:
        return ()
    drawn = {"horizon": parameters.horizon, "draws": parameters.draws, "seed": parameters.seed}
    return (owner_table(transmissions(owners, assumptions=assumptions, on=on, **drawn)),)


def _official(
    families: Families | None, tables: Sequence[Table], projects: Sequence[Project]
) -> Iterator[Assumption]:
    if families is None:
        return
    held = {row.keys[0] for table in tables if table.name == "familles" for row in table.rows}
    yield from official_lines(families, held, projects)


def _way_to(rome: Rome | None, tables: Sequence[Table]) -> Iterator[Assumption]:
    if rome is None or not tables:
        return
    yield Assumption("rome", "Passage au ROME", rome.title, " ; ".join(rome.path))
    likeness = f"Dirichlet de concentration {number(ALIKE)} autour des parts du passage"
    yield Assumption("rome.alike", "Doute sur les parts du ROME", likeness, "Hypothèse [M]")


def _facts(tables: Sequence[Table], on: dt.date, horizon: int) -> tuple[Fact, ...]:
    """Pick the four headlines of the study, each from its table."""
    found = {(table.name, row.keys): row.figure for table in tables for row in table.rows}
    ends = found.get(("postes", (ALL, TOTAL, "retraite")))
    because = f", dont {number(ends.value)} en fin de carrière" if ends is not None else ""
    wanted = (
        ("postes", "postes", (ALL, TOTAL, "toutes"), f"postes à pourvoir d’ici {on.year + horizon}{because}"),
        (
            "fins_de_carriere",
            "departs",
            (ALL, TOTAL, "retraite"),
            "salariés d’aujourd’hui partiront en fin de carrière",
        ),
        ("seniors_55", "seniors_55", (ALL,), "des salariés ont 55 ans ou plus"),
    )
    facts = [
        Fact(name, label, figure, table)
        for name, table, keys, label in wanted
        if (figure := found.get((table, keys))) is not None
    ]
    exposition = next(table for table in tables if table.name == "exposition")
    whole = found.get(("exposition", (ALL, "retraite")))
    if whole is not None:
        count = Figure(len(exposed(exposition)), "metiers", whole.n)
        lose = "métier perdra" if count.value < 2 else "métiers perdront"
        facts.append(Fact("exposes", f"{lose} nettement plus de monde que l’ensemble", count, "exposition"))
    return tuple(facts)


def _assumptions(assumptions: Assumptions, parameters: Parameters) -> tuple[Assumption, ...]:
    setting = "réglage de l’étude"
    return (
        Assumption("horizon", "Horizon", f"{parameters.horizon} ans", setting),
        Assumption("draws", "Tirages de la projection", str(parameters.draws), setting),
        Assumption("seed", "Graine du hasard", str(parameters.seed), setting),
        *(Assumption(*line) for line in assumptions.listed()),
    )


def _coded_with(answers: Answers, parameters: Parameters) -> tuple[Assumption, ...]:
    if not answers:
        return ()
    value = parameters.coded_with or "codeur fourni par l’appelant"
    return (Assumption("coding", "Codage des intitulés", value, "intitulés lus dans les fichiers"),)


def _labels(tables: Sequence[Table], families: Families | None, rome: Rome | None) -> dict[str, str]:
    """Label the occupations counted, those proposed for the titles to review, official families, and ROME."""
    codes = {
        row.keys[table.dimensions.index("metier")]
        for table in tables
        if table.name in ("metiers", "a_relire")
        for row in table.rows
    }
    found = {code: pcs_label(code) for code in sorted(codes - {ALL, "inconnu", ""})}
    if families is not None:
        found |= families.labels
    for table in tables:
        if rome is not None and table.name == "rome":
            found |= labels_of(table, rome)
    return found


def _inputs_hash(titles: Titles, declared: tuple[Declared, ...], owners: Sequence[Owner]) -> str:
    sources = titles.headcount.sources
    files = sorted(source.sha256 for source in sources if source.kind not in ("refuse", "declared"))
    given: dict[str, object] = {
        "fichiers": files,
        "declares": [[one.siren, one.population, one.n] for one in declared],
    }
    # What a human decided since may change answers: the same print promises the same figures.
    for name, answers in (("codage", titles.in_pcs), ("codage_rome", titles.in_rome)):
        if answers:
            given[name] = sorted([*astuple(title), *map(str, astuple(coding))] for title, coding in answers.items())
    if owners:
        given["dirigeants"] = sorted(map(repr, owners))
    return _hash(given)


def _parameters_hash(on: dt.date, parameters: Parameters, law: RetirementLaw, families: Families | None) -> str:
    chosen: dict[str, object] = {"on": on.isoformat(), "law": law.version, "horizon": parameters.horizon}
    if families is not None:
        chosen["families"] = f"{families.title}, {families.region}"
    if parameters.rome is not None:
        chosen["rome"] = [parameters.rome.title, *parameters.rome.path]
    if parameters.projects:
        chosen["projects"] = sorted(map(astuple, parameters.projects))
    if parameters.creations:
        chosen["creations"] = sorted(map(astuple, parameters.creations))
    return _hash({**chosen, "draws": parameters.draws, "seed": parameters.seed})


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
