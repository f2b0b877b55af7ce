"""Papers are filled with what is known, say « à compléter » for the rest, and no name of a company bends their shape."""

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from vivier_web.members.models import Organisation, Pole
from vivier_web.pages.company.papers import AGES, PAPERS, written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TODAY = dt.date(2026, 11, 1)
POLE = Pole(slug="meca", name="Pôle Méca")
MEMBER = Organisation(name="Moulage du Val", siren="732829320")
SENIORS, GEPP = (next(one for one in PAPERS if one.slug == slug) for slug in ("note-seniors", "note-gepp"))
REPORT = {
    "on": "2026-01-31",
    "facts": [
        {"value": "131", "label": "postes à pourvoir", "interval": "112 à 150"},
        {"value": "3 sur 7", "label": "ont 55 ans ou plus", "interval": ""},
    ],
    "beside": {
        "companies": 3,
        "mine": {"25_34": 0.75, "55_59": 0.25},
        "theirs": {"25_34": 0.5, "45_54": 0.1, "60_plus": 0.4},
    },
}


def body(paper, member=MEMBER, pole=POLE, report=None):
    with zipfile.ZipFile(io.BytesIO(written(paper, member, pole, TODAY, report))) as archive:
        return ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 (our own)


def words(*args, **given):
    return ["".join(one.itertext()) for one in body(*args, **given).iter(f"{W}p")]


def rows(*args, **given):
    return [["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in body(*args, **given).iter(f"{W}tr")]


def shape(*args, **given):
    """Tell a document without its words."""
    return [one.tag for one in body(*args, **given).iter()]


def test_the_ages_of_both_are_told_even_those_that_only_one_has():
    assert rows(SENIORS, report=REPORT) == [
        ["Âge", "Entreprise", "3 autres membres"],
        ["25 à 34 ans", "75\u00a0%", "50\u00a0%"],
        ["45 à 54 ans", "0\u00a0%", "10\u00a0%"],
        ["55 à 59 ans", "25\u00a0%", "0\u00a0%"],
        ["60 ans et plus", "0\u00a0%", "40\u00a0%"],
    ]


@pytest.mark.parametrize("report", [None, {**REPORT, "beside": None}])
def test_without_others_to_compare_with_no_table_is_made_up(report):
    assert rows(SENIORS, report=report) == []
    assert any("paraîtra quand assez d’entre eux auront déposé" in one for one in words(SENIORS, report=report))


def test_figures_come_with_their_interval_when_they_have_one():
    said = words(GEPP, report=REPORT)
    assert "131 postes à pourvoir (intervalle à 80\u00a0%\u202f: 112 à 150)" in said
    assert "3 sur 7 ont 55 ans ou plus" in said
    assert "Moulage du Val, au 31\u00a0janvier 2026" in said


def test_without_a_deposit_the_paper_says_what_is_missing():
    said = words(GEPP)
    assert "Moulage du Val, au (date à compléter)" in said
    assert "Les chiffres paraîtront ici après votre premier dépôt." in said


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)
@pytest.mark.parametrize(
    "name", ["# Titre", "A | B | C", "Deux\nlignes", "{siren} {0}", "<b>&amp;", "- tiret", "Nul\x00\u2028part", "|"]
)
def test_a_name_never_changes_the_shape_of_a_paper(paper, name):
    plain = shape(paper, report=REPORT)
    odd = Organisation(name=f"Moulage {name}", siren=MEMBER.siren)
    assert shape(paper, odd, report=REPORT) == plain
    assert shape(paper, pole=Pole(slug="x", name=f"Pôle {name}"), report=REPORT) == plain


def test_a_name_in_braces_is_said_as_it_is_written():
    said = "\n".join(words(GEPP, Organisation(name="{pole} & Cie", siren=None)))
    assert "{pole} & Cie" in said


@pytest.mark.parametrize("slug", ["accord-sous-traitance", "analyse-impact", "note-salaries", "fiche-registre"])
def test_a_siren_that_is_not_known_is_to_be_filled_in(slug):
    (paper,) = [one for one in PAPERS if one.slug == slug]
    known, unknown = ("\n".join(words(paper, one)) for one in (MEMBER, Organisation(name="Moulage du Val")))
    assert "SIREN 732829320" in known
    assert "SIREN à compléter" in unknown
    assert "None" not in unknown


def test_papers_have_each_an_address_of_their_own_and_ages_are_told_in_one_way():
    assert len({one.slug for one in PAPERS}) == len({one.title for one in PAPERS}) == len(PAPERS) == 7
    assert len(set(AGES.values())) == len(AGES) == 9
    assert [one.slug for one in PAPERS if one.quotes_report] == ["note-gepp", "note-seniors"]
