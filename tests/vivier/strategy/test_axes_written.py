"""Axes put into words and read back: sentences in full, what must stay unsaid, what is left out and why."""

import json
import random

import pytest

from factories.strategy import KINDS as PLANTED
from factories.strategy import findings, planted
from vivier.strategy import Finding, Rules, emerge
from vivier.strategy.data import KINDS, Figure
from vivier.strategy.layout import as_json, from_json
from vivier.strategy.responses import Response, complete, shipped
from vivier.strategy.result import Evidence
from vivier.strategy.wording import WORDS, chain, evidence, figure_text, name
from vivier.vocabulary import InputError, Interval

QUICK = Rules(flips=99, resamples=8)
ROWS = findings(planted(60, 18, 1003)[0])


def one(key="k", kind="need", members=5, label="Soudure", figure=None, first=1.0):
    told = tuple((f"m{at}", first if at == 0 else 1.0) for at in range(members))
    return Finding(key, kind, key, label, told, figure)


def halves(sizes, members=40):
    """Two groups of subjects, each touching every other member."""
    return [
        Finding(
            f"f{group}{rank}", "gap", f"s{group}{rank}", f"Sujet {group}{rank}",
            tuple((f"m{at:02d}", float(at % 2 == group)) for at in range(members)),
        )
        for group, size in enumerate(sizes)
        for rank in range(size)
    ]  # fmt: skip


@pytest.mark.parametrize("sizes", [(5, 5), (6, 4), (2, 6), (3, 6)])
def test_two_opposite_groups_are_two_axes_whatever_their_sizes(sizes):
    found = emerge(halves(sizes), rules=QUICK)
    assert sorted(sorted(axis.subjects) for axis in found.axes) == [
        [f"s{group}{rank}" for rank in range(size)] for group, size in enumerate(sizes)
    ]
    assert {axis.members for axis in found.axes} == {20}


@pytest.mark.parametrize(
    ("labels", "kinds", "said"),
    [
        (["A"], ["need"], "A : besoins de formation"),
        (["A", "B", "C"], ["gap", "need", "gap"], "A, B et C : écarts de compétences et besoins de formation"),
        (["A", "B", "C", "D"], ["need", "gap"], "A, B, C et 1\u00a0autre sujet : écarts de compétences et besoins de formation"),
        (list("ABCDE"), ["project", "opening", "gap", "gap"], "A, B, C et 2\u00a0autres sujets : écarts de compétences et postes à pourvoir"),
    ],
)  # fmt: skip
def test_an_axis_is_named_after_three_subjects_and_two_kinds_at_most(labels, kinds, said):
    assert name(labels, [one(f"k{rank}", kind) for rank, kind in enumerate(kinds)]) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(1234.5, "euros", 7, "Étude"), "1\u202f235 euros (n = 7 ; Étude)"),
        (Figure(-3, "postes", 40, "Étude", Interval(-5, 1)), "−3 postes [−5\u202f;\u00a01] (n = 40 ; Étude)"),
        (
            Figure(0.5, "part", 20, "Étude", Interval(0.3, 0.7)),
            "50\u00a0% [30\u202f;\u00a070\u00a0%] (n = 20 ; Étude)",
        ),
        (Figure(0.5, "part", 19, "Étude", Interval(0.3, 0.7)), "10 sur 19 (Étude)"),
        (Figure(0.5, "part", 0, "Étude"), "sans objet (Étude)"),
        (Figure(0.001, "part", 2000, "Étude"), "moins de 1\u00a0% (n = 2\u202f000 ; Étude)"),
    ],
)
def test_a_figure_is_written_with_what_it_rests_on(figure, said):
    assert figure_text(figure) == said


def test_evidence_says_its_members_and_its_figure():
    figure = Figure(42, "départs", 310, "Étude 2026")
    assert evidence(one(kind="departure", figure=figure), Rules()) == Evidence(
        "k", "departure", "k", "Soudure",
        "Départs — Soudure, 5\u00a0membres : 42 départs (n = 310 ; Étude 2026).", figure, 5,
    )  # fmt: skip
    assert evidence(one(), Rules()).sentence == "Besoin de formation — Soudure, 5\u00a0membres : sans chiffre."


