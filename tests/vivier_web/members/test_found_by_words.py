"""What a search finds beyond names: what was noted, by the beginnings of words, and activities by their official label."""

import datetime as dt
from pathlib import Path

import pytest
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster, official
from factories.cluster import Cluster
from factories.registers import siren
from vivier.reference.official import add
from vivier_web.members.actions import admit_member, end_membership, note_dealing, register_organisation
from vivier_web.members.models import Membership, Organisation
from vivier_web.members.queries.search import Active, Noted, activities_of, noted_of
from vivier_web.members.search import folded, stems_of

TODAY = dt.date(2026, 11, 22)
NAF = {
    "25.62B": "Mécanique industrielle",
    "25.73B": "Fabrication d’autres outillages mécaniques",
    "22.29A": "Fabrication de pièces techniques à base de matières plastiques",
    "72.19Z": "Recherche-développement en autres sciences physiques",
}


def noted(pole: Cluster, summary: str, *, rank: int = 0, after: int = 0, **said: object) -> None:
    on = TODAY + dt.timedelta(days=after)
    note_dealing(pole.pole, pole.members[rank], by=None, **{"kind": "need", "on": on, "summary": summary} | said)


def summaries(pole: Cluster, words: str) -> list[str]:
    found, total = noted_of(pole.pole, words)
    assert total == len(found)
    return [one.summary for one in found]


# What was noted.


def test_what_is_found_says_whose_it_is_of_what_kind_and_when(pole: Cluster) -> None:
    noted(pole, "Cherche un régleur", rank=2, kind="visit", after=-3)
    who = pole.members[2]
    told = Noted(who.pk, who.name, "Visite", TODAY - dt.timedelta(days=3), "Cherche un régleur")
    assert noted_of(pole.pole, "regleur") == ((told,), 1)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("soudeurs", True), ("SOUDEUSE", True), ("soudeurs cherche", True), ("Cherche, soudeur !", True), ("tig", True),
        ("soudage", False), ("soudeurs plombier", False), ("erche", False), ("deux", True), ("", False), ("un", False),
        ("   ", False), ("%", False), ("_oudeur", False), ("soud%", True), ("'; --", False), ("\\", False), ("œuvre", True),
        ("oeuvres", True), ("mise en œuvre", True), ("un soudeur", True), ("2027", True), ("20", False), ("l'", False),
    ],
)  # fmt: skip
def test_every_word_is_compared_by_its_beginning_and_the_short_ones_left_out(
    pole: Cluster, words: str, *, is_found: bool
) -> None:
    noted(pole, "Cherche deux soudeurs (TIG) : mise en œuvre en 2027")
    assert summaries(pole, words) == ["Cherche deux soudeurs (TIG) : mise en œuvre en 2027"] * is_found


def test_the_next_step_is_searched_as_well_as_what_was_said(pole: Cluster) -> None:
    noted(pole, "Visite", next_step="Envoyer la convention", due_on=TODAY)
    assert summaries(pole, "convention visite") == ["Visite"]


def test_the_latest_come_first_and_all_are_counted(pole: Cluster) -> None:
    for after in (-5, -1, -9):
        noted(pole, f"Soudeur {after}", after=after)
    found, total = noted_of(pole.pole, "soudeur", most=2)
    assert ([one.summary for one in found], total) == (["Soudeur -1", "Soudeur -5"], 3)


