"""From the contents of every file to one count a company, nobody counted twice."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from vivier.intake.anomalies import Log
from vivier.intake.counting import count, count_sites, merged, title_cells
from vivier.intake.data import LEVELS, UNKNOWN, Cell, Company, Count, Flow, Site, Skill
from vivier.intake.identity import Chains
from vivier.intake.positions import Position
from vivier.intake.snapshots import latest_lists, latest_tables, tell_old
from vivier.intake.sources import CrossTable, SkillTable, StaffList
from vivier.vocabulary import Period

_KINDS = {"dsn": "la DSN", "liste": "la liste du personnel", "tableau": "le tableau d’effectifs"}


@dataclass(slots=True)
class Payroll:
    """Hold what the payroll files of one company give on the reference day."""

    on: dt.date
    sites: frozenset[str]
    positions: list[Position]
    flows: tuple[Flow, ...] = ()
    exposed: tuple[Cell, ...] = ()
    months: tuple[Period, ...] = ()


@dataclass(slots=True)
class Dossier:
    """Gather everything that was read about one company (or about one file whose SIREN is unknown)."""

    siren: str
    chains: Chains = field(default_factory=Chains)
    payroll: Payroll | None = None
    lists: list[StaffList] = field(default_factory=list)
    tables: list[CrossTable] = field(default_factory=list)
    skills: list[SkillTable] = field(default_factory=list)


@dataclass(slots=True)
class _Claim:
    """Hold which establishments one source describes."""

    kind: str
    file: str
    sites: frozenset[str]

    def overlaps(self, other: frozenset[str]) -> frozenset[str]:
        """Give the establishments both describe; a source that names none may describe any of them."""
        mine, theirs = self.sites - {UNKNOWN}, other - {UNKNOWN}
        if not mine or not theirs:
            return self.sites | other
        return mine & theirs


def company(
    dossier: Dossier, on: dt.date, log: Log, *, single_ages: bool, prefer: str, titles: bool = False
) -> Company | None:
    """Count one company; None when none of its files is about the reference day.

    Where sources of two kinds describe the same establishment, one is kept: the DSN over staff lists, nominal
    sources over aggregated ones unless `prefer` is `aggregated`. `titles` counts people by job title too.
    """
    lists, tables_then = latest_lists(dossier.lists, on, log), latest_tables(dossier.tables, on, log)
    kept = _kept(replace(dossier, lists=lists, tables=tables_then), log, prefer=prefer)
    tell_old([*kept.lists, *kept.tables], on, log)
    payroll = kept.payroll
    day = on if payroll is None else payroll.on
    positions = [position for one in kept.lists for position in one.positions]
    declared: frozenset[str] = frozenset()
    if payroll is not None:
        positions += payroll.positions
        declared = payroll.sites
    tables = _by_site(kept.tables)
    if not (positions or declared or tables or dossier.lists or dossier.skills):
        return None
    nominal = count(positions, day, dossier.chains, single_ages=single_ages)
    return Company(
        siren=dossier.siren,
        on=day,
        kind=_kind(kept),
        count=merged([nominal, *tables.values()]) if tables else nominal,
        sites=_sites(count_sites(positions, day, dossier.chains, single_ages=single_ages), declared, tables),
        flows=dossier.payroll.flows if dossier.payroll is not None else (),
        exposed=dossier.payroll.exposed if dossier.payroll is not None else (),
        skills=_skills(dossier.skills),
        months=dossier.payroll.months if dossier.payroll is not None else (),
        titles=title_cells(positions, day, dossier.chains, single_ages=single_ages) if titles else (),
    )


def _kind(kept: Dossier) -> str:
    if kept.payroll is not None:
        return "dsn"
    return "liste" if kept.lists else "tableau" if kept.tables else "competences"


def _kept(dossier: Dossier, log: Log, *, prefer: str) -> Dossier:
    """Leave out, with a notice, what describes again establishments that a better source describes."""
    kept = Dossier(dossier.siren, dossier.chains)
    claims: list[_Claim] = []
    kinds = ("tableau", "dsn", "liste") if prefer == "aggregated" else ("dsn", "liste", "tableau")
    for kind in kinds:
        mine: list[_Claim] = []
        if kind == "dsn" and dossier.payroll is not None:
            mine += _keep_payroll(dossier.payroll, kept, claims, log)
        elif kind == "liste":
            mine += [claim for one in dossier.lists for claim in _keep_list(one, kept, claims, log)]
        elif kind == "tableau":
            mine += [claim for one in dossier.tables for claim in _keep_table(one, kept, claims, log)]
        claims += mine
    return kept


def _taken(sites: frozenset[str], kind: str, file: str, claims: Iterable[_Claim], log: Log) -> frozenset[str]:
    """Give the establishments that earlier sources already describe, and say so."""
    taken: frozenset[str] = frozenset()
    for claim in claims:
        again = claim.overlaps(sites) & sites
        if again:
            again |= sites & {UNKNOWN}  # its rows without establishment may be of those already described
            log.add("N02", file, site=", ".join(sorted(again)), kept=_KINDS[claim.kind], left=_KINDS[kind])
            taken |= again
    return taken


def _keep_payroll(payroll: Payroll, kept: Dossier, claims: list[_Claim], log: Log) -> list[_Claim]:
    taken = _taken(payroll.sites, "dsn", claims[0].file if claims else "", claims, log)
    if taken == payroll.sites and taken:
        return []
    positions = [position for position in payroll.positions if position.site not in taken]
    kept.payroll = Payroll(payroll.on, payroll.sites - taken, positions)
    return [_Claim("dsn", "", payroll.sites - taken)]


def _keep_list(one: StaffList, kept: Dossier, claims: list[_Claim], log: Log) -> list[_Claim]:
    sites = frozenset(position.site for position in one.positions) or frozenset({UNKNOWN})
    taken = _taken(sites, "liste", one.file, claims, log)
    if taken == sites:
        return []
    positions = [position for position in one.positions if position.site not in taken]
    kept.lists.append(StaffList(one.file, one.siren, one.dated, positions))
    return [_Claim("liste", one.file, sites - taken)]


def _keep_table(one: CrossTable, kept: Dossier, claims: list[_Claim], log: Log) -> list[_Claim]:
    sites = frozenset({one.site})
    if _taken(sites, "tableau", one.file, claims, log):
        return []
    kept.tables.append(one)
    return [_Claim("tableau", one.file, sites)]


def _by_site(tables: Iterable[CrossTable]) -> dict[str, Count]:
    """Add up the tables of each establishment: one may count the men, another the women."""
    counts: defaultdict[str, list[Count]] = defaultdict(list)
    for table in tables:
        counts[table.site].append(Count(sum(c.n for c in table.cells), cells=tuple(table.cells)))
    return {site: merged(same) for site, same in counts.items()}


def _sites(nominal: Iterable[Site], declared: Iterable[str], tables: dict[str, Count]) -> tuple[Site, ...]:
    found = {site.siret: site for site in nominal}
    for siret in declared:
        found.setdefault(siret, Site(siret, Count()))
    for siret, counted in tables.items():
        before = found.get(siret, Site(siret, Count()))
        found[siret] = Site(siret, merged([before.count, counted]), before.hires, before.exits)
    return tuple(found[siret] for siret in sorted(found))


def _skills(tables: Iterable[SkillTable]) -> tuple[Skill, ...]:
    """Add up the matrices of a company, skill by skill."""
    return added_skills(
        Skill(name, table.required.get(name), counts) for table in tables for name, counts in table.levels.items()
    )


def added_skills(skills: Iterable[Skill]) -> tuple[Skill, ...]:
    """Add up skills of the same name; every level is there, and the highest level required stands."""
    by_name: defaultdict[str, list[Skill]] = defaultdict(list)
    for skill in skills:
        by_name[skill.name].append(skill)
    return tuple(
        Skill(
            name,
            max((skill.required for skill in same if skill.required is not None), default=None),
            {level: sum(skill.levels.get(level, 0) for skill in same) for level in LEVELS},
        )
        for name, same in sorted(by_name.items())
    )
