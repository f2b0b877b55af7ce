"""Figures that appeared elsewhere, and who noted them: what is refused, what the gate remembers of them."""

import datetime as dt
import math
import re
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope

from factories import cluster, publishing
from factories.cluster import SIRENS, Cluster
from factories.publishing import COARSE, ON
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.gate.layout import DOSSIERS, HEADCOUNT
from vivier_web.indicators.models import KnownFigure, Publication
from vivier_web.indicators.queries.publications import past_of
from vivier_web.members.actions import end_membership, link_group
from vivier_web.members.models import GroupLink, Membership

EFFECTIFS = ("effectifs", ON)


def note(found: Cluster, codes: dict[str, str], value: float = 120, **how: Any) -> KnownFigure:
    about = how.pop("about", EFFECTIFS)
    return note_known_figure(found.pole, about, codes, value=value, where=how.pop("where", "Rapport 2025"), by=None)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        ({}, ["T", "T", "T", "T", "T", "T", "T"]),
        ({"departement": "74"}, ["74", "84", "T", "T", "T", "T", "T"]),
        ({"region": "84"}, ["T", "84", "T", "T", "T", "T", "T"]),
        ({"division": "25"}, ["T", "T", "25", "C", "T", "T", "T"]),
        ({"section": "C", "taille": "1-9"}, ["T", "T", "T", "C", "T", "T", "1-9"]),
        ({"pcs": "62"}, ["T", "T", "T", "T", "62", "6", "T"]),
        ({"taille": "5000+", "departement": "2A"}, ["2A", "94", "T", "T", "T", "T", "5000+"]),
    ],
)
def test_a_figure_is_kept_with_a_code_for_every_column(pole: Cluster, codes: dict[str, str], kept: list[str]) -> None:
    figure = note(pole, codes)
    seldom = ["T"] * (len(HEADCOUNT.columns) - len(kept))  # zones and domains
    assert (figure.codes, figure.value, str(figure), figure.on) == (kept + seldom, 120, "Rapport 2025", ON)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"value": -1}, "positif"),
        ({"value": -0.001}, "positif"),
        ({"value": math.nan}, "positif"),
        ({"value": math.inf}, "positif"),
        ({"where": ""}, "où il a paru"),
        ({"where": " \t "}, "où il a paru"),
        ({"about": ("tout", ON)}, "dans la liste"),
        ({"codes": {"departement": "99"}}, "n’existe pas"),
        ({"codes": {"division": "04"}}, "n’existe pas"),
        ({"codes": {"commune": "74010"}}, "découpage"),
        ({"codes": {"issue": "accepted"}}, "découpage"),
        ({"codes": {"taille": "1-9"}, "about": ("dossiers", ON)}, "découpage"),
        ({"codes": {"pcs": "62"}, "about": ("dossiers", ON)}, "découpage"),
    ],
)
def test_what_could_not_be_compared_is_refused_and_nothing_is_kept(
    pole: Cluster, how: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        note(pole, how.pop("codes", {}), **how)
    assert not KnownFigure.objects.exists()
    assert not Act.objects.filter(verb="note_known_figure").exists()


def test_a_long_place_is_cut_and_zero_is_a_figure(pole: Cluster) -> None:
    figure = note(pole, {}, value=0, where=f"  {'a' * 300}  ")
    assert (figure.where, figure.value) == ("a" * 200, 0)
    [told] = past_of(pole.pole, HEADCOUNT, ON).files
    assert (told.status, told.values.tolist()) == (("zero",), [0.0])


def test_the_gate_remembers_each_figure_of_its_pole_its_cube_and_its_day_only(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", first=1)
    first = note(pole, {"departement": "74"}, value=120)
    second = note(pole, {"departement": "74"}, value=130)
    note(pole, {}, about=("dossiers", ON))
    note(pole, {}, about=("effectifs", ON + dt.timedelta(days=1)))
    with scope(pole=other.pole):
        note(other, {})
    past = past_of(pole.pole, HEADCOUNT, ON)
    assert past.digests == (f"figure:{first.pk}", f"figure:{second.pk}")
    assert [(each.codes, each.values.tolist(), each.status) for each in past.files] == [
        ((("74", "84", *["T"] * 10),), [120.0], ("published",)),
        ((("74", "84", *["T"] * 10),), [130.0], ("published",)),
    ]
    assert past.tables == (("territoire",),), "the table without which nothing could be compared with it"
    assert len(past_of(pole.pole, DOSSIERS, ON).files) == 1


def test_the_journal_says_that_a_figure_was_noted_but_not_which(pole: Cluster) -> None:
    figure = note(pole, {"departement": "74"}, value=48_731)
    act = Act.objects.get(verb="note_known_figure")
    assert act.subject == f"known_figure:{figure.pk}"
    assert "48731" not in act.detail
    assert "48731" not in str(act)


def test_a_figure_of_a_place_where_no_member_is_lets_publish(pole: Cluster) -> None:
    given = publishing.frozen(pole.pole, members=9, large=0)
    note(pole, {"departement": "2A"}, value=12)
    assert publishing.published(given, COARSE).audit["cells"] > 0


def test_a_figure_noted_after_publishing_makes_the_next_one_look_at_it(pole: Cluster) -> None:
    given = publishing.frozen(pole.pole)
    first = publishing.published(given, COARSE)
    note(pole, {"departement": "01"}, value=publishing.LARGE)
    work = publishing.refused(given)
    assert "« Ain »" in work.trouble
    assert [each.pk for each in Publication.objects.all()] == [first.pk]


# --- The page ---


def test_the_page_lists_what_is_known_of_this_pole_and_offers_its_members_of_today(
    pole: Cluster, signed_in: Any
) -> None:
    publishing.frozen(pole.pole, members=3, large=0)
    other = cluster.founded("plasturgie", first=1)
    with scope(pole=other.pole):
        note(other, {}, where="Rapport d’ailleurs")
        link_group(other.pole, other.members[0], SIRENS[0], by=None)
    note(pole, {"departement": "74"}, where="Discours <i>du</i> président")
    link_group(pole.pole, pole.members[2], SIRENS[0], by=None)
    gone = Membership.objects.get(organisation=pole.members[1])
    end_membership(gone, left_on=dt.date(2025, 1, 1), by=None)
    team = signed_in("team")
    shown = words(team.get(reverse("known_figures")))
    assert "Discours &lt;i&gt;du&lt;/i&gt; président" in shown
    assert "Rapport d’ailleurs" not in shown
    assert pole.members[2].name in shown
    offered = [words for _, words in team.get(reverse("known_figures")).context["group"].fields["member"].choices]
    assert pole.members[1].name not in offered
    assert len(offered) == 5


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"source": "effectifs|wave:0", "value": "12", "where": "Ici"},
        {"source": "tout|wave:{wave}", "value": "12", "where": "Ici"},
        {"source": "effectifs|wave:{wave}", "value": "", "where": "Ici"},
        {"source": "effectifs|wave:{wave}", "value": "douze", "where": "Ici"},
        {"source": "effectifs|wave:{wave}", "value": "NaN", "where": "Ici"},
        {"source": "effectifs|wave:{wave}", "value": "Infinity", "where": "Ici"},
        {"source": "effectifs|wave:{wave}", "value": "12", "where": " "},
        {"source": "effectifs|wave:{wave}", "value": "12", "where": "a" * 201},
        {"source": "effectifs|wave:{wave}", "value": "12", "where": "Ici", "departement": "99"},
        {"member": "0", "head": "404833048"},
        {"member": "", "head": "404833048"},
        {"member": "x", "head": "404833048"},
        {"member": "{member}", "head": "404833049"},
        {"member": "{member}", "head": "732829320"},
    ],
)
def test_a_form_that_is_wrong_comes_back_with_its_reason(pole: Cluster, signed_in: Any, form: dict[str, str]) -> None:
    given = publishing.frozen(pole.pole, members=1, large=0)
    keys = {"wave": given.pk, "member": pole.members[0].pk}
    answer = signed_in("team").post(
        reverse("known_figures"), {key: text.format(**keys) for key, text in form.items()}
    )
    assert answer.status_code == 422 if form else answer.status_code == 200
    assert (KnownFigure.objects.count(), GroupLink.objects.count()) == (0, 0)


@pytest.mark.parametrize("typed", ["48731", "48 731", "48\u202f731", "48731,0", "48731.0"])
def test_a_figure_is_read_as_people_write_it(pole: Cluster, signed_in: Any, typed: str) -> None:
    given = publishing.frozen(pole.pole, members=1, large=0)
    said = {"source": f"effectifs|wave:{given.pk}", "value": typed, "where": "Rapport"}
    assert signed_in("team").post(reverse("known_figures"), said).status_code == 302
    assert KnownFigure.objects.get().value == 48_731