@pytest.mark.parametrize(("count", "queries"), [(0, 1), (2, 1), (3, 2)])
def test_they_are_counted_apart_only_when_some_are_not_shown(
    pole: Cluster, count: int, queries: int, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        noted(pole, "Soudeur")
    with django_assert_num_queries(queries):
        assert noted_of(pole.pole, "soudeur", most=2)[1] == count


def test_a_search_without_a_word_asks_nothing_of_the_base(pole: Cluster, django_assert_num_queries: object) -> None:
    noted(pole, "Soudeur")
    with django_assert_num_queries(0):
        assert noted_of(pole.pole, "à la…") == ((), 0)


SAID = st.text(st.sampled_from("soudeurSÉé œ-'%_2 "), max_size=20)


@given(SAID, SAID)
def test_stems_are_beginnings_of_words_as_they_are_compared(text: str, other: str) -> None:
    words = folded(text).split()
    stems = stems_of(text)
    assert all(any(word.startswith(stem) for word in words) for stem in stems)
    assert stems == stems_of(text.upper()) == stems_of(f"  {text}!")
    assert stems_of(f"{text} {other}")[: min(len(stems), 8)] == stems
    assert all(len(stem) > 2 and stem.isalnum() and stem.isascii() for stem in stems)


# Activities.


@pytest.fixture(scope="module")
def naf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose activities are those of the table."""
    folder = tmp_path_factory.mktemp("naf")
    chains = [(code, code[:5], code[:4], code[:2], "C") for code in NAF]
    made = official.insee()
    for level in range(1, 6):
        known = {chain[5 - level]: NAF.get(chain[5 - level], "Division") for chain in chains}
        rows = list(known.items())
        made[f"niveau{level}.csv"] = official.as_csv("CODE LIBELLE", rows, delimiter=";", encoding="utf-8-sig")
    made["niveaux.csv"] = official.as_csv("NIV5 NIV4 NIV3 NIV2 NIV1", chains, delimiter=";", encoding="utf-8-sig")
    add([official.write(folder / "files", made)], folder=folder / "store")
    return folder / "store"


@pytest.fixture
def installed(settings: object, naf: Path) -> None:
    settings.REFERENCE = str(naf)


def active(pole: Cluster, code: str, rank: int) -> Organisation:
    made = register_organisation(f"Neuve {rank}", siren=siren(rank), by=None, naf=code)
    admit_member(pole.pole, made, joined_on=dt.date(2024, 1, 1), by=None)
    return made


def codes(pole: Cluster, words: str, **how: int) -> list[tuple[str, int]]:
    return [(one.code, one.members) for one in activities_of(pole.pole, words, today=TODAY, **how)]


def test_an_activity_is_told_with_its_label_and_its_members(pole: Cluster, installed: None) -> None:
    expected = (Active("25.62B", "Mécanique industrielle", 3),)
    assert activities_of(pole.pole, "mecanique", today=TODAY) == expected


@pytest.mark.parametrize("words", ["", "à", "%", "soudage", "mécanique plasturgie", "25.62B", "anique", "division"])
def test_words_of_no_activity_find_none(pole: Cluster, installed: None, words: str) -> None:
    assert codes(pole, words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mécaniques", ["25.62B", "25.73B"]), ("INDUSTRIEL", ["25.62B"]), ("outillage mécanique", ["25.73B"]),
        ("fabrication", ["22.29A", "25.73B"]), ("plastique", ["22.29A"]), ("developpement", []),
    ],
)  # fmt: skip
def test_activities_of_most_members_come_first_then_by_code(
    pole: Cluster, installed: None, words: str, found: list[str]
) -> None:
    active(pole, "25.73B", 1)
    active(pole, "22.29A", 2)
    assert [code for code, _ in codes(pole, words)] == found  # 72.19Z has no member


def test_no_more_activities_are_told_than_asked_those_of_most_members(pole: Cluster, installed: None) -> None:
    for rank, code in enumerate(["25.73B", "22.29A", "22.29A"]):
        active(pole, code, rank)
    assert codes(pole, "fabrication") == [("22.29A", 2), ("25.73B", 1)]
    assert codes(pole, "fabrication", most=1) == [("22.29A", 2)]


@pytest.mark.parametrize(("after", "count"), [(-1, 2), (0, 3), (1, 3)])
def test_those_who_left_are_counted_in_no_activity(pole: Cluster, installed: None, after: int, count: int) -> None:
    row = Membership.objects.get(organisation=pole.members[0])
    end_membership(row, left_on=TODAY + dt.timedelta(days=after), by=None)
    assert codes(pole, "industrielle") == [("25.62B", count)]


def test_the_members_of_another_pole_are_counted_there_alone(pole: Cluster, installed: None) -> None:
    other = cluster.founded("autre", first=1)
    with scope(pole=other.pole):
        active(other, "22.29A", 1)
        assert codes(other, "plastique") == [("22.29A", 1)]  # it could leak
    assert codes(pole, "plastique") == []
    assert codes(pole, "industrielle") == [("25.62B", 3)]


def test_where_no_nomenclature_is_installed_no_activity_is_found(
    pole: Cluster, settings: object, tmp_path: Path
) -> None:
    settings.REFERENCE = str(tmp_path / "vide")
    assert codes(pole, "mecanique") == []
