"""What a finding, its figure and the rules may say: counted by hand, refused at every bound."""

import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.strategy import Finding, Rules
from vivier.strategy.data import FEW, KINDS, WEIGHTINGS, Figure
from vivier.vocabulary import InputError, Interval

amounts = st.lists(st.none() | st.just(0.0) | st.floats(0.01, 1e6), max_size=8)


def finding(members=(), **given):
    told = {"key": "k", "kind": "need", "subject": "s", "label": "Sujet", "members": tuple(members)}
    return Finding(**{**told, **given})


def named(values):
    return tuple((f"m{rank}", value) for rank, value in enumerate(values))


@pytest.mark.parametrize(
    ("values", "holders", "largest"),
    [
        ((), 0, 0.0),
        ((None, None), 0, 0.0),
        ((0, 0.0), 0, 0.0),
        ((7,), 1, 1.0),
        ((3, 1, 0, None), 2, 0.75),
        ((1, 1, 1, 1), 4, 0.25),
        ((90, 6, 4), 3, 0.9),
    ],
)
def test_holders_and_the_largest_of_them_are_counted_by_hand(values, holders, largest):
    found = finding(named(values))
    assert (found.holders, found.largest_share) == (holders, largest)


@given(amounts)
def test_the_largest_share_lies_between_an_even_one_and_the_whole(values):
    found = finding(named(values))
    brought = [value for value in values if value]
    assert found.holders == len(brought)
    if brought:
        assert 1 / len(brought) - 1e-12 <= found.largest_share <= 1
    else:
        assert found.largest_share == 0


@given(amounts, st.floats(0.5, 20))
def test_the_unit_of_intensity_changes_neither_holders_nor_shares(values, unit):
    one, other = finding(named(values)), finding(named([value and value * unit for value in values]))
    assert one.holders == other.holders
    assert one.largest_share == pytest.approx(other.largest_share)


@pytest.mark.parametrize("kind", KINDS)
def test_every_known_kind_is_accepted(kind):
    assert finding(kind=kind).kind == kind


def test_the_bounds_themselves_are_accepted():
    assert finding((("m", 1e12), ("n", 0)), criteria=(("a", 0), ("b", 1))).criteria == (("a", 0), ("b", 1))
    assert [Figure(value, "part", 0, "S").value for value in (0, 1)] == [0, 1]
    assert Figure(-1e15, "euros", 0, "S", Interval(-2e15, 0)).value == -1e15
    assert Rules(most_axes=0, min_members=1, share=0, resamples=1, least_stability=1, link_weight=10).most_axes == 0


def test_a_finding_cannot_be_changed_once_checked():
    for held, field in ((finding(), "members"), (Figure(1, "postes", 1, "S"), "n"), (Rules(), "min_members")):
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(held, field, 0)


@given(st.floats(0.001, 0.5))
def test_the_least_draws_that_rules_take_can_reach_the_risk_and_one_less_cannot(risk):
    least = math.ceil(1 / risk) - 1
    assert 1 / (Rules(risk=risk, flips=least).flips + 1) <= risk * (1 + 1e-12)
    with pytest.raises(InputError, match="tirages du hasard"):
        Rules(risk=risk, flips=least - 1)


@pytest.mark.parametrize(("field", "known"), [("few", FEW), ("weighting", WEIGHTINGS)])
def test_a_rule_that_is_not_known_is_refused_with_those_that_are(field, known):
    assert [getattr(Rules(**{field: each}), field) for each in known] == list(known)
    with pytest.raises(InputError) as refused:
        Rules(**{field: "autre"})
    assert all(each in str(refused.value) for each in ("autre", *known))


@pytest.mark.parametrize(
    ("nonsense", "said"),
    [
        (lambda: finding(key=" "), "La clé d’un constat doit être un texte non vide."),
        (lambda: finding(key=3), "La clé d’un constat doit être un texte non vide."),
        (lambda: finding(subject="\t"), "Le constat « k » : son sujet doit être un texte non vide."),
        (lambda: finding(label=None), "Le constat « k » : son libellé doit être un texte non vide."),
        (
            lambda: finding((("", 1),)),
            "Le constat « k » : l’identifiant d’un membre doit être un texte non vide.",
        ),
        (
            lambda: finding((("m", math.inf),)),
            "Le constat « k » : l’intensité d’un membre doit être un nombre entre 0 et 1e+12.",
        ),
        (
            lambda: finding((("m", True),)),
            "Le constat « k » : l’intensité d’un membre doit être un nombre entre 0 et 1e+12.",
        ),
        (lambda: finding((("m", None), ("m", 1))), "Le constat « k » donne deux fois le même membre."),
        (
            lambda: finding(criteria=(("a", 0.1), ("a", 0.1))),
            "Le constat « k » donne deux fois le même critère.",
        ),
        (
            lambda: finding(criteria=(("a", math.nan),)),
            "Le constat « k » : le critère « a » doit être un nombre entre 0 et 1.",
        ),
        (lambda: Figure("4", "postes", 1, "S"), "Le chiffre d’un constat doit être un nombre entre -1e+15 et 1e+15."),
        (lambda: Figure(1, "", 1, "S"), "L’unité d’un chiffre doit être un texte non vide."),
        (lambda: Figure(-0.1, "part", 1, "S"), "Une part doit être un nombre entre 0 et 1."),
        (
            lambda: Figure(1, "postes", 1.0, "S"),
            "Le nombre de personnes ou de réponses derrière un chiffre doit être un nombre entier, au moins 0.",
        ),
        (lambda: Rules(most_axes=True), "Le nombre d’axes doit être un nombre entier, au moins 0."),
        (lambda: Rules(most_axes=5), "Une stratégie a 4 axes au plus."),
        (
            lambda: Rules(min_members=0),
            "Le nombre minimal de membres d’un constat doit être un nombre entier, au moins 1.",
        ),
        (lambda: Rules(share=1.01), "La part d’un seul membre doit être un nombre entre 0 et 1."),
        (lambda: Rules(resamples=0), "Le nombre de rééchantillonnages doit être un nombre entier, au moins 1."),
        (lambda: Rules(least_stability=-1), "La stabilité minimale d’un axe doit être un nombre entre 0 et 1."),
        (lambda: Rules(link_weight=math.inf), "Le poids des liens entre sujets doit être un nombre entre 0 et 10."),
        (lambda: Rules(risk=0), "Le risque de voir un axe dans le bruit doit être un nombre entre 0.001 et 0.5."),
    ],
)
def test_what_is_wrong_is_named_in_full(nonsense, said):
    with pytest.raises(InputError) as refused:
        nonsense()
    assert str(refused.value) == said
