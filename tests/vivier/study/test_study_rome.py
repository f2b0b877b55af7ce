"""The pôle in ROME: by title, else by the passage; figures that add up, intervals that carry the ambiguity."""

import dataclasses
import json
import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import titled
from factories.families import workshop
from factories.rome import LABELS, SHARES, rome
from factories.titled import company, person
from oracles.places import dealt_posts, expected_people
from vivier.intake import Headcount
from vivier.reference import Store, pcs_occupations, retirement_law
from vivier.report import write
from vivier.study import Parameters, Study, run
from vivier.study.official import rome_in, rome_sheet
from vivier.study.rome import UNDETERMINED, Placed, Titles, placed_people, totals
from vivier.study.rome_table import rome_table
from vivier.study.sharing import shared
from vivier.study.stock import permanent_stock
from vivier.vocabulary import InputError
from vivier.workforce import Assumptions, Stock, forecast
from vivier.workforce.data import Cell

QUICK = Parameters(horizon=5, draws=400, rome=rome())
LAW = retirement_law("2025-1403")
FIGURES = ("effectif", "postes", "fins_de_carriere", "creations")


def machining(times: int = 4) -> Headcount:
    """Give turners whose title is known, others without a title, maintenance, welding and accounting."""
    people = [
        *[person("Tourneur", "623f", age=58)] * 6, *[person("", "623f", age=34)] * 9,
        *[person("", "628b", age=59)] * 10, *[person("Soudeur TIG", "623e", age=40)] * 5,
        *[person("", "543b", age=57)] * 5,
    ]  # fmt: skip
    return Headcount(titled.ON, (company(people * times),))


@pytest.fixture(scope="module")
def made() -> Study:
    return run(machining(), parameters=QUICK)


def figures(study: Study) -> dict[str, dict[str, object]]:
    found = defaultdict(dict)
    for row in study.table("rome").rows:
        found[row.keys[0]][row.keys[1]] = row.figure
    return found


def test_a_title_says_the_rome_and_the_others_follow_their_occupation(made: Study) -> None:
    people = {code: found["effectif"].value for code, found in figures(made).items()}
    assert people == {
        "ensemble": 140, "H2903": 24, "H2913": 20, "I1304": 16, "I1309": 24, "M1203": 16, UNDETERMINED: 36 + 4,
    }  # fmt: skip


def test_where_no_rome_holds_half_of_an_occupation_nothing_is_guessed(made: Study) -> None:
    found = figures(made)
    assert not {"H2905", "H2906", "H2908"} & set(found)
    assert found["H2903"]["intitules"].value == 24
    assert found[UNDETERMINED]["ambigu"].value == 1


def test_the_ambiguous_share_is_shown_for_each_row_and_for_all(made: Study) -> None:
    shares = {code: found["ambigu"].value for code, found in figures(made).items()}
    assert (shares["H2913"], shares["H2903"], shares["I1309"]) == (0, 0, 1)
    assert shares["ensemble"] == round((16 + 24 + 36 + 4 + 16) / 140, 4)


@pytest.mark.parametrize("name", FIGURES)
def test_the_rows_add_up_to_the_whole(made: Study, name: str) -> None:
    found = figures(made)
    parts = math.fsum(each[name].value for code, each in found.items() if code != "ensemble")
    assert parts == pytest.approx(found["ensemble"][name].value, abs=1e-9)


def test_the_whole_is_that_of_the_tables_by_occupation(made: Study) -> None:
    whole = {row.keys: row.figure for row in made.table("postes").rows if row.keys[:2] == ("ensemble", "total")}
    found = figures(made)["ensemble"]
    for name, cause in (("postes", "dares"), ("fins_de_carriere", "retraite"), ("creations", "creation")):
        theirs = whole["ensemble", "total", cause]
        assert found[name].value == pytest.approx(theirs.value, abs=0.011)
        assert found[name].interval_80 == theirs.interval_80


def test_openings_are_creations_and_ends_of_career_in_each_row(made: Study) -> None:
    for found in figures(made).values():
        both = found["creations"].value + found["fins_de_carriere"].value
        assert found["postes"].value == pytest.approx(both, abs=1e-9)


def test_an_occupation_that_leads_to_one_rome_keeps_its_figures(made: Study) -> None:
    mine = figures(made)["H2913"]
    theirs = next(r.figure for r in made.table("postes").rows if r.keys == ("623e", "total", "dares"))
    assert mine["effectif"].interval_80 is None
    assert mine["postes"].value == pytest.approx(theirs.value, abs=0.011)
    assert mine["postes"].interval_80.high == pytest.approx(theirs.interval_80.high, abs=0.6)


