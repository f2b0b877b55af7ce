"""Where an aid turns: shares of exactly 70 and 10 %, three years to the day, 300 000 € to the cent, names of groups."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.aid import Consortium, Cost, Partner, compute, rules
from vivier.aid.data import DECLARED, Prior
from vivier.aid.reading import regime
from vivier.vocabulary import InputError

TODAY = dt.date(2026, 11, 22)
CENT = Decimal("0.01")


def company(name, size, amount, category="experimental", **more):
    costs = (Cost("staff", category, amount),) if amount is not None else ()
    return Partner(name, "company", size, costs=costs, **more)


def laboratory(amount):
    return Partner("Labo", "laboratory", costs=(Cost("staff", "industrial", amount),))


def rate_of(partners, name="gber-2023", **declared):
    lead = replace(partners[0], role="lead")
    award = compute(Consortium("P", (lead, *partners[1:]), declared), rules=rules(name), today=TODAY)
    return next(line.ceiling_rate for line in award.lines if line.partner == lead.name)


@pytest.mark.parametrize("name", ["gber-2008", "gber-2014", "gber-2023"])
@pytest.mark.parametrize(
    ("others", "declared", "rate"),
    [
        ([company("PME", "medium", 300)], {}, "0.40"),  # 70 % exactly is not more than 70 %
        ([company("PME", "medium", 300 - CENT)], {}, "0.25"),
        ([company("ETI", "mid-cap", 300)], {}, "0.25"),  # no SME
        ([company("PME", "small", None), company("ETI", "mid-cap", 300)], {}, "0.25"),  # the SME bears no cost
        ([company("PME", "small", 300, group="GE")], {}, "0.25"),  # of the same group
        ([laboratory(Decimal("77.77"))], {"publishes": True}, "0.25"),  # 9.9997 %
        ([laboratory(Decimal("77.78"))], {"publishes": True}, "0.40"),  # 10.0009 %
        ([laboratory(Decimal("77.78"))], {"publishes": False}, "0.25"),
        ([laboratory(Decimal("77.78"))], {}, "0.25"),  # not said is not yes
    ],
)
def test_fifteen_points_for_a_real_collaboration_and_only_then(name, others, declared, rate):
    assert rate_of([company("GE", "large", 700), *others], name, **declared) == Decimal(rate)


def by_hand(version, category, size, *, collaborates, spreads, licenses, area):
    """Article 25, paragraphs 5 to 7, one case at a time."""
    if category == "fundamental":
        return Decimal(1)
    points = {"small": 20, "medium": 10}.get(size, 0)
    if category == "feasibility":
        return Decimal(50 + points) / 100
    more = 15 if collaborates or spreads else 0
    if version == 2023:
        more = max(more, 15 if licenses or area == "a" else 5 if area == "c" else 0)
    return Decimal(min(80, (50 if category == "industrial" else 25) + points + more)) / 100


@pytest.mark.parametrize("version", [2014, 2023])
def test_every_ceiling_of_article_25_in_both_versions(version):
    categories = ("fundamental", "industrial", "experimental", "feasibility")
    sizes = ("small", "medium", "mid-cap", "large")
    for category, size, area in product(categories, sizes, ("", "a", "c")):
        for collaborates, spreads, licenses in product((False, True), repeat=3):
            one = company("Une", size, 600, category, area=area)
            other = company("Autre", "small", 400, group="" if collaborates else "Une")
            given_rate = rate_of([one, other], f"gber-{version}", disseminates=spreads, licenses=licenses)
            asked = {"collaborates": collaborates, "spreads": spreads, "licenses": licenses, "area": area}
            assert given_rate == by_hand(version, category, size, **asked), (category, size, asked)


def minimis(*partners, today=TODAY):
    lead = replace(partners[0], role="lead")
    return compute(Consortium("P", (lead, *partners[1:])), rules=rules("de-minimis-2831"), today=today)


@pytest.mark.parametrize(
    ("had", "asked", "got"),
    [
        (200_000, 100_000, 100_000),  # 300 000 € exactly is within
        (200_000, 100_000 + CENT, 100_000),
        (300_000 - CENT, 5, CENT),
        (300_000, 5, 0),
        (900_000, 5, 0),
    ],
)
def test_the_allowance_is_reached_to_the_cent_and_never_passed(had, asked, got):
    award = minimis(company("A", "small", asked, prior=(Prior(dt.date(2025, 1, 1), had),)))
    assert award.total_eur == got
    assert bool(award.cuts) is (asked > got)
    assert [each.title.split()[0] for each in award.letters] == ["Déclaration", *(["Lettre"] if got else [])]


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2023-11-21", False), ("2023-11-22", True), ("2026-11-22", True), ("2026-11-23", False), ("2062-01-01", False)],
)
def test_three_years_to_the_day_and_an_aid_of_a_later_day_is_told(day, counts):
    award = minimis(company("A", "small", 300_000, prior=(Prior(dt.date.fromisoformat(day), 100_000),)))
    assert award.total_eur == (200_000 if counts else 300_000)
    told = [each for each in award.notes if "après le jour du calcul" in each]
    assert len(told) == (day > "2026-11-22")
    assert all("« A »" in each and "vérifiez sa date" in each for each in told)


def test_a_late_aid_is_told_only_where_past_aids_count():
    one = company("A", "small", 9, prior=(Prior(dt.date(2062, 1, 1), 1),), role="lead")
    award = compute(Consortium("P", (one,)), rules=rules("gber-2023"), today=TODAY)
    assert not any("après le jour" in each for each in award.notes)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40_000_000), st.integers(0, 40_000_000), st.sampled_from("AB")), min_size=1, max_size=5)
)  # fmt: skip
def test_groups_share_one_allowance_whatever_their_members(rows):
    day = dt.date(2025, 6, 1)
    members = [
        company(
            f"m{n}", "small", Decimal(asked).scaleb(-2), group=group, prior=(Prior(day, Decimal(had).scaleb(-2)),)
        )
        for n, (asked, had, group) in enumerate(rows)
    ]
    award = minimis(*members)
    for group in "AB":
        asked = sum(row[0] for row in rows if row[2] == group)
        room = max(0, 30_000_000 - sum(row[1] for row in rows if row[2] == group))
        got = sum(award.of(each.name) for each in members if each.group == group)
        assert got * 100 == min(asked, room)


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (("Val", "val"), "« Val » et « val » semblent la même entreprise unique"),
        (("Groupe  Val", "Groupe Val"), "semblent la même entreprise unique"),
        (("b", ""), "« b » et « B » semblent"),
        (("B", "Val"), "« A » est du groupe « B », lui-même du groupe « Val »"),
        ((3, ""), "Partenaire « A » : le groupe doit être un nom"),
    ],
)
def test_one_undertaking_cannot_count_for_two(groups, said):
    with pytest.raises(InputError, match=said):
        minimis(*(company(name, "small", 5, group=group) for name, group in zip(("A", "B"), groups, strict=True)))


def test_a_company_may_be_the_head_of_its_group():
    award = minimis(company("Val", "large", 200_000), company("Fille", "small", 200_000, group="Val"))
    assert award.total_eur == 300_000


def test_what_is_silent_is_no_memory_and_certainties_that_differ_are_told_apart():
    small = company("A", "small", 100, role="lead")
    award = compute(Consortium("P", (small, laboratory(50))), rules=rules("gber-2023"), today=TODAY)
    assert not any("De mémoire" in each and "Aucun taux" in each for each in award.notes)
    assert any(each.startswith("Aucun taux connu pour laboratoire") for each in award.notes)
    ceiling = next(line.ceiling for line in award.lines if line.partner == "A")
    assert ceiling.says == "Plafond : développement expérimental, 25 % [V] ; +20 points : petite entreprise [M]"
    assert ceiling.certainty == "[M]"


def test_a_day_when_the_rules_do_not_hold_is_the_first_thing_noted():
    project = Consortium("P", (company("A", "small", 5, role="lead"),))
    for day, holds in ((dt.date(2018, 2, 1), True), (dt.date(2018, 2, 2), False)):
        award = compute(project, rules=rules("fui-25"), today=day)
        assert award.is_in_force is holds
        assert ("hors de la validité" in award.notes[0]) is not holds


OWN = """
title = "Fonds"
valid_from = 2026-01-01
validity = {says = "Depuis 2026", source = "Statuts", certainty = "[V]"}
rates = [{rate = 0.20, kinds = ["company"], says = "20 %", source = "Statuts", certainty = "[V]"}]
"""


@pytest.mark.parametrize(
    ("cut", "by", "said"),
    [
        ("0.20", "20", "de 0 à 1"),
        ("0.20", "-0.1", "de 0 à 1"),
        ("0.20", '"beaucoup"', "ne s’écrivent pas comme"),
        ('["company"]', '["compagny"]', "La liste « kinds » d’un taux ne peut pas être « compagny »"),
        ("rates = [", "rates = [3, ", "ne s’écrivent pas comme"),
        ("title =", "title", "ne sont pas du TOML"),
        ("0.20", "nan", "ne s’écrivent pas comme"),
    ],
)
def test_rules_of_ones_own_that_would_mislead_are_refused(cut, by, said):
    assert regime("fonds", OWN).rates[0].rate == Decimal("0.20")
    with pytest.raises(InputError, match=said):
        regime("fonds", OWN.replace(cut, by, 1))


@pytest.mark.parametrize(
    ("partners", "name", "declared", "keys"),
    [
        ([company("GE", "large", 700), laboratory(300)], "gber-2014", {}, ["publishes", "disseminates"]),
        ([company("GE", "large", 700), laboratory(300)], "gber-2023", {}, ["publishes", "disseminates", "licenses"]),
        ([company("GE", "large", 700), laboratory(300)], "gber-2014", {"publishes": False}, ["disseminates"]),
        ([company("GE", "large", 700), laboratory(300)], "gber-2014", {"publishes": True}, []),
        ([company("GE", "large", 700), laboratory(10)], "gber-2014", {}, ["disseminates"]),  # under 10 % of the costs
        ([company("GE", "large", 700), company("PME", "small", 300)], "gber-2023", {}, []),  # already there
        ([company("GE", "large", 700, "fundamental"), laboratory(300)], "gber-2014", {}, []),  # nothing above 100 %
        ([company("GE", "large", 700, "industrial"), laboratory(300)], "fui-25", {}, []),  # the call gives less
        ([company("GE", "large", 700), laboratory(300)], "fui-25", {}, ["publishes", "disseminates"]),  # 30 > 25 %
        ([company("PME", "small", 700, area="c"), laboratory(300)], "gber-2023", {"publishes": False}, ["disseminates", "licenses"]),
    ],
)  # fmt: skip
def test_what_declared_true_would_raise_a_ceiling_is_told_and_would(partners, name, declared, keys):
    project = Consortium("P", (replace(partners[0], role="lead"), *partners[1:]), declared)
    award = compute(project, rules=rules(name), today=TODAY)
    told = [each for each in award.notes if each.startswith("Déclaré vrai")]
    assert [each.removesuffix(".").split(" : ")[1].split(" ; ") for each in told] == (
        [[DECLARED[key] for key in keys]] if keys else []
    )
    for key in set(DECLARED) - set(declared):
        more = compute(replace(project, declared={**declared, key: True}), rules=rules(name), today=TODAY)
        assert (more.total_eur > award.total_eur) is (key in keys), key