@pytest.mark.parametrize(
    ("members", "first", "is_shown", "told_members"),
    [(2, 1.0, False, None), (3, 1.0, True, 3), (3, 11.33, True, 3), (3, 11.34, False, 3), (1, 1.0, False, None)],
)
def test_a_figure_is_shown_from_three_members_of_whom_none_brings_too_much(members, first, is_shown, told_members):
    secret = Figure(98_765, "euros", 98_765, "Étude")
    told = evidence(one(members=members, first=first, figure=secret), Rules(share=0.85))
    assert (told.figure == secret, told.members) == (is_shown, told_members)
    assert ("98\u202f765" in told.sentence) == is_shown


def test_the_whole_chain_is_written_in_order():
    rows = [
        one("a", "need", label="Soudure", figure=Figure(7, "personnes", 7, "Enquête"), members=2),
        one("b", "need", label="Pliage", figure=Figure(12, "personnes", 30, "Enquête")),
        one("c", "gap", label="Soudure"),
    ]
    own = {
        kind: Response(*[f"{part} {kind} {{sujets}}" for part in ("R", "D", "A", "I")], "Comité", f"[{kind}]")
        for kind in KINDS
    }
    told = chain(rows, ["Soudure", "Pliage"], (4, 1204), own, Rules())
    assert (told.risk, told.decision) == ("R need Soudure et Pliage", "D need Soudure et Pliage")
    assert told.action == "A need Soudure et Pliage A gap Soudure et Pliage"
    assert told.sources == ("Comité [need]", "Comité [gap]")
    assert [each.finding for each in told.evidence] == ["a", "b", "c"]
    assert told.observation == (
        "Soudure et Pliage touchent ensemble les mêmes membres, d’après 3\u00a0constats : besoins de formation (2) et "
        "écarts de compétences (1) ; 4 sur 1\u202f204 sont touchés par la moitié au moins de ces sujets."
    )
    # The first figure is of two members: the chain starts from the first that may be shown.
    assert told.indicator.endswith(". Point de départ, Pliage : 12 personnes (n = 30 ; Enquête).")


def test_a_chain_without_a_figure_or_a_heart_says_neither():
    told = chain([one()], ["Soudure"], (None, 40), shipped(), Rules())
    assert told.observation.endswith("d’après 1\u00a0constat : besoins de formation (1).")
    assert told.indicator == f"{shipped()['need'].indicator}. Point de départ à mesurer."


def test_shipped_answers_hold_no_blank_to_fill_but_subjects_and_cannot_be_changed():
    assert set(WORDS) == set(KINDS) == set(shipped())
    for response in shipped().values():
        told = (response.risk, response.decision, response.action, response.indicator)
        assert not any(mark in part.replace("{sujets}", "") for part in told for mark in "{}")
        assert response.certainty in {"[V]", "[S]", "[M]"}
        assert not response.indicator.endswith(".")
    with pytest.raises(TypeError):
        shipped()["need"] = shipped()["gap"]
    before = dict(shipped())
    complete({"need": shipped()["gap"]})["gap"] = None
    assert dict(shipped()) == before


def test_neither_the_order_of_findings_members_nor_links_changes_the_axes():
    order = random.Random(4)
    links = [("s000", "s001", 0.5), ("s002", "s003", 1.0), ("s004", "s000", 0.2)]
    expected = emerge(ROWS, links=links, rules=QUICK, seed=2)
    mixed = [
        Finding(
            each.key, each.kind, each.subject, each.label, tuple(order.sample(each.members, len(each.members))),
            each.figure, each.criteria[::-1],
        )
        for each in order.sample(ROWS, len(ROWS))
    ]  # fmt: skip
    assert emerge(mixed, links=[(b, a, near) for a, b, near in links[::-1]], rules=QUICK, seed=2) == expected
    assert expected.axes


