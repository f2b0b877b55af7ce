"""A table to be handed over: what it must say of itself, and what it refuses to hold."""

import dataclasses
import math

import pytest

from factories.opened import REGION, TURNOVER, UNITS, YEAR, described, protected, small
from vivier.report.open import Dimension, Measure, OpenTable, write
from vivier.report.open.writing import FORMS
from vivier.vocabulary import InputError


def test_qualities_follow_from_statuses_when_none_is_said() -> None:
    assert small().quality == ("A", "Q", "Q", "A", "A")
    lacking = small(values=((None, 9.0), *small().values[1:]))
    assert lacking.quality == ("O", "Q", "Q", "A", "A")
    assert small(quality=("E", "Q", "Q", "A", "I")).quality[0] == "E"


def test_protected_tables_fill_a_table_in_their_order_and_bring_no_hidden_figure() -> None:
    found = protected()
    table = described().filled(found)
    assert table.codes == found.published.codes
    assert set(table.status) == {"published", "primary", "secondary"}
    for (value, units), status in zip(table.values, table.status, strict=True):
        assert (value is None) == (status != "published")
        assert units is not None
    alone = dataclasses.replace(described(), measures=(TURNOVER,)).filled(found)
    assert {len(each) for each in alone.values} == {1}


def test_a_table_that_describes_other_columns_than_those_protected_is_refused() -> None:
    with pytest.raises(InputError, match="region, naf"):
        dataclasses.replace(described(), dimensions=described().dimensions[::-1]).filled(protected())
    bare = Dimension("naf", "Secteur", {"T": "Ensemble", "C": "Industrie"})
    with pytest.raises(InputError, match="« J » de la dimension « naf » n’a pas de libellé"):
        dataclasses.replace(described(), dimensions=(described().dimensions[0], bare)).filled(protected())


@pytest.mark.parametrize("status", ["primary", "secondary"])
def test_a_hidden_row_that_still_has_its_figure_is_refused_before_any_file(status) -> None:
    with pytest.raises(InputError, match="« 2025 × 84 » de la table « chiffre-affaires » est secrète"):
        small(
            values=((1250.5, 9.0), (7.0, 2.0), *small().values[2:]), status=("published", status, *small().status[2:])
        )


def test_only_what_is_said_to_tell_nothing_is_shown_beside_a_hidden_figure() -> None:
    people = Measure("effectif", "Effectif", "personnes")
    with pytest.raises(InputError, match="secrète et porte une valeur"):
        dataclasses.replace(small(), measures=(TURNOVER, people))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"codes": small().codes[:-1]}, "à chaque ligne"),
        ({"codes": (small().codes[1], *small().codes[1:])}, "deux lignes de mêmes codes"),
        ({"codes": (("2025",), *small().codes[1:])}, "un code par dimension"),
        ({"codes": (("2025", "75"), *small().codes[1:])}, "« 75 »"),
        ({"values": ((1.0,), *small().values[1:])}, "par mesure"),
        ({"values": ((math.nan, 1.0), *small().values[1:])}, "par mesure"),
        ({"values": ((math.inf, 1.0), *small().values[1:])}, "par mesure"),
        ({"status": ("secret", *small().status[1:])}, "statut inconnu"),
        ({"status": ("zero", *small().status[1:])}, "doit être 0"),
        ({"quality": ("Z", "Q", "Q", "A", "A")}, "ne vont pas"),
        ({"quality": ("O", "Q", "Q", "A", "A")}, "ne vont pas"),
        ({"quality": ("A", "A", "Q", "A", "A")}, "ne vont pas"),
        ({"version": "1.0"}, "trois nombres"),
        ({"agency": "Pôle Rhône"}, "sans accent"),
    ],
)
def test_rows_that_do_not_hold_together_are_refused(change, said) -> None:
    with pytest.raises(InputError, match=said):
        small(**change)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Dimension("Région", "Région", {}), "minuscules sans accent"),
        (lambda: Dimension("statut", "Statut", {}), "nom réservé"),
        (lambda: Dimension("region", " ", {}), "un titre"),
        (lambda: Dimension("region", "Région", {"=1+1": "x"}), "fichier ouvert"),
        (lambda: Dimension("region", "Région", {"84\n": "x"}), "fichier ouvert"),
        (lambda: Dimension("region", "Région", {"": "x"}), "fichier ouvert"),
        (lambda: Measure("ca", "Chiffre d’affaires", ""), "l’unité"),
        (lambda: OpenTable("Ca", "x", (REGION,), (TURNOVER,)), "minuscules sans accent"),
        (lambda: OpenTable("ca", "", (REGION,), (TURNOVER,)), "un titre"),
        (lambda: OpenTable("ca", "x", (REGION, REGION), (TURNOVER,)), "deux colonnes du même nom"),
        (lambda: OpenTable("ca", "x", (), (TURNOVER,)), "besoin d’une dimension"),
        (lambda: OpenTable("ca", "x", (REGION,), ()), "besoin d’une dimension"),
        (lambda: OpenTable("ca", "x", (YEAR, dataclasses.replace(YEAR, name="mois")), (UNITS,)), "deux dimensions"),
        (lambda: write(small(), "pdf"), "n’est pas un format ouvert"),
    ],
)
def test_what_cannot_be_read_by_all_is_refused(wrong, said) -> None:
    with pytest.raises(InputError, match=said) as refused:
        wrong()
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize("form", FORMS)
def test_the_same_table_gives_the_same_bytes_and_a_name_of_its_own(form) -> None:
    one, other = write(small(), form), write(small(), form)
    assert one.content == other.content
    assert one.sha256 == other.sha256
    assert one.name.startswith("chiffre-affaires")
    assert len({write(small(), each).name for each in FORMS}) == len(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_table_is_written_whole(form) -> None:
    assert write(small(codes=(), values=(), status=()), form).content
