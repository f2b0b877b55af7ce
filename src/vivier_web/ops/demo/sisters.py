"""Three fictional pôles of other regions that published a collection too; one of them with the main one, together."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.demo.identifiers import siren_of, siret_of
from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import BANDS, Count, Site
from vivier.intake.sending import as_sent
from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.publishing import publish, publish_together, work_out_publication
from vivier_web.indicators.queries.circles import circle_of_network
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.members.actions import admit_member, link_network, register_organisation
from vivier_web.members.models import Network, Organisation, Pole
from vivier_web.ops.demo.pole import Founded
from vivier_web.ops.demo.publishing import FEWEST
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Deposit

ON = dt.date(2025, 7, 31)  # the day the main pôle publishes too
_BY_AGE = (9, 24, 26, 24, 11, 6)


@dataclass(frozen=True, slots=True)
class Sister:
    """Describe a pôle: what its members do, where, how large, and in which occupations."""

    slug: str
    first: int  # the number of its first company, in the fictional range of SIRENs
    trades: tuple[str, ...]  # beginnings of names, crossed with their ends
    lands: tuple[str, ...]
    nafs: tuple[str, ...]
    departments: tuple[str, ...]
    size: float  # the median of people in a company
    occupations: tuple[tuple[str, int], ...]  # PCS, weight
    shared: tuple[int, ...] = ()  # the members of the main pôle that are its own too, by rank


SISTERS = (
    Sister(
        "photonique-de-l-ouest", 4000,
        ("Optique", "Laser", "Fibres", "Lumières"),
        ("d’Armor", "du Léon", "de Brocéliande"),
        ("26.70Z", "26.51B", "71.12B", "72.19Z"), ("22", "35", "35", "29", "56"), 24,
        (("383a", 12), ("383b", 5), ("473b", 11), ("478a", 5), ("622a", 9), ("542a", 4), ("374d", 3)),
        shared=(3, 4, 6, 9, 13, 15),
    ),
    Sister(
        "bois-et-forets-de-l-est", 4200,
        ("Scierie", "Charpentes", "Menuiserie", "Parquets"),
        ("du Donon", "de la Saulx", "du Ballon"),
        ("16.10A", "16.23Z", "31.09B", "02.20Z"), ("88", "57", "54", "67", "55"), 17,
        (("632d", 12), ("632j", 8), ("675b", 14), ("386e", 2), ("641a", 4), ("543b", 3), ("374d", 2)),
    ),
    Sister(
        "sante-du-midi", 4400,
        ("Biotechnologies", "Implants", "Diagnostics", "Prothèses"),
        ("d’Oc", "de la Garonne", "du Lez"),
        ("21.20Z", "32.50A", "72.11Z", "26.60Z"), ("31", "31", "34", "30", "81"), 31,
        (("385a", 11), ("475a", 12), ("475b", 8), ("344d", 2), ("433a", 5), ("543b", 5), ("374b", 4)),
    ),
)  # fmt: skip


def publish_all(founded: Founded) -> None:
    """Let the members of each deposit once, and publish; a small demonstration does without."""
    if len(founded.members) < FEWEST:
        return
    for sister in SISTERS:
        publish_one(sister, [one for rank, (one, _) in enumerate(founded.members) if rank in sister.shared])
    publish_with(founded, SISTERS[0])


def publish_with(founded: Founded, sister: Sister) -> None:
    """Let the network of the fictional pôle, which a sister joins, publish both together."""
    network = Network.objects.get(poles=founded.pole)
    link_network(network, Pole.objects.get(slug=sister.slug), by=None)
    by = User.objects.get(roles__network=network)
    with suppress(InputError):  # of few members, the gate may refuse one of them or both: nothing appears, as in life
        work_out_publication(publish_together(circle_of_network(network), "effectifs", ON, by=by).pk)


def publish_one(sister: Sister, shared: Iterable[Organisation] = ()) -> None:
    """Admit the members of one pôle, its own and those it shares, collect what they have, and publish it."""
    pole, today = Pole.objects.get(slug=sister.slug), timezone.localdate()
    opens_on = today - dt.timedelta(days=90)
    with scope(pole=pole):
        wave = open_wave(pole, "Juillet 2025", on=ON, opens_on=opens_on, closes_on=today, by=None)
        for organisation, company in _members(pole, sister):
            payload = {"company": as_sent(Headcount(ON, (company,))), "titles": [], "single_ages": False}
            deposit(wave, organisation, payload, by=None)
        for kept in [*_given_by(shared)]:
            admit_member(pole, kept.organisation, joined_on=today - dt.timedelta(days=150), by=None)
            deposit(wave, kept.organisation, {"company": kept.cells, "titles": [], "single_ages": False}, by=None)
        freeze_wave(wave, by=None)
        asked = Asked("effectifs", f"wave:{wave.pk}", "medium", {"perimeter": "all", "value": ""})
        work_out_publication(publish(pole, asked, by=None).pk)


def _given_by(shared: Iterable[Organisation]) -> Iterator[Deposit]:
    """Give what members of the main pôle deposited there for the same day: they give the same to both."""
    with scopes_disabled():
        rows = Deposit.objects.filter(wave__on=ON, wave__frozen_at__isnull=False, organisation__in=list(shared))
        yield from rows.filter(replaced_at=None, cells__isnull=False).select_related("organisation").order_by("pk")


def _members(pole: Pole, sister: Sister) -> Iterator[tuple[Organisation, Company]]:
    """Admit the members, each with what it would deposit."""
    rng = random.Random(sister.slug)
    joined_on = timezone.localdate() - dt.timedelta(days=200)
    for rank, name in enumerate(f"{trade} {land}" for land in sister.lands for trade in sister.trades):
        siren = siren_of(sister.first + rank)
        place = {"department": rng.choice(sister.departments), "siret": siret_of(siren, 1), "is_head_office": True}
        naf = rng.choice(sister.nafs)
        company = _company(siren, sister, rng)
        kind = "micro" if company.count.people < 10 else "sme"
        organisation = register_organisation(name, siren=siren, by=None, sites=[place], naf=naf, kind=kind)
        admit_member(pole, organisation, joined_on=joined_on, by=None, college="Entreprises")
        yield organisation, company


def _company(siren: str, sister: Sister, rng: random.Random) -> Company:
    """Draw the people of a company: how many, in which occupations, at which ages."""
    people = max(2, min(400, round(rng.lognormvariate(0, 1.1) * sister.size)))
    codes, weights = zip(*sister.occupations, strict=True)
    drawn = Counter(
        (pcs, rng.choices(BANDS, _BY_AGE)[0], rng.choice("HHF"), rng.choices(("CDI", "CDD"), (9, 1))[0])
        for pcs in rng.choices(codes, weights, k=people)
    )
    count = Count(people, people, float(people), cells=tuple(Cell(*key, n) for key, n in sorted(drawn.items())))
    return Company(siren, ON, "liste", count, (Site(siret_of(siren, 1), count),))