def test_ambiguity_widens_the_interval_of_people_and_of_openings(made: Study) -> None:
    unclear = figures(made)["I1309"]
    assert unclear["effectif"].interval_80.low < 6
    assert unclear["effectif"].interval_80.high > 36
    sure = dataclasses.replace(QUICK, rome=rome(shares={**SHARES, "628b": {"I1309": 1.0}}))
    clear = figures(run(machining(), parameters=sure))["I1309"]
    widths = [
        (one["postes"].interval_80.high - one["postes"].interval_80.low) / one["postes"].value
        for one in (unclear, clear)
    ]
    assert widths[0] > 1.3 * widths[1]


def test_ends_of_career_follow_the_people_near_them(made: Study) -> None:
    found = figures(made)
    assert found["H2903"]["fins_de_carriere"].value > 0.95 * sum(
        row.figure.value for row in made.table("postes").rows if row.keys == ("623f", "total", "retraite")
    )


def test_the_sheet_of_assumptions_names_the_way_its_shares_and_the_doubt(made: Study) -> None:
    said = {one.name: (one.value, one.source) for one in made.assumptions}
    assert said["rome"] == ("ROME (532 fiches)", "PCS-ESE → ROME (parts égales)")
    assert "concentration 1" in said["rome.alike"][0]


def test_without_rome_or_without_anybody_the_table_is_not_there() -> None:
    plain = dataclasses.replace(QUICK, rome=None)
    assert "rome" not in {table.name for table in run(machining(), parameters=plain).tables}
    assert "rome" not in {table.name for table in run(Headcount(titled.ON, ()), parameters=QUICK).tables}


def test_without_a_coder_the_passage_says_what_it_can() -> None:
    found = figures(run(workshop(), parameters=dataclasses.replace(QUICK, rome=rome(coder=None))))
    assert found["ensemble"]["effectif"].value == 30
    assert found[UNDETERMINED]["effectif"].value == 15 + 3
    assert found["ensemble"]["intitules"].value == 0


def test_a_title_moved_to_an_occupation_is_placed_by_its_own_rome() -> None:
    people = [person("Soudeur TIG")] * 3 + [person("Comptable")] * 2
    found = figures(run(Headcount(titled.ON, (company(people),)), parameters=QUICK, coder=titled.coder))
    assert found["H2913"]["effectif"].value == 3
    assert (found["M1203"]["effectif"].value, found[UNDETERMINED]["effectif"].value) == (1.6, 0.4)


def test_a_code_that_no_rome_has_is_left_to_the_passage() -> None:
    found = figures(run(machining(), parameters=dataclasses.replace(QUICK, rome=rome(labels={}))))
    assert found["ensemble"]["intitules"].value == 0
    assert found["H2913"]["effectif"].value == 20


def test_the_order_of_companies_is_irrelevant_and_the_seed_gives_the_same_bytes() -> None:
    one, two = company([person("Tourneur", "623f")] * 4), company([person("", "628b")] * 6, siren=titled.OTHER)
    first, second = (run(Headcount(titled.ON, order), parameters=QUICK) for order in ((one, two), (two, one)))
    assert first.table("rome") == second.table("rome")


def test_the_table_reaches_the_page_the_workbook_and_the_data(made: Study, tmp_path) -> None:
    written = write(made, tmp_path)
    page = written.page.read_text(encoding="utf-8")
    assert "En métiers du ROME" in page
    assert "Métier indéterminé" in page
    kept = json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))
    assert kept["tableaux"]["rome"]["lignes"][0]["rome"] == "ensemble"
    assert kept["libelles"]["H2913"] == LABELS["H2913"]


OCCUPATIONS = st.tuples(
    st.integers(1, 30), st.dictionaries(st.sampled_from("ABC"), st.integers(0, 5), max_size=3),
    st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 9), min_size=1, max_size=4),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(OCCUPATIONS, min_size=1, max_size=5))
def test_people_expected_agree_with_one_loop_over_people(drawn) -> None:
    cases = []
    for extra, said, weights in drawn:
        whole = sum(weights.values())
        cases.append((extra + sum(said.values()), said, {code: each / whole for code, each in weights.items()}))
    placed = [Placed(people, 0, said, {}, shares) for people, said, shares in cases]
    theirs = {code: value for code, value in expected_people(cases).items() if value > 0}
    mine = {code: found[0] for code, found in totals(placed).items() if found[0] > 0}
    assert mine == pytest.approx(theirs, rel=1e-9)
    assert math.fsum(mine.values()) == pytest.approx(sum(people for people, *_ in cases), rel=1e-9)


