"""What prevents a detail is named with its day and its page, and the details that remain are proposed."""

import re

from django.urls import reverse

from factories import publishing
from factories.publishing import COARSE, FINE, MEDIUM
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.actions.refusing import BESIDE, BesideError, explained
from vivier_web.indicators.models import PublicationWork
from vivier_web.indicators.queries.cubes import gathered
from vivier_web.indicators.queries.memory import past_of_pole
from vivier_web.indicators.queries.publications import Appeared


def told(pole):
    """Publish a collection in two details, and another of a later day; give the later day's figures and their past."""
    given = publishing.frozen(pole)
    first = publishing.published(given, COARSE)
    again = publishing.wave_of_another_day(given)
    later = publishing.published(again, COARSE)
    note_known_figure(pole, ("effectifs", again.on), {}, value=1.0, where="Discours", by=None)
    found = gathered(pole, publishing.asked(again))
    names = {
        "first": Appeared(f"{first.title}, détail large", first.on, first.key),
        "later": Appeared(f"{later.title}, détail large", later.on, later.key),
        "speech": Appeared("Discours", again.on),
    }
    return found, past_of_pole(pole, found), names


def days_of(past):
    return {getattr(each, "period", "")[:10] for each in past.files}


def test_the_day_that_alone_prevents_a_detail_is_named_and_the_details_that_remain(pole):
    found, past, names = told(pole.pole)
    assert days_of(past) == {"", "2026-01-31"}
    tried = []

    def is_protected(past, detail):
        tried.append((detail, *sorted(days_of(past))))
        return detail == COARSE or (detail == MEDIUM and "2026-01-31" not in days_of(past))

    why = explained(found, past, MEDIUM, is_protected)
    assert (why.beside, why.details) == ((names["first"],), (COARSE,))
    both = ("", "2026-01-31")
    # Zones and families are tried where the official files that they are made from are installed: not here.
    assert tried == [(MEDIUM, ""), (MEDIUM, "2026-01-31"), (COARSE, *both)]
    assert str(why) == (
        f"{BESIDE} (« Effectifs des membres, Janvier 2026 · {pole.pole.name}, détail large », "
        "chiffres du 31/01/2026). Reste possible : « Large »."
    )


def test_what_prevents_only_together_is_named_together_the_latest_first(pole):
    found, past, names = told(pole.pole)
    why = explained(found, past, FINE, lambda past, _: len(days_of(past)) < 2)
    assert why.beside == (names["later"], names["speech"], names["first"])
    assert why.details == ()
    assert ", et 2 de plus). Aucun autre détail" in str(why)


def test_a_refusal_keeps_within_what_a_work_remembers():
    long = Appeared("Effectifs " * 30, publishing.ON)
    assert len(str(BesideError([long] * 99, ["medium", "coarse", "zones", "families"]))) <= 400
    assert str(BesideError([], None)) == (
        f"{BESIDE}. Choisissez un détail plus large, ou reprenez exactement celui qui a paru."
    )


def test_the_page_of_a_refusal_leads_to_what_appeared_and_to_the_details_that_remain(pole, signed_in):
    key = publishing.published(publishing.frozen(pole.pole), COARSE).key
    beside = [
        {"words": "Effectifs de janvier", "on": "2026-01-31", "key": key},
        {"words": "Discours", "on": "2025-07-01", "key": ""},
    ]
    work = PublicationWork.objects.create(
        pole=pole.pole, number=7, cube="effectifs", source="wave:1", detail=FINE, state="failed", trouble="Non.",
        refusal={"beside": beside, "details": ["coarse"]},
    )  # fmt: skip
    browser = signed_in("team")
    shown = browser.get(reverse("publication_work", args=[work.pk])).content.decode()
    said = re.sub(r"\s+", " ", shown)
    assert (
        f'<a href="{reverse("published_dataset", args=[key])}">Effectifs de janvier</a>, chiffres du 31/01/2026'
        in said
    )
    assert 'Discours <span class="mute">(chiffre paru ailleurs)</span>, chiffres du 01/07/2025' in said
    again = f"{reverse('prepare_publication')}?de=effectifs%7Cwave%3A1&amp;detail=coarse"
    assert f'<a class="btn btn-line" href="{again}">Préparer en « Large »</a>' in said
    form = browser.get(again.replace("&amp;", "&")).content.decode()
    assert '<option value="coarse" selected>' in form
