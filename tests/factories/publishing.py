"""Members whose headcounts are published through the gate, with values that nobody could write by chance."""

import datetime as dt

from django_scopes import scopes_disabled

from factories import collected
from vivier.vocabulary import InputError
from vivier_web.indicators.actions.publishing import (
    prepare_publication,
    publish,
    publish_together,
    work_out_publication,
)
from vivier_web.indicators.models import Publication
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.members.actions import admit_member, register_organisation
from vivier_web.skills.actions.waves import freeze_wave, open_wave

ON = collected.ON
LARGE = 48_731  # of the member that dominates its cells: improbable, so that a leak is seen
MEDIUM, COARSE, FINE = "medium", "coarse", "fine"
PLACES = ("74", "73", "38", "69")
NAFS = ("25.62B", "22.29A", "28.99B")


def member(pole, number, *, department="74", naf="25.62B", college="Entreprises"):
    """Admit a member in a département and an activity."""
    siren = collected.luhn(f"7{number:07d}")
    site = {
        "siret": collected.luhn(siren + "0001"),
        "town": "Cluses",
        "department": department,
        "is_head_office": True,
    }
    organisation = register_organisation(f"Membre {number}", siren=siren, by=None, sites=[site], naf=naf)
    admit_member(pole, organisation, joined_on=dt.date(2024, 1, 1), by=None, college=college)
    return organisation


def wave(pole, name="Janvier 2026", on=ON):
    """Open a collection about a day."""
    return open_wave(pole, name, on=on, opens_on=on, closes_on=on + dt.timedelta(days=60), by=None)


def crowd(number, people, pcs="623e"):
    """Build a company of so many people of one occupation."""
    return collected.company(collected.luhn(f"7{number:07d}"), (pcs, "35_44", "H", "CDI", people))


def gave(given, pole, number, people, *, pcs="623e", **where):
    """Admit a member and let it deposit."""
    organisation = member(pole, number, **where)
    collected.deposit(given, organisation, crowd(number, people, pcs))
    return organisation


def deposited(pole, *, members=24, large=LARGE):
    """Let members deposit: spread over four départements and three activities; one of them dominates its own."""
    given = wave(pole)
    for number in range(members):
        where = {"department": PLACES[number % 4], "naf": NAFS[number % 3]}
        gave(given, pole, number, 1_111 + 207 * (number % 5), pcs=("623e", "477a", "388a")[number % 3], **where)
    if large:
        gave(given, pole, 900, large, department="01", naf="30.30Z", college="Grandes")
    return given


def frozen(pole, **how):
    """Let members deposit, and freeze."""
    return freeze_wave(deposited(pole, **how), by=None)


def asked(given, detail=MEDIUM, **perimeter):
    """Ask for the headcounts of a wave."""
    return Asked("effectifs", f"wave:{given.pk}", detail, perimeter or {"perimeter": "all"})


def rehearsed(given, detail=MEDIUM):
    """Rehearse the publication of a wave."""
    return work_out_publication(prepare_publication(given.pole, asked(given, detail), by=None).pk)


def published(given, detail=MEDIUM, **perimeter):
    """Publish a wave; refused, it says why."""
    work = work_out_publication(publish(given.pole, asked(given, detail, **perimeter), by=None).pk)
    assert work.state == "done", (work.trouble, work.breaches)
    return Publication.objects.get(work=work)


def together(circle, on=ON, cube="effectifs"):
    """Publish what the pôles of a circle published alone; refused, it raises why."""
    work = work_out_publication(publish_together(circle, cube, on, by=None).pk)
    if work.state != "done":
        raise InputError(work.trouble)
    with scopes_disabled():
        return Publication.objects.get(work=work)


def refused(given, detail=MEDIUM, **perimeter):
    """Try to publish a wave, and give the passage that was refused."""
    work = work_out_publication(publish(given.pole, asked(given, detail, **perimeter), by=None).pk)
    assert work.state == "failed"
    return work


def wave_published(publication):
    """Give the wave that a publication is of."""
    from vivier_web.skills.models import Wave

    return Wave.objects.get(pk=publication.work.source.removeprefix("wave:"))


def wave_of_another_day(given, rank=0):
    """Collect again what the members of a wave gave, for another day, and freeze it."""
    from vivier_web.skills.models import Deposit

    later = wave(given.pole, "Juillet 2026", ON + dt.timedelta(days=181 + rank))
    for one in Deposit.objects.filter(wave=given):
        one.pk, one.wave = None, later
        one.save()
    return freeze_wave(later, by=None)
