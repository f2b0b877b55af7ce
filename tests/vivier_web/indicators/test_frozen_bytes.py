"""What leaves the gate, without a database: bytes that are always the same, read back whole, in every open format."""

import csv
import hashlib
import io
import json
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.disclosure import protect, tables_of
from vivier.disclosure.records import records_of
from vivier.vocabulary import InputError
from vivier_web.indicators.gate.files import files_of, open_table, title_of
from vivier_web.indicators.gate.frozen import Card, Sealed, cube_in, document_of, remembered, sealed
from vivier_web.indicators.gate.layout import COARSE, DOSSIERS, HEADCOUNT, Cube
from vivier_web.indicators.published import FORMS

Row = dict[str, str]
SECRET = 48_731
PLACES = {"74": "84", "38": "84", "75": "11"}


def row(unit: str, people: int, department: str = "74", pcs: str = "62", size: str = "10-49") -> Row:
    place = {"departement": department, "region": PLACES[department], "division": "25", "section": "C"}
    job = {"pcs": pcs, "csp": pcs[0], "taille": size, "effectif": str(people)}
    return {**place, **job, "unit": unit, "holding": unit}


def crowd(units: int = 8) -> list[Row]:
    """Eight companies of Haute-Savoie, as many of Isère, and one alone in Paris that must stay secret."""
    rows = [row(f"a{rank}", 20 + rank) for rank in range(units)]
    rows += [row(f"b{rank}", 30 + rank, "38", "47", "50-249") for rank in range(units)]
    return [*rows, row("p0", SECRET, "75", "38", "5000+")]


CARD = Card(
    key="effectifs-essai-2026-01-31-1",
    cube="effectifs",
    title="Effectifs · Pôle d’essai",
    on="2026-01-31",
    published_on="2026-02-10",
    pole="essai",
    pole_name="Pôle d’essai",
    detail=COARSE,
    perimeter="tous les membres",
    provenance=(("Source", "Fichiers de paie"), ("Collecte", "Janvier"), ("Contributeur", "le groupe")),
    labels={
        "departement": {"74": "Haute-Savoie", "38": "Isère", "75": "Paris", "13": "Bouches-du-Rhône"},
        "region": {"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France"},
        "division": {"25": "Produits métalliques"},
        "section": {"C": "Industrie manufacturière", "T": "Ménages employeurs"},
        "pcs": {"62": "Ouvriers qualifiés", "47": "Techniciens", "38": "Ingénieurs"},
        "csp": {"6": "Ouvriers", "4": "Intermédiaires", "3": "Cadres"},
        "taille": {"10-49": "10 à 49 salariés", "50-249": "50 à 249 salariés", "5000+": "5 000 salariés et plus"},
    },
    version="1",
    history=("0" * 64,),
)


COLUMNS = HEADCOUNT.spec(HEADCOUNT.tables[COARSE]).columns


def passed(rows: list[Row], cube: Cube = HEADCOUNT, detail: str = COARSE) -> Any:
    spec = cube.spec(cube.tables[detail])
    texts = {name: [each[name] for each in rows] for name in rows[0]}
    return protect(tables_of(records_of(texts, spec), spec), rules=cube.rules())


def frozen(rows: list[Row] | None = None, card: Card = CARD) -> bytes:
    return sealed(passed(rows or crowd()), card, HEADCOUNT.rules()).content


CONTENT = frozen()
DOCUMENT = document_of(CONTENT)


def cells(document: dict[str, Any]) -> dict[tuple[str, ...], tuple[Any, ...]]:
    return {tuple(each[:-3]): tuple(each[-3:]) for each in document["cells"]}


def at(**codes: str) -> tuple[str, ...]:
    return tuple(codes.get(column, "T") for column in COLUMNS)


def test_the_same_records_in_any_order_give_the_same_bytes() -> None:
    assert frozen(crowd()[::-1]) == CONTENT == frozen()
    assert hashlib.sha256(CONTENT).hexdigest() == sealed(passed(crowd()), CARD, HEADCOUNT.rules()).sha256


