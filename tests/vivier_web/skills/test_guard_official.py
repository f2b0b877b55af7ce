"""Beside official nomenclatures too, staff read only what the occupations shown already say."""

from dataclasses import replace

from factories.collected import company, crowd, headcount
from factories.families import families, landmark
from vivier.study import Parameters, run
from vivier.study.data import ALL
from vivier.study.rome import UNDETERMINED, Rome
from vivier_web.skills.guard.folding import folded
from vivier_web.skills.guard.tables import guarded

COMMON = tuple(crowd(f"{rank:09d}", codes=("623e", "628b", "625b")) for rank in range(5))
# Many young people of five companies, the elders of one: its occupation is shown, its departures are not.
YOUNG = tuple(
    company(f"1000000{rank:02d}", ("388a", "25_34", "H", "CDI", 6), *([("388a", "55_59", "H", "CDI", 4)][: 1 - rank]))
    for rank in range(2)
)
YOUNG += tuple(company(f"1000001{rank:02d}", ("388a", "25_34", "H", "CDI", 6)) for rank in range(3))
ROME = Rome(
    "ROME (532 fiches)",
    {"623e": {"H2903": 1.0}, "628b": {"I1304": 0.75, "I1309": 0.25}, "388a": {"M1805": 1.0}},
    {"H2903": "Conduite d’équipement d’usinage", "M1805": "Études et développement informatique"},
)
FAST = Parameters(horizon=3, draws=100, rome=ROME)


def shown(rome=ROME, members=(*COMMON, *YOUNG)):
    safe = folded(headcount(*members))
    made = run(safe.headcount, parameters=FAST)
    return made, guarded(made, safe, None, rome)


def rows(study, name):
    return {row.keys: row.figure.value for row in study.table(name).rows if row.figure is not None}


def test_every_rome_is_shown_as_the_study_has_it_when_all_departures_are() -> None:
    made, study = shown(members=COMMON)
    assert {"H2903", "I1304", "I1309", UNDETERMINED, ALL} == {keys[0] for keys in rows(study, "rome")}
    assert study.table("rome").rows == made.table("rome").rows


def test_hiding_one_rome_leaves_the_others_as_they_are() -> None:
    made, study = shown()
    whole, kept = rows(made, "rome"), rows(study, "rome")
    for code in ("H2903", ALL):
        assert {keys: kept[keys] for keys in whole if keys[0] == code} == {
            keys: value for keys, value in whole.items() if keys[0] == code
        }


def test_a_rome_that_holds_an_occupation_whose_departures_are_secret_is_not_shown() -> None:
    made, study = shown()
    assert ("M1805", "fins_de_carriere") in rows(made, "rome")  # it could leak
    assert "388a" in {row.keys[0] for row in study.table("metiers").rows}
    assert "388a" not in {row.keys[0] for row in study.table("departs").rows}
    assert "M1805" not in {keys[0] for keys in rows(study, "rome")}
    assert "dont les départs sont secrets n’est pas montré" in study.table("rome").definition


def test_of_people_in_no_rome_only_how_many_they_are_is_said_when_some_departures_are_secret() -> None:
    held = replace(ROME, shares={name: found for name, found in ROME.shares.items() if name != "388a"})
    safe = folded(headcount(*COMMON, *YOUNG))
    made = run(safe.headcount, parameters=replace(FAST, rome=held))
    study = guarded(made, safe, None, held)
    assert {keys[1] for keys in rows(study, "rome") if keys[0] == UNDETERMINED} == {"effectif", "intitules", "ambigu"}


def test_without_a_way_to_rome_no_table_of_rome_is_let_out() -> None:
    assert "rome" not in {table.name for table in shown(rome=None)[1].tables}


def test_the_ambiguous_share_is_weighed_over_the_families_shown_alone() -> None:
    shares = {"623e": {"D1X": 1.0}, "628b": {"G0A": 1.0}, "625b": {"D1X": 1.0}, "388a": {"M2X": 1.0}}
    marks = {
        "D1X": landmark("D1X", ambiguous_share=1.0), "G0A": landmark("G0A", ambiguous_share=0.5),
        "M2X": landmark("M2X", ambiguous_share=0.0),
    }  # fmt: skip
    two = (
        company("200000000", ("388a", "25_34", "H", "CDI", 6)),
        company("200000001", ("388a", "25_34", "H", "CDI", 6)),
    )
    safe = folded(headcount(*COMMON, *two))
    safe = replace(safe, headcount=headcount(*COMMON, *two))  # even were the rare occupation not folded
    held = families(shares=shares, landmarks=marks, bridged=("FAP-2009 → ROME 3",))
    made = run(safe.headcount, parameters=Parameters(horizon=3, draws=100), families=held)
    study = guarded(made, safe, held)
    before, after = rows(made, "familles"), rows(study, "familles")
    names = {keys[0] for keys in after} - {ALL}
    people = {name: after[name, "effectif"] for name in names}
    mean = sum(after[name, "passage_ambigu"] * n for name, n in people.items()) / sum(people.values())
    assert "M2X" not in names
    assert after[ALL, "passage_ambigu"] == round(mean, 4)
    assert before[ALL, "passage_ambigu"] != after[ALL, "passage_ambigu"]