def test_axes_come_by_decreasing_score_with_weights_and_ranks_that_are_shares():
    found = emerge(ROWS, rules=QUICK)
    assert [axis.score for axis in found.axes] == sorted((axis.score for axis in found.axes), reverse=True)
    assert sum(each.weight for each in found.criteria) == pytest.approx(1, abs=1e-5)
    weights = {each.name: each.weight for each in found.criteria}
    for axis in found.axes:
        assert axis.score == pytest.approx(sum(weights[name] * score for name, score in axis.criteria), abs=1e-4)
        assert sum(axis.ranks) == pytest.approx(1, abs=1e-3)
        assert {each.kind for each in axis.chain.evidence} <= set(PLANTED)
    assert dict(found.method.parameters)["seed"] == "0"
    assert (found.method.subjects, found.method.members, found.method.weighting) == (18, 60, "critic")
    assert emerge(ROWS, weights={"volume": 1}, rules=QUICK).method.weighting == "given"


@pytest.mark.parametrize(("least", "heart"), [(20, 20), (21, None)])
def test_a_heart_of_too_few_members_is_not_counted_aloud(least, heart):
    rules = Rules(min_members=least, few="hide", flips=99, resamples=8)
    axes = emerge(halves((5, 5)), rules=rules).axes
    assert [axis.members for axis in axes] == [heart, heart]
    said = "20 sur 40 sont touchés par la moitié au moins de ces sujets"
    assert [said in axis.chain.observation for axis in axes] == [heart is not None] * 2


def test_no_axis_at_all_may_be_asked_and_everything_then_comes_after():
    found = emerge(halves((5, 5)), rules=Rules(most_axes=0, flips=99, resamples=8))
    assert (found.axes, {each.reason for each in found.left_out}) == ((), {"beyond"})
    assert len(found.left_out) == 10


def test_a_secret_of_two_members_is_said_when_three_make_it_and_never_before():
    def told(members):
        secret = Finding("z", "gap", "s00", "Sujet 00", tuple((f"m{at:02d}", 1.0) for at in range(0, 2 * members, 2)),
            Figure(98_765, "euros", 98_765, "Étude"))  # fmt: skip
        rules = Rules(few="hide", flips=99, resamples=8)
        return json.dumps(as_json(emerge([*halves((5, 5)), secret], rules=rules)), ensure_ascii=False)

    assert "98765" in told(3)
    for leak in ("98765", "98\u202f765"):
        assert leak not in told(2)


def test_axes_with_every_part_survive_json():
    full = [
        Finding(each.key, each.kind, each.subject, each.label, each.members, Figure(5, "postes", 40, "É", Interval(2, 9)))
        for each in halves((4, 4))
    ]  # fmt: skip
    found = emerge(full, rules=Rules(flips=99, resamples=8, name_members=True))
    assert found.axes[0].chain.evidence[0].figure.interval == Interval(2, 9)
    assert len(found.axes[0].member_ids) == 20
    assert from_json(json.loads(json.dumps(as_json(found), allow_nan=False))) == found


def spoilt(*path, value):
    """Give the JSON of axes with one value replaced."""
    plain = json.loads(json.dumps(as_json(emerge(halves((4, 4)), rules=QUICK))))
    place = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return plain


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "axes",
        {},
        spoilt("axes", value=3),
        spoilt("axes", 0, "criteria", value=[["urgency", 1, 2]]),
        spoilt("axes", 0, "chain", value=None),
        spoilt("axes", 0, "stability", value={"jaccard": 1}),
        spoilt("axes", 0, "autre", value=1),
        spoilt("axes", 0, "chain", "evidence", 0, "figure", value={"value": 1}),
        spoilt("left_out", value=[{"finding": "a"}]),
        spoilt("method", "parameters", value=[["seed"]]),
        spoilt("method", value=[]),
    ],
)
def test_what_is_not_axes_is_refused_with_a_sentence(plain):
    with pytest.raises(InputError, match=r"^Ce fichier ne contient pas des axes tels que la plateforme les écrit\.$"):
        from_json(plain)
