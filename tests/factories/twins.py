"""Twelve companies of one region, two regions nearly alike and one company alone: collected, or asked for jobs."""

from decimal import Decimal

from django.utils import timezone
from django_scopes import scope

from factories import campaigned, collected, publishing
from factories.publishing import COARSE, ON
from vivier_web.indicators.actions.publishing import publish, work_out_publication
from vivier_web.indicators.gate.frozen import document_of
from vivier_web.indicators.models import Campaign, Publication, Vintage
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.indicators.queries.vintages import Record, packed
from vivier_web.skills.actions.waves import freeze_wave

JOBS = "indicateur:emplois"
CENTRE, BRITTANY, CORSICA = "24", "53", "94"
ALONE = 61  # of the one company of its region
# Twelve companies of one region, three of each of two others that are nearly as large, and one alone in a fourth.
PLACES = ("74",) * 12 + ("45",) * 3 + ("35",) * 3 + ("2A",)
PEOPLE = (*(151 + 7 * rank for rank in range(12)), 60, 62, 64, 61, 63, 65, ALONE)
JOBS_SAID = (*PEOPLE[:12], 62, 64, 66, 60, 62, 63, ALONE)  # the two near regions change ranks


def admitted(pole, places=PLACES, first=0):
    """Admit members in these départements."""
    with scope(pole=pole):
        return [publishing.member(pole, first + rank, department=place) for rank, place in enumerate(places)]


def collection(pole, members, people, on=ON):
    """A collection in which these members gave these people."""
    with scope(pole=pole):
        wave = publishing.wave(pole, f"Collecte {on}", on)
        for one, count in zip(members, people, strict=False):
            collected.deposit(wave, one, collected.company(one.siren, ("623e", "35_44", "H", "CDI", count)))
        return publishing.asked(freeze_wave(wave, by=None), COARSE)


def campaign(found, members, said, year=2025):
    """A campaign in which these members said these jobs."""
    made = campaigned.opened(found, year)
    rows = [
        Record(found.pole.pk, one.pk, one.siren or "", "emplois", Decimal(count), "", flags=("answered",), size="21")
        for one, count in zip(members, said, strict=False)
    ]
    text = packed(tuple(rows), (), ())
    Vintage.objects.create(pole=found.pole, campaign=made, number=1, text=text, sha256="1")
    Campaign.objects.filter(pk=made.pk).update(frozen_at=timezone.now())
    return Asked(JOBS, f"campaign:{made.pk}", COARSE, {})


def tried(pole, asked):
    """Take what is asked through the gate."""
    with scope(pole=pole):
        return work_out_publication(publish(pole, asked, by=None).pk)


def shown(pole, asked):
    """Publish; give the value of each cell by the codes it shows."""
    work = tried(pole, asked)
    assert work.state == "done", (work.trouble, work.breaches)
    with scope(pole=pole):
        return cells_of(Publication.objects.get(work=work))


def cells_of(publication):
    """Give the value of each cell of a publication by the codes it shows."""
    document = document_of(bytes(publication.content))
    return {
        tuple((name, code) for name, code in zip(document["columns"], row, strict=False) if code != "T"): row[-3]
        for row in document["cells"]
    }


def hidden(cells, column="region"):
    """Give the codes of a level that are hidden."""
    return {key[0][1] for key, value in cells.items() if len(key) == 1 and key[0][0] == column and value is None}