def test_bytes_are_canonical_json_in_french_as_it_is_written() -> None:
    again = json.dumps(DOCUMENT, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert again == CONTENT
    assert "Pôle d’essai".encode() in CONTENT
    assert b"NaN" not in CONTENT


def test_each_cell_is_worth_what_a_slow_sum_over_records_says_or_nothing() -> None:
    worth: Counter[tuple[str, ...]] = Counter()
    units: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for each in crowd():
        for kept in ((), ("region",), ("section",), ("csp",), ("taille",)):
            codes = at(**{column: each[column] for column in kept})
            worth[codes] += int(each["effectif"])
            units[codes].add(each["unit"])
    found = cells(DOCUMENT)
    assert set(found) == set(worth)
    for codes, (value, count, status) in found.items():
        assert value == (worth[codes] if status == "published" else None), codes
        assert count == len(units[codes]), codes


def test_the_one_company_alone_is_hidden_and_what_would_betray_it_by_subtraction_too() -> None:
    assert cells(DOCUMENT) == {
        at(): (None, 17, "primary"),  # one company is nearly all of it
        at(section="C"): (None, 17, "primary"),
        at(region="11"): (None, 1, "primary"),
        at(region="84"): (None, 16, "secondary"),
        at(csp="3"): (None, 1, "primary"),
        at(csp="4"): (sum(30 + rank for rank in range(8)), 8, "published"),
        at(csp="6"): (None, 8, "secondary"),
        at(taille="5000+"): (None, 1, "primary"),
        at(taille="50-249"): (sum(30 + rank for rank in range(8)), 8, "published"),
        at(taille="10-49"): (None, 8, "secondary"),
    }


def test_the_hidden_figure_is_in_no_file_though_it_was_in_the_records() -> None:
    assert any(each["effectif"] == str(SECRET) for each in crowd())
    assert str(SECRET).encode() not in CONTENT
    for file in files_of(CONTENT):
        assert str(SECRET).encode() not in file.content, file.name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "vivier-publication-1"),
        ("key", CARD.key),
        ("cube", "effectifs"),
        ("title", CARD.title),
        ("on", "2026-01-31"),
        ("published_on", "2026-02-10"),
        ("pole", "essai"),
        ("pole_name", "Pôle d’essai"),
        ("detail", COARSE),
        ("perimeter", "tous les membres"),
        ("version", "1"),
        ("history", ["0" * 64]),
        ("poles", []),
        ("columns", list(COLUMNS)),
        ("tables", [["région"], ["section"], ["catégorie"], ["taille"]]),
        ("provenance", [["Source", "Fichiers de paie"], ["Collecte", "Janvier"], ["Contributeur", "le groupe"]]),
    ],
)
def test_what_is_said_beside_the_cells_is_there(name: str, value: object) -> None:
    assert DOCUMENT[name] == value


def test_only_labels_of_codes_that_a_cell_bears_are_published() -> None:
    assert DOCUMENT["labels"]["departement"] == {}, "no département is shown in this detail"
    assert DOCUMENT["labels"]["region"] == CARD.labels["region"]
    assert "Ménages employeurs" not in CONTENT.decode()
    assert "Bouches-du-Rhône" not in CONTENT.decode()


def test_the_section_named_t_is_not_taken_for_the_total() -> None:
    rows = [{**each, "division": "97", "section": "T"} if each["unit"] < "b" else each for each in crowd()]
    document = document_of(frozen(rows))
    assert document["labels"]["section"] == {"C": "Industrie manufacturière", "T_": "Ménages employeurs"}
    found = cells(document)
    assert found[at(section="T_")][1] == 8
    assert found[at()][1] == 17


def test_a_code_without_a_label_is_shown_as_it_is() -> None:
    bare = replace(CARD, labels={column: {} for column in COLUMNS})
    assert document_of(frozen(card=bare))["labels"]["region"] == {"11": "11", "84": "84"}


def test_counts_of_the_audit_are_those_of_the_cells() -> None:
    statuses = [each[-1] for each in DOCUMENT["cells"]]
    assert DOCUMENT["audit"]["cells"] == len(statuses)
    assert DOCUMENT["audit"]["hidden"] == sum(each in ("primary", "secondary") for each in statuses) > 0
    assert DOCUMENT["audit"]["verdict"].startswith("Rien n’est trahi")


def test_a_publication_is_given_back_to_the_engine_as_it_left() -> None:
    back = remembered(DOCUMENT)
    left = passed(crowd()).published
    order = {codes: rank for rank, codes in enumerate(back.codes)}
    ranks = [order[codes] for codes in left.codes]
    assert back.spec == left.spec
    np.testing.assert_array_equal(back.values[ranks], left.values)
    np.testing.assert_array_equal(back.units[ranks], left.units)
    assert [back.status[rank] for rank in ranks] == list(left.status)


def test_protected_with_itself_a_publication_hides_and_shows_the_same() -> None:
    spec = HEADCOUNT.spec(HEADCOUNT.tables[COARSE])
    rows = crowd()
    texts = {name: [each[name] for each in rows] for name in rows[0]}
    tables = tables_of(records_of(texts, spec), spec)
    again = protect(tables, rules=HEADCOUNT.rules(), history=(remembered(DOCUMENT),))
    assert cells(document_of(sealed(again, CARD, HEADCOUNT.rules()).content)) == cells(DOCUMENT)


@pytest.mark.parametrize("said", [None, object(), CONTENT, DOCUMENT, "effectifs"])
def test_nothing_but_protected_tables_is_sealed(said: object) -> None:
    with pytest.raises(TypeError, match="protected by"):
        sealed(said, CARD, HEADCOUNT.rules())  # type: ignore[arg-type]


