"""Several pôles put together: the records of their members, each enterprise once, and all they published before."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django_scopes import scope, scopes_disabled

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.indicators.gate.frozen import document_of, remembered
from vivier_web.indicators.gate.layout import HEADCOUNT, cube_of
from vivier_web.indicators.gate.together import BELONGING, POLE, belonging, lifted, of_pole, together
from vivier_web.indicators.models import Campaign, KnownFigure, Publication
from vivier_web.indicators.queries.cube_rows import Gathered, Row, groups_in
from vivier_web.indicators.queries.cubes import headcount_rows, labels_of
from vivier_web.indicators.queries.indicator_cubes import cube_key, of_campaign, publishable
from vivier_web.indicators.queries.publications import Past, table_of, told_elsewhere
from vivier_web.indicators.queries.responses import Response, added, response_of_wave
from vivier_web.members.models import Membership, Pole
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.deposits import current_deposits


@dataclass(frozen=True, slots=True)
class Given:
    """Hold what one pôle was given: the records of each enterprise, their worth, and what is said of them.

    Of an enterprise that gave twice, the best word stands: what it said over what was made up, then the last.
    """

    pole: Pole
    rows: Mapping[str, list[Row]]
    worth: Mapping[str, tuple[bool, str]]
    response: Response
    about: Mapping[str, str] = field(default_factory=dict)
    period: str = ""


def gathered_together(name: str, poles: Sequence[Pole], cube: str, on: dt.date) -> Gathered:
    """Give the records of the members of several pôles, each enterprise once, by the pôles it belongs to.

    Raises:
        InputError: they did not ask for the same thing.
    """
    slugs = [pole.slug for pole in poles]
    given = [each for pole in poles for each in _given(pole, cube, on)]
    about = _about(given)
    members: dict[str, set[str]] = {}
    best: dict[str, Given] = {}
    for each in given:
        for unit in each.rows:
            members.setdefault(unit, set()).add(each.pole.slug)
            if unit not in best or best[unit].worth[unit] < each.worth[unit]:
                best[unit] = each
    groups = groups_in(poles)  # what one pôle knows of a group holds for all
    whole = tuple(
        {**row, **belonging(members[unit]), "holding": groups.get(unit, unit)}
        for unit, each in best.items()
        for row in each.rows[unit]
    )
    made_up = frozenset(unit for unit, each in best.items() if not each.worth[unit][0])
    shared = sum(len(each) > 1 for each in members.values())
    count = counted(len(poles), "pôle")
    title = f"{about['label']}, {given[0].period}, {count}" if about else f"Effectifs des membres de {count}"
    response = added(each.response for each in given)
    provenance = (
        *_sources(about, len(members), len(poles), made_up=len(made_up)),
        ("Qui est compté", f"chaque entreprise une fois ; {_overlap(shared)} à plusieurs pôles"),
        *response.rows(),
        ("Contributeur", "le groupe de l’entreprise quand il est connu, sinon l’entreprise (SIREN)"),
    )
    return Gathered(together(cube_of(cube), slugs), title, on, whole, provenance, name, about, made_up, response)


def _given(pole: Pole, cube: str, on: dt.date) -> Iterator[Given]:
    with scope(pole=pole):
        if cube == HEADCOUNT.key:
            yield from _deposited(pole, on)
        else:
            yield from _answered(pole, cube, on)


def _deposited(pole: Pole, on: dt.date) -> Iterator[Given]:
    for wave in Wave.objects.filter(pole=pole, on=on, frozen_at__isnull=False, erased_at=None):
        rows: dict[str, list[Row]] = {}
        worth: dict[str, tuple[bool, str]] = {}
        deposits = [one for one in current_deposits(wave) if one.cells]
        for deposit in deposits:
            mine = _by_unit(headcount_rows(pole, [deposit]))
            rows |= mine
            worth |= dict.fromkeys(mine, (True, deposit.at.isoformat()))
        yield Given(pole, rows, worth, response_of_wave(wave, (one.organisation_id for one in deposits)))


def _answered(pole: Pole, cube: str, on: dt.date) -> Iterator[Given]:
    for campaign in Campaign.objects.filter(pole=pole, frozen_at__isnull=False).select_related("set"):
        if campaign.period_ends_on != on or all(cube_key(one) != cube for one in publishable(campaign)):
            continue
        found = of_campaign(pole, cube, str(campaign.pk))
        rows, said = _by_unit(found.rows), campaign.frozen_at.isoformat() if campaign.frozen_at else ""
        about = {name: words for name, words in found.about.items() if name != "vintage"}  # each has its own
        worth = {unit: (unit not in found.estimated, said) for unit in rows}
        yield Given(pole, rows, worth, found.response, about, campaign.period_words)


def _by_unit(rows: Sequence[Row] | Iterator[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["unit"], []).append(row)
    return found


def _about(given: Sequence[Given]) -> Mapping[str, str]:
    """Give what is said of an indicator by all, which must be one thing.

    Raises:
        InputError: it was not asked in the same version of the same set everywhere.
    """
    first = given[0].about if given else {}
    if any(each.about != first for each in given):
        raise InputError(
            "Ces pôles n’ont pas demandé cet indicateur dans les mêmes termes (même jeu, même version) : leur somme "
            "n’aurait pas de sens. Réunissez ceux qui ont répondu au même."
        )
    return first


def _overlap(shared: int) -> str:
    return counted(shared, "appartient", "appartiennent") if shared else "aucune n’appartient"


def _sources(about: Mapping[str, str], members: int, poles: int, *, made_up: int) -> tuple[tuple[str, str], ...]:
    if not about:
        whose = f"Effectifs déposés par {counted(members, 'membre')} de {poles} pôles qui les publient"
        return (("Source", whose),)
    estimated = counted(made_up, "valeur estimée", "valeurs estimées")
    return (
        ("Source", f"Réponses de {counted(members, 'membre')} de {poles} pôles à leurs campagnes, {about['period']}"),
        ("Définition", f"{about['definition']} Unité : {about['unit']}."),
        ("Estimations", f"{estimated} pour qui n’a pas répondu, signalées dans chaque case où elles entrent"),
        ("Redressement", "aucun : la somme est celle des entreprises comptées, sans poids"),
    )


def past_together(poles: Sequence[Pole], found: Gathered) -> Past:
    """Give all that these pôles let out of a day, alone, together or elsewhere, as cells of their common tables.

    Raises:
        InputError: other pôles were put together about that day: the two would be compared by nobody.
    """
    slugs, cube = [pole.slug for pole in poles], cube_of(found.cube.key)
    spec = found.cube.spec(found.cube.every)
    with scopes_disabled():
        alone = list(Publication.objects.filter(pole__in=poles, cube=cube.key, on=found.on).select_related("pole"))
        known = list(KnownFigure.objects.filter(pole__in=poles, cube=cube.key, on=found.on).select_related("pole"))
        several = Publication.objects.filter(pole=None, cube=cube.key, on=found.on)
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
    files += [lifted(told_elsewhere(cube, one), spec, one.pole.slug) for one in known]
    mine = [(row, document) for row, document in before if document["poles"] == slugs]
    files += [remembered(document) for _, document in mine]
    tables = tuple(dict.fromkeys(tuple(each) for _, document in mine for each in document["tables"]))
    extra = tuple(
        (of_pole(row.pole.slug), *each)
        for row, document in zip(alone, documents, strict=True)
        if row.pole is not None
        for each in document["tables"]
    )
    held = tuple((of_pole(one.pole.slug), *table_of(cube, one)) for one in known)
    digests = [row.sha256 for row in alone] + [f"figure:{one.pk}" for one in known] + [row.sha256 for row, _ in mine]
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
    from vivier.disclosure.overlaps import rest_of

    names = {pole.slug: pole.name for pole in poles}
    labels = labels_of(replace(found, cube=cube_of(found.cube.key)))
    codes = {row[BELONGING] for row in found.rows}
    labels[BELONGING] = {code: " et ".join(names[each] for each in code.split("+")) for code in codes}
    labels[POLE] = names | {rest_of(slug): f"Hors {name}" for slug, name in names.items()}
    return labels
