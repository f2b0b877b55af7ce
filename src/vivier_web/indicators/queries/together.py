"""Several pôles put together: the records of their members, each enterprise once, and all they published before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import document_of, remembered
from vivier_web.indicators.gate.layout import HEADCOUNT
from vivier_web.indicators.gate.together import BELONGING, OUT, belonging, code_of, column_of, lifted, together
from vivier_web.indicators.models import KnownFigure, Publication
from vivier_web.indicators.queries.cube_rows import Gathered, Row, groups_in
from vivier_web.indicators.queries.cubes import headcount_rows, labels_of
from vivier_web.indicators.queries.publications import Past, table_of, told_elsewhere
from vivier_web.indicators.rules import FRANCE
from vivier_web.members.models import Membership, Network, Pole
from vivier_web.members.territory import REGIONS
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.deposits import current_deposits

MOST = 12  # beyond, the tables of so many pôles and of all that they share would take hours


@dataclass(frozen=True, slots=True)
class Circle:
    """Hold which pôles are put together: those of a network, of a Region, or all of them (`FR`)."""

    name: str
    key: str  # of its addresses: `reseau-mecanique`, `region-84`, `france`
    network: Network | None = None
    territory: str = ""

    def of(self, rows: "QuerySet[Publication]") -> "QuerySet[Publication]":
        """Keep what the pôles of this circle published alone."""
        if self.network is not None:
            return rows.filter(pole__networks=self.network)
        return (
            rows.filter(pole__isnull=False) if self.territory == FRANCE else rows.filter(pole__region=self.territory)
        )

    def own(self) -> "QuerySet[Publication]":
        """Give what was published of it, withdrawn or not."""
        rows: QuerySet[Publication] = Publication.objects.filter(pole=None).defer("content")
        return rows.filter(network=self.network, territory=self.territory)


def circle_of_network(network: Network) -> Circle:
    """Give the circle of a network."""
    return Circle(network.name, f"reseau-{network.slug}", network)


def circle_of_territory(code: str) -> Circle:
    """Give the circle of a Region, or of France.

    Raises:
        InputError: there is no such territory.
    """
    if code == FRANCE:
        return Circle("Ensemble des pôles", "france", territory=FRANCE)
    if code not in REGIONS:
        raise InputError("Choisissez une Région dans la liste.")
    return Circle(f"Pôles de la Région {REGIONS[code]}", f"region-{code.lower()}", territory=code)


def days_of(circle: Circle) -> list[tuple[dt.date, int]]:
    """Give the days about which at least two pôles of a circle published their headcounts, the latest first."""
    with scopes_disabled():
        rows = circle.of(Publication.objects.filter(cube=HEADCOUNT.key, withdrawn_at=None))
        pairs = set(rows.order_by().values_list("on", "pole"))
    counted = {on: sum(each == on for each, _ in pairs) for on, _ in pairs}
    return sorted(((on, n) for on, n in counted.items() if n > 1), reverse=True)


def poles_published(circle: Circle, on: dt.date) -> list[Pole]:
    """Give the pôles of a circle that published their headcounts of a day: those alone are put together.

    Raises:
        InputError: there are fewer than two of them, or too many.
    """
    with scopes_disabled():
        rows = circle.of(Publication.objects.filter(cube=HEADCOUNT.key, on=on, withdrawn_at=None))
        poles = list(Pole.objects.filter(pk__in=rows.order_by().values("pole")).order_by("slug"))
    if len(poles) < 2:
        raise InputError("Il faut au moins deux pôles réunis qui aient publié leurs effectifs de ce jour.")
    if len(poles) > MOST:
        raise InputError(f"Réunissez {MOST} pôles au plus : au-delà, ce qu’ils partagent ne se protège plus à temps.")
    return poles


def gathered_together(name: str, poles: Sequence[Pole], on: dt.date) -> Gathered:
    """Give the people of the members of several pôles, each enterprise once, by the pôles it belongs to."""
    slugs = [pole.slug for pole in poles]
    rows: dict[str, tuple[str, list[Row]]] = {}
    members: dict[str, set[str]] = {}
    for pole in poles:
        with scope(pole=pole):
            for wave in Wave.objects.filter(pole=pole, on=on, frozen_at__isnull=False, erased_at=None):
                for deposit in (one for one in current_deposits(wave) if one.cells):
                    own = list(headcount_rows(pole, [deposit]))
                    for unit in {row["unit"] for row in own}:
                        members.setdefault(unit, set()).add(pole.slug)
                        said = deposit.at.isoformat()
                        if unit not in rows or rows[unit][0] < said:  # given twice: the last word stands
                            rows[unit] = (said, [row for row in own if row["unit"] == unit])
    groups = groups_in(poles)  # what one pôle knows of a group holds for all
    whole = tuple(
        {**row, **belonging(sorted(members[unit]), slugs), "holding": groups.get(unit, unit)}
        for unit, (_, own) in rows.items()
        for row in own
    )
    shared = sum(len(each) > 1 for each in members.values())
    provenance = (
        ("Source", f"Effectifs déposés par {counted(len(members), 'membre')} de {len(poles)} pôles qui les publient"),
        (
            "Qui est compté",
            f"chaque entreprise une fois ; {counted(shared, 'appartient', 'appartiennent')} à plusieurs pôles",
        ),
        ("Contributeur", "le groupe de l’entreprise quand il est connu, sinon l’entreprise (SIREN)"),
    )
    cube = together(HEADCOUNT, slugs)
    return Gathered(cube, f"Effectifs des membres de {len(poles)} pôles", on, whole, provenance, name)


def past_together(poles: Sequence[Pole], found: Gathered) -> Past:
    """Give all that these pôles let out of a day, alone, together or elsewhere, as cells of their common tables.

    Raises:
        InputError: other pôles were put together about that day: the two would be compared by nobody.
    """
    slugs = [pole.slug for pole in poles]
    spec = found.cube.spec(found.cube.every)
    with scopes_disabled():
        alone = list(
            Publication.objects.filter(pole__in=poles, cube=HEADCOUNT.key, on=found.on).select_related("pole")
        )
        known = list(
            KnownFigure.objects.filter(pole__in=poles, cube=HEADCOUNT.key, on=found.on).select_related("pole")
        )
        several = Publication.objects.filter(pole=None, cube=HEADCOUNT.key, on=found.on)
        before = [(row, document_of(bytes(row.content))) for row in several]
    if any(_is_tangled(document["poles"], poles) for _, document in before):
        raise InputError(
            "Ces pôles ont déjà paru pour ce jour avec d’autres qui partagent leurs membres : la différence dirait "
            "ce qu’ils ont en commun. Reprenez les mêmes pôles."
        )
    documents = [document_of(bytes(row.content)) for row in alone]
    files = [
        lifted(remembered(each), spec, row.pole.slug)
        for row, each in zip(alone, documents, strict=True)
        if row.pole is not None
    ]
    files += [lifted(told_elsewhere(HEADCOUNT, one), spec, one.pole.slug) for one in known]
    mine = [(row, document) for row, document in before if document["poles"] == slugs]
    files += [remembered(document) for _, document in mine]
    tables = tuple(dict.fromkeys(tuple(each) for _, document in mine for each in document["tables"]))
    extra = tuple(
        (f"pôle {row.pole.slug}", *each)
        for row, document in zip(alone, documents, strict=True)
        if row.pole is not None
        for each in document["tables"]
    )
    held = tuple((f"pôle {one.pole.slug}", *table_of(HEADCOUNT, one)) for one in known)
    digests = [row.sha256 for row in [*alone, *(row for row, _ in mine)]] + [f"figure:{one.pk}" for one in known]
    return Past(tuple(files), tuple(dict.fromkeys((*tables, *extra, *held))), tuple(digests))


def _is_tangled(before: Sequence[str], poles: Sequence[Pole]) -> bool:
    """Tell whether some of these appeared with others, and some of those share a member with some of these.

    The overlap of two pôles comes out of three totals, of which none is a cell of the two others' tables.
    """
    slugs = {pole.slug for pole in poles}
    odd = set(before) ^ slugs
    if not odd or not set(before) & slugs:
        return False
    with scopes_disabled():
        of_odd = Membership.objects.filter(pole__slug__in=odd).order_by().values("organisation")
        kept = (set(before) | slugs) - odd
        return Membership.objects.filter(pole__slug__in=kept, organisation__in=of_odd).exists()


def labels_together(found: Gathered, poles: Sequence[Pole]) -> dict[str, dict[str, str]]:
    """Give the words of every code, those of the pôles too."""
    names = {code_of(pole.slug): pole.name for pole in poles}
    labels = labels_of(replace(found, cube=HEADCOUNT))
    codes = {row[BELONGING] for row in found.rows}
    labels[BELONGING] = {code: " et ".join(names[each] for each in code.split("+")) for code in codes}
    for pole in poles:
        labels[column_of(pole.slug)] = {code_of(pole.slug): pole.name, OUT: f"Hors {pole.name}"}
    return labels