@pytest.mark.parametrize("seal", [None, object(), "seal", 1])
def test_bytes_are_not_sealed_by_hand(seal: object) -> None:
    with pytest.raises(TypeError, match="only"):
        Sealed(CONTENT, seal)


@pytest.mark.parametrize(
    ("content", "error"), [(b"", ValueError), (b"{", ValueError), (b"\xff", ValueError), (b"nope", ValueError)]
)
def test_bytes_that_are_no_publication_are_not_read(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        document_of(content)


def test_a_publication_of_an_unknown_cube_is_refused() -> None:
    with pytest.raises(InputError, match="dans la liste"):
        cube_in({**DOCUMENT, "cube": "tout"})
    about = {"label": "Emplois", "unit": "emplois", "kind": "count"}
    one = cube_in({**DOCUMENT, "cube": "indicateur:emplois", "about": about})
    assert (one.key, one.measure_title, one.unit_words) == ("indicateur:emplois", "Emplois", "emplois")
    assert cube_in(DOCUMENT) == HEADCOUNT
    assert cube_in({**DOCUMENT, "poles": ["essai", "autre"]}).columns[-2:] == ("appartenance", "dans_pole")


# --- Files ---

WRITTEN = {each.name: each for each in files_of(CONTENT)}


def read(name: str, delimiter: str) -> list[dict[str, str]]:
    text = WRITTEN[name].content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_every_form_is_written_once_with_its_own_fingerprint() -> None:
    assert set(WRITTEN) == set(FORMS)
    assert all(hashlib.sha256(each.content).hexdigest() == each.sha256 for each in WRITTEN.values())
    assert len({each.sha256 for each in WRITTEN.values()}) == len(FORMS)


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("csv-fr", ";"), ("sdmx-csv", ",")])
def test_each_text_form_has_one_line_a_cell(name: str, delimiter: str) -> None:
    assert len(read(name, delimiter)) == len(DOCUMENT["cells"])


def test_the_csv_read_back_gives_the_cells_that_were_frozen() -> None:
    found = {}
    for line in read("csv", ","):
        codes = tuple(line[column] for column in COLUMNS)
        value = float(line["effectif"]) if line["effectif"] else None
        found[codes] = (value, int(line["contributeurs"]))
        assert (line["periode"], line["pole"]) == ("2026-01", "essai")
    assert found == {codes: cell[:2] for codes, cell in cells(DOCUMENT).items()}


def test_several_poles_together_have_a_name_of_their_own_in_files() -> None:
    table = open_table({**DOCUMENT, "pole": "", "pole_name": ""})
    assert {codes[1] for codes in table.codes} == {"ensemble"}
    assert table.dimensions[1].labels == {"ensemble": "Ensemble des pôles"}


def test_a_cube_that_counts_has_its_counts_as_values() -> None:
    rows = [
        {
            "departement": "74", "region": "84", "division": "25", "section": "C",
            "issue": ("accepted", "refused")[rank % 2], "unit": f"d{rank}", "holding": f"h{rank}",
        }
        for rank in range(10)
    ]  # fmt: skip
    labels = {**CARD.labels, "issue": {"accepted": "Labellisé", "refused": "Non labellisé"}}
    card = replace(CARD, cube="dossiers", labels=labels)
    content = sealed(passed(rows, DOSSIERS), card, DOSSIERS.rules()).content
    document = document_of(content)
    assert [each[-3:] for each in document["cells"] if set(each[:-3]) == {"T"}] == [[10, 10, "published"]]
    assert [each.name for each in open_table(document).measures] == ["nombre", "contributeurs"]
    assert {each.name for each in files_of(content)} == set(FORMS)


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("departement", "Département"),
        ("csp", "Catégorie de métiers"),
        ("dans_pole", "Dans le pôle"),
        ("autre", "Autre"),
    ],
)
def test_a_column_has_a_title_even_where_nobody_gave_one(column: str, title: str) -> None:
    assert title_of(column) == title


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.sampled_from(sorted(PLACES)), st.sampled_from(["62", "47", "38"])),
        min_size=1,
        max_size=14,
    )
)
def test_whatever_the_records_no_cell_of_fewer_than_three_is_shown_and_nothing_is_lost(
    said: list[tuple[int, str, str]],
) -> None:
    rows = [row(f"u{rank}", people, place, pcs) for rank, (people, place, pcs) in enumerate(said)]
    document = document_of(frozen(rows))
    for value, units, status in cells(document).values():
        assert (value is None) == (status in ("primary", "secondary"))
        assert value is None or status == "zero" or units >= 3
    assert remembered(document).codes == tuple(cells(document))
    assert document["audit"]["hidden"] == sum(each[-3] is None for each in document["cells"])
