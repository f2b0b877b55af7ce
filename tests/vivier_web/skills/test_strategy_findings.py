"""What becomes a finding and what does not: from a small study, returns and mobility whose sums are worked by hand."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.strategy.data import Figure as Said
from vivier.study import Figure, Row, Study, Table
from vivier.vocabulary import InputError
from vivier_web.skills.needs.answers import Answered, Difficulties, Hire, Perception, SkillWish, TrainingWish
from vivier_web.skills.needs.schema import CURRENT, schema
from vivier_web.skills.needs.sums import Board, board
from vivier_web.skills.strategy.findings import Reads, carried, findings, formula, links_between
from vivier_web.skills.strategy.opinions import gaps_between
from vivier_web.skills.strategy.sources import OTHERS, Shared

ON = dt.date(2026, 1, 31)
LABELS = {"623e": "Soudeurs", "623f": "Chaudronniers", "628c": "Monteurs"}
DEPARTURES = (
    Row(("623e", "total", "retraite"), Figure(10, "personnes", 60)),
    Row(("623e", "total", "autre"), Figure(90, "personnes", 60)),
    Row(("623e", "2031", "retraite"), Figure(2, "personnes", 60)),
    Row(("623f", "total", "retraite"), Figure(5, "personnes", 40)),
    Row(("628c", "total", "retraite"), None),
    Row(("ensemble", "total", "retraite"), Figure(20, "personnes", 100)),
)
EXPOSURE = (
    Row(("623e", "retraite"), Figure(0.1, "part", 60)),
    Row(("623e", "rotation"), Figure(0.9, "part", 60)),
    Row(("623f", "retraite"), Figure(0.2, "part", 40)),
    Row(("ensemble", "retraite"), Figure(0.8, "part", 100)),
)
STUDY = Study(
    "2026-01-31", 10, 1, (),
    (
        Table("departs", "Départs", "Qui part.", ("metier", "annee", "cause"), DEPARTURES),
        Table("exposition", "Exposition", "Qui peut partir.", ("metier", "axe"), EXPOSURE),
    ),
    (), (), "0" * 64, "0" * 64, "1", LABELS,
)  # fmt: skip
COUNTED = frozenset({7, 8, 9, 10})
SENIORS = {"623e": Counter({7: 2, 8: 2, 9: 1}), "623f": Counter({7: 9, 8: 9}), "ensemble": Counter({7: 99})}
READS = Reads(STUDY, {"623e": Counter({7: 9}), "623f": Counter({7: 9})}, SENIORS, COUNTED)


def answered(pk, *, hires=(), skills=(), trainings=(), reasons=(), marks=()):
    return Answered(
        pk, ON, hires, skills, trainings, Difficulties("often", reasons), (),
        tuple(Perception(name, mark) for name, mark in marks),
    )  # fmt: skip


def hire(people, pcs="623e", *, is_difficult=False):
    return Hire("Soudeur", pcs, "", 2027, people, is_difficult)


def told_by(*answers, colleges=None):
    """Add five returns up as the product does."""
    return board(answers, colleges or {}, schema(CURRENT))


def reading(*answers, **more):
    return replace(READS, seniors={}, answers=answers, board=told_by(*answers), **more)


def keys(reads):
    return [each.key for each in findings(reads)]


def test_only_the_end_of_careers_over_the_whole_horizon_is_a_departure():
    reads = replace(READS, seniors={code: Counter({7: 5, 8: 5, 9: 5}) for code in ("623e", "628c", "653a")})
    (found,) = findings(reads)
    assert (found.key, found.kind, found.subject, found.label) == ("departs-623e", "departure", "623e", "Soudeurs")
    assert found.figure == Said(10, "personnes", 60, 'etude.departs["623e","total","retraite"]')


def test_members_are_known_by_their_rank_alone():
    (found,) = findings(READS)
    assert found.members == (("m0000", 2.0), ("m0001", 2.0), ("m0002", 1.0), ("m0003", 0.0))


@pytest.mark.parametrize(
    ("seniors", "is_shown"),
    [
        ({7: 2, 8: 2, 9: 1}, True),
        ({7: 2, 8: 1, 9: 1}, False),  # four people
        ({7: 90, 8: 90}, False),  # two members
        ({7: 90, 8: 90, 9: 0}, False),  # a member of nobody is not a third
        ({7: 90}, False),
        ({}, False),
    ],
)
def test_three_members_and_five_people_stand_behind_a_finding(seniors, is_shown):
    assert keys(replace(READS, seniors={"623e": Counter(seniors)})) == ["departs-623e"] * is_shown


def test_scores_are_set_against_the_highest_of_the_same_kind():
    reads = replace(READS, seniors={code: Counter({7: 5, 8: 5, 9: 5}) for code in ("623e", "623f")})
    soudeurs, chaudronniers = findings(replace(reads, projects={"623f": 3}))
    assert soudeurs.criteria == (("projects", 0.0), ("urgency", 0.5), ("volume", 1.0))
    assert chaudronniers.criteria == (("projects", 1.0), ("urgency", 1.0), ("volume", 0.5))


def test_an_occupation_the_study_does_not_hold_has_no_score_of_projects():
    (found,) = findings(replace(READS, held={}))
    assert dict(found.criteria) == {"urgency": 0.5, "volume": 1.0}


def test_hires_have_the_sum_of_the_returns_and_their_difficulty():
    answers = [
        answered(pk, hires=(hire(2, is_difficult=pk in (7, 8, 9)), hire(1, "628c", is_difficult=pk > 8)))
        for pk in (7, 8, 9, 10, 11)
    ]
    found = {each.key: each for each in findings(reading(*answers))}
    assert list(found) == ["embauches-623e", "embauches-628c"]
    assert found["embauches-623e"].figure == Said(10, "postes", 10, 'besoins.metiers["623e","postes"]')
    assert [n for _, n in found["embauches-628c"].members] == [1.0] * 5
    assert all("difficulty" not in dict(each.criteria) for each in found.values())  # two would tell those who do not


def test_the_difficulty_of_an_occupation_is_that_which_the_board_shows():
    answers = [answered(pk, hires=(hire(2, is_difficult=pk < 10), hire(2))) for pk in (7, 8, 9, 10, 11)]
    (found,) = findings(reading(*answers))
    assert dict(found.criteria)["difficulty"] == pytest.approx(0.3)


def test_hires_of_an_unknown_occupation_are_no_finding():
    answers = [answered(pk, hires=(hire(2, ""),)) for pk in (7, 8, 9, 10, 11)]
    assert told_by(*answers).table("metiers").rows  # they are in the sums
    assert keys(reading(*answers)) == []


def test_skills_to_pass_on_are_not_skills_to_gain():
    wishes = {"gain": SkillWish("Soudage TIG", "gain", 2, 2027), "pass_on": SkillWish("Usinage", "pass_on", 2, 2027)}
    answers = [answered(pk, skills=tuple(wishes.values())) for pk in (7, 8, 9, 10, 11)]
    (found,) = findings(reading(*answers))
    assert (found.kind, found.subject, found.label) == ("gap", "competences:soudage_tig", "Soudage TIG")
    cited = 'besoins.competences["soudage_tig","a_acquerir_personnes"]'
    assert found.figure == Said(10, "personnes", 10, cited)


def test_two_writings_of_one_training_are_one_finding_and_a_member_that_was_not_asked_is_unknown():
    topics = ("Soudage", "soudage ", "SOUDAGE", "Soudage", "Soudâge")
    answers = [
        answered(pk, trainings=(TrainingWish(topic, 3, ON, ON, 30),))
        for pk, topic in zip((7, 8, 9, 11, 12), topics, strict=True)
    ]
    (found,) = findings(reading(*answers))
    assert (found.kind, found.figure.value) == ("need", 15)
    assert dict(found.members) == {f"m{rank:04d}": None if rank == 3 else 3.0 for rank in range(6)}


@pytest.mark.parametrize(("says", "is_shown"), [(5, True), (4, False), (3, False), (2, False)])
def test_a_reason_that_would_tell_those_who_did_not_give_it_is_no_finding(says, is_shown):
    answers = [answered(pk, reasons=("pay",) if pk < 7 + says else ()) for pk in (7, 8, 9, 10, 11)]
    found = findings(reading(*answers))
    assert [(each.kind, each.label) for each in found] == [("perception", "Salaire")] * is_shown


def test_fewer_returns_than_a_batch_give_nothing():
    answers = [answered(pk, hires=(hire(20),)) for pk in (7, 8, 9, 10)]
    assert told_by(*answers) == Board(0)
    assert keys(reading(*answers)) == []


def test_mobility_gives_a_finding_a_side_only_where_its_figure_is_shown():
    people = {"623e": Counter({7: 2, 8: 2, 9: 2}), "628c": Counter({7: 9})}
    lines = (Shared("Soudage", 6, None, "623e"), Shared("Montage", 9, None, "628c"), Shared("Autres", 9, 9, OTHERS))
    reads = replace(READS, seniors={}, offers=people, searches=people, shared=lines)
    (found,) = findings(reads)
    assert (found.key, found.kind, found.label) == ("proposees-623e", "mobility", "Soudeurs")
    assert found.figure == Said(6, "personnes", 6, 'mobilite.metiers["623e","proposees"]')


def test_nothing_read_is_nothing_found():
    empty = replace(READS, seniors={}, counted=frozenset())
    assert findings(empty) == []
    assert findings(replace(empty, study=replace(STUDY, tables=()))) == []


def test_a_long_label_is_cut_and_keeps_its_figure():
    long = "Ouvriers qualifiés du travail des métaux, de la chaudronnerie et de la tuyauterie industrielle" * 2
    (found,) = findings(replace(READS, study=replace(STUDY, labels={"623e": long})))
    assert len(found.label) <= 120
    assert found.label.endswith("…")


@given(st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_keys_the_formula_that_cites_them_is_read_back(one, other):
    from vivier.report.traced import Evidence
    from vivier.report.traced.formula import worked

    figure = Figure(3, "postes", 9)
    held = Evidence("etude", "Étude", "2026-01-31", "0" * 64, {("postes", (one, other)): figure})
    found = worked(formula("etude", "postes", one, other), {"etude": held})
    assert (found.figure, found.cites) == (figure, (("etude", ("postes", (one, other))),))


def test_links_are_between_two_rome_known_once_a_pair_and_never_above_one():
    rome = {"623e": "H2913", "623f": "H2902", "628c": "H2913"}
    asked = []

    def near(one, other):
        asked.append((one[0], other[0]))
        return 1.7 if one[0] == "623e" else None

    found = links_between(["623f", "623e", "623e", "628c", "999z"], rome, near)
    assert found == [("623e", "623f", 1.0)]  # 623e and 628c are one ROME; 623f and 628c are not said to be near
    assert asked == [("623e", "623f"), ("623e", "628c"), ("623f", "628c")]


def opinions(*, first=10, second=10, yes=(10, 0)):
    """Give the returns of two colleges, of which so many agree that recruiting is hard."""
    sizes = {"Grandes": (first, yes[0]), "Petites": (second, yes[1])}
    answers, colleges = [], {}
    for college, (size, agree) in sizes.items():
        for rank in range(size):
            pk = len(answers)
            colleges[pk] = college
            answers.append(answered(pk, marks=(("recruiting", 5 if rank < agree else 1),)))
    return told_by(*answers, colleges=colleges)


def test_colleges_that_differ_as_much_as_they_can_have_a_proven_gap():
    (gap,) = [each for each in gaps_between(opinions()) if each["label"] == "Recruter est difficile."]
    sides = {each["college"]: (each["yes"], each["n"]) for each in (gap["first"], gap["second"])}
    assert sides == {"Grandes": (10, 10), "Petites": (0, 10)}
    assert gap["is_proven"]
    assert gap["low"] > 0 or gap["high"] < 0
    assert gap["p"] < 0.05


def test_colleges_that_agree_have_no_proven_gap():
    assert [each["is_proven"] for each in gaps_between(opinions(yes=(5, 5)))].count(True) == 0


def test_a_college_of_two_compares_with_nobody():
    shown = opinions(first=18, second=2, yes=(18, 0))
    assert shown.counted == 20
    gaps = [each for each in gaps_between(shown) if each["label"] == "Recruter est difficile."]
    assert gaps == []


def test_no_return_is_no_gap():
    assert gaps_between(Board(0)) == []


def test_a_link_to_an_occupation_that_no_finding_carries_is_left_out_and_axes_are_looked_for() -> None:
    """Every occupation of the study has a nearness where ROME is installed; not every one has a figure to show."""
    from vivier.strategy import emerge

    held = findings(replace(READS, seniors={code: Counter({7: 5, 8: 5, 9: 5}) for code in ("623e", "623f")}))
    shown = sorted({each.subject for each in held})[:2]
    links = [(shown[0], shown[1], 0.8), (shown[0], "999z", 0.9), ("998y", "999z", 0.7)]
    with pytest.raises(InputError, match="qu’aucun constat ne porte"):
        emerge(held, links=links, seed=1)
    assert carried(links, held) == ((shown[0], shown[1], 0.8),)
    assert emerge(held, links=carried(links, held), seed=1)
