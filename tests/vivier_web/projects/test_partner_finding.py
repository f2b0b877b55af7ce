"""The partner finder against an obvious one, written apart: the same members, the same points, in the same order."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vivier_web.members.territory import DEPARTMENTS
from vivier_web.projects.building.finding import Candidate, Said, Wanted, covers, find

SKILLS = ("soudure laser", "métrologie", "fonderie")
NAF = ("25.62B", "25.50A", "71.20B", "")
said = st.builds(
    Said,
    st.sampled_from(["released", "project", "dealing"]),
    st.sampled_from(["Soudage laser de carters", "banc de métrologie", "visite de l’atelier", "soudure à l’arc"]),
    st.just("ici"),
)
candidates = st.lists(
    st.builds(
        Candidate, st.integers(1, 9), st.sampled_from(["Val", "Lac", "Mont"]), st.sampled_from(["sme", "laboratory"]),
        st.just("Type"), st.sampled_from(NAF), st.sampled_from(["74", "38", ""]), st.tuples(said, said),
    ),
    unique_by=lambda one: one.pk, max_size=6,
)  # fmt: skip
wants = st.builds(
    Wanted, st.lists(st.sampled_from(SKILLS), unique=True).map(tuple), st.lists(st.sampled_from(NAF[:3])).map(tuple),
    st.sampled_from([(), ("laboratory",)]), st.sampled_from([(), ("74",)]),
)  # fmt: skip
WORDS = {"soudure laser": {"Soudage laser de carters"}, "métrologie": {"banc de métrologie"}, "fonderie": set()}


def obvious(wanted: Wanted, one: Candidate) -> int:
    """Count the points of one candidate, case by case."""
    points = 0
    for skill in wanted.skills:
        where = {each.source for each in one.known if each.words in WORDS[skill]}
        points += 30 if "released" in where else 15 if where else 0
    if one.kind in wanted.kinds:
        points += 25
    if one.naf and one.naf in wanted.naf:
        points += 20
    elif one.naf and one.naf[:2] in {each[:2] for each in wanted.naf}:
        points += 10
    is_only_near = not (wanted.skills or wanted.naf or wanted.kinds)
    if one.department in wanted.departments and (points or is_only_near):
        points += 10
    return points


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(wants, candidates)
def test_scores_and_order_are_those_of_an_obvious_finder(wanted: Wanted, rows: list[Candidate]) -> None:
    found = find(wanted, rows, departments=DEPARTMENTS)
    expected = {one.pk: points for one in rows if (points := obvious(wanted, one))}
    assert {each.candidate.pk: each.score for each in found} == expected
    assert [each.score for each in found] == sorted(expected.values(), reverse=True)
    assert find(wanted, list(reversed(rows)), departments=DEPARTMENTS) == found, "the order of rows says nothing"


def test_each_point_has_its_line_in_french() -> None:
    lab = Candidate(
        1, "Labo", "laboratory", "Laboratoire", "72.19Z", "74",
        (Said("dealing", "Essais de soudage laser", "le 03/02/2026"), Said("released", "Soudure laser")),
    )  # fmt: skip
    wanted = Wanted(("soudure laser",), ("72.11Z",), ("laboratory",), ("74",))
    assert [
        (each.words, each.points) for each in find(wanted, [lab], departments={"74": "en Haute-Savoie"})[0].reasons
    ] == [
        ("« soudure laser » : compétence qu’il se dit prêt à transmettre", 30),
        ("Laboratoire : il en manque un au consortium", 25),
        ("Activité proche de celle cherchée : 72.19Z", 10),
        ("En Haute-Savoie, où le projet cherche", 10),
    ]


def test_a_skill_is_told_only_where_all_its_words_are() -> None:
    assert covers("Reprise d’un lot de soudage laser", "soudure laser")
    assert not covers("Soudage à l’arc", "soudure laser")
    assert not covers("tout", "")