def test_openings_dealt_agree_with_a_world_played_post_by_post() -> None:
    """Twelve posts that are certain: what is left to chance is where they are."""
    from vivier.study.sharing import _dealt, _posts, _weights
    from vivier.workforce.streams import stream

    one = Placed(40, 0, {"A": 10}, {}, {"A": 0.5, "B": 0.3, "C": 0.2})
    chance = stream(1, "judge")
    people, dealt = _dealt(one, 20_000, chance)
    weights, means = _weights(one, dealt, people, is_end=False)
    mine = _posts(np.full(20_000, 12.0), weights, chance)
    theirs = dealt_posts(40, {"A": 10}, {"A": 0.5, "B": 0.3, "C": 0.2}, 12, 20_000, seed=3)
    for column, code in enumerate(one.targets):
        assert mine[:, column].mean() == pytest.approx(np.mean(theirs[code]), abs=0.12)
        assert 12 * means[column] == pytest.approx(np.mean(theirs[code]), abs=0.12)
        assert np.quantile(mine[:, column], [0.1, 0.9]) == pytest.approx(np.quantile(theirs[code], [0.1, 0.9]), abs=1)
    assert (mine.sum(axis=1) == 12).all()


def test_the_draws_of_all_rome_are_as_spread_as_the_projection() -> None:
    cells = tuple(Cell(f"o{rank}", 52 + rank % 10, "H", 12) for rank in range(12))
    outlook = forecast(Stock(titled.ON, cells), assumptions=Assumptions(LAW), horizon=8, draws=2000)
    placed = {cell.occupation: Placed(12, 12, shares={"A": 0.5, "B": 0.5}) for cell in cells}
    found = shared(outlook, placed, draws=2000, seed=1)["fins_de_carriere"]
    whole = found["A"].plus(found["B"])
    told = outlook.whole("openings", "", "retirement")
    assert whole.value == pytest.approx(told.value, abs=1e-6)
    assert whole.draws.std() == pytest.approx(told.sd, rel=0.15)


def test_band_ages_and_unknown_ones_may_be_near_the_end_of_a_career() -> None:
    cells = (Cell("a", "45_54", "H", 3), Cell("a", "inconnu", "H", 2), Cell("a", 30, "H", 4), Cell("a", 58, "H", 1))
    nobody = Titles(Headcount(titled.ON, ()))
    assert placed_people(Stock(titled.ON, cells), nobody, {}, horizon=10)["a"].ending == 6
    assert placed_people(Stock(titled.ON, cells), nobody, {}, horizon=5)["a"].ending == 3


def test_programmes_are_not_placed() -> None:
    people = [person("Soudeur TIG", "623e"), person("Soudeur TIG", "623e", contract="CDD")]
    found = figures(run(Headcount(titled.ON, (company(people),)), parameters=QUICK))
    assert found["H2913"]["effectif"].value == 1


def test_no_rome_installed_gives_no_way_there() -> None:
    assert rome_in(Store(None, {})) is None


def test_the_official_passage_gives_shares_of_sheets_that_have_words(published: Store) -> None:
    found = rome_in(published)
    assert found is not None
    assert len(found.labels) == 532
    assert set(found.shares) == pcs_occupations()
    for shares in found.shares.values():
        assert set(shares) <= set(found.labels)
        assert sum(shares.values()) <= 1 + 1e-9
    assert any("parts égales" in step for step in found.path)
    assert rome_sheet(published, "I1309") == "I1309"


def test_a_pole_keeps_everybody_through_the_official_passage(published: Store) -> None:
    way = rome_in(published)
    assert way is not None
    cells = tuple(
        Cell(code, 50 + rank % 15, "H", 1 + rank % 3) for rank, code in enumerate(sorted(pcs_occupations()))
    )
    stock = Stock(titled.ON, cells)
    outlook = forecast(stock, assumptions=Assumptions(LAW), horizon=5, draws=100)
    placed = placed_people(stock, Titles(Headcount(titled.ON, ())), way.shares, horizon=5)
    rows = {row.keys: row.figure.value for row in rome_table(outlook, placed, way).rows if row.figure is not None}
    parts = math.fsum(value for (code, name), value in rows.items() if name == "effectif" and code != "ensemble")
    assert parts == pytest.approx(stock.people, abs=1e-9)
    assert 0.5 < rows["ensemble", "ambigu"] < 0.95


def test_a_coder_must_answer_each_title() -> None:
    silent = rome(coder=lambda _titles, _hints: ())
    with pytest.raises(InputError, match="il en faut une par intitulé"):
        run(machining(), parameters=dataclasses.replace(QUICK, rome=silent))


def test_the_stock_of_the_study_is_the_one_placed(made: Study) -> None:
    assert figures(made)["ensemble"]["effectif"].n == permanent_stock(machining()).people
