"""The texts and lists of the demonstration: of nobody real, complete, consistent with one another; without building it."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from vivier.reference import pcs_occupations
from vivier.study.data import ALL
from vivier_web.accounts.choices import RoleKind
from vivier_web.indicators.checks import read_number
from vivier_web.indicators.definition.library import shipped_set
from vivier_web.members.identifiers import siren_of
from vivier_web.members.territory import DEPARTMENTS, REGIONS
from vivier_web.ops.demo import (
    addressed,
    addressed_texts,
    building,
    collection,
    committee_texts,
    dealings,
    dossier_texts,
    dossiers,
    followed_texts,
    gaps,
    indicators,
    mobility,
    needs,
    neighbour,
    people,
    pole,
    procedures,
    projects,
    publishing,
    strategy,
    study,
    training,
)
from vivier_web.procedures.saying import RECOMMENDATIONS
from vivier_web.projects.choices import DeliverableKind
from vivier_web.projects.declared import MEASURES, may_show
from vivier_web.skills.training.reading import read_table
from vivier_web.skills.training.solving import QUESTIONS

TEXTS = (addressed_texts, committee_texts, dealings, dossier_texts, followed_texts, needs, projects, strategy)


def words_in(held: object) -> list[str]:
    """Give every text that a value holds, however deep."""
    if isinstance(held, str):
        return [held]
    if isinstance(held, dict):
        return [word for each in held.items() for word in words_in(each)]
    if isinstance(held, list | tuple):
        return [word for each in held for word in words_in(each)]
    if isinstance(held, committee_texts.Told):
        return [held.title, held.summary, held.motives]
    return []


def texts_of(module: Any) -> list[str]:
    return [word for name, held in vars(module).items() if name.lstrip("_").isupper() for word in words_in(held)]


@pytest.mark.parametrize("module", TEXTS, ids=lambda one: one.__name__.rpartition(".")[2])
def test_what_is_told_is_typeset_and_names_no_address_nor_number_of_anybody(module: Any) -> None:
    found = texts_of(module)
    assert len(found) > 5
    for text in found:
        assert text == text.strip()
        assert "  " not in text
        assert not re.search(r"@|https?:|\b0\d([ .]?\d\d){4}\b|\b\d{9}\b", text)
        assert "TODO" not in text
        assert "..." not in text
        assert not re.search(r"\w'\w", text), text  # a typewriter apostrophe


def test_each_role_is_played_once_by_somebody_with_a_name_of_their_own() -> None:
    assert Counter(kind for kind, _ in people.CAST) == Counter(RoleKind)
    names = [
        *(name for _, name in people.CAST), *people.NEWCOMERS, *dossiers.MORE_EXPERTS, addressed.COLLEAGUE,
        *(name for _, name in committee_texts.THEIR_EXPERTS),
    ]  # fmt: skip
    assert len(set(names)) == len(names)
    assert all(len(name.split()) == 2 for name in names)


def test_addresses_of_the_demonstration_reach_nobody() -> None:
    assert f"{building.SLUG}.example" == people.DOMAIN  # .example: no such address will ever exist
    assert len({key for key, _ in committee_texts.THEIR_EXPERTS}) == len(committee_texts.THEIR_EXPERTS)


def test_the_people_who_have_not_deposited_yet_are_as_many_as_their_members() -> None:
    assert len(people.NEWCOMERS) == len(pole.NEWCOMERS) == collection.LATE


def test_companies_have_numbers_of_the_fictional_range_that_pass_their_key_once_each() -> None:
    held = [siren for _, siren, _ in (*pole.NEWCOMERS, *neighbour.MEMBERS)]
    assert len(set(held)) == len(held)
    for siren in held:
        assert siren.startswith("0001")
        assert siren_of(siren) == siren
    for _, _, naf in (*pole.NEWCOMERS, *neighbour.MEMBERS):
        assert re.fullmatch(r"\d\d\.\d\d[A-Z]", naf)


def test_places_of_the_demonstration_are_in_france() -> None:
    assert set(pole.PLACES) <= set(DEPARTMENTS)
    assert {region for *_, region, _ in indicators.OTHERS} <= set(REGIONS)
    slugs = [slug for slug, *_ in indicators.OTHERS]
    assert len({*slugs, building.SLUG, procedures.NEIGHBOUR}) == len(slugs) + 2
    assert {how_far for *_, how_far in indicators.OTHERS} == {"sent", "begun", "waiting", "odd"}


def test_the_figures_of_the_team_are_asked_by_the_set_and_read_by_it() -> None:
    told = shipped_set(indicators.SET)
    asked = {one.key: one for one in told.asked(collection.DAY.year - 1, of_members=False)}
    assert set(indicators.NEW) <= set(indicators.TEAM) <= set(asked)
    for key, said in {**indicators.TEAM, **indicators.NEW}.items():
        assert read_number(said, asked[key]) >= 0
    assert 0 < indicators.ANSWERED < 1


def test_members_add_up_in_what_the_team_answered() -> None:
    whole = int(indicators.TEAM["adherents"])
    parts = [int(said) for key, said in indicators.TEAM.items() if key.startswith("adherents_")]
    assert sum(parts) == whole
    for less, more in (
        ("projets_labellises", "projets_deposes"), ("projets_finances", "projets_labellises"),
        ("projets_europe", "projets_finances"), ("services_pme", "services"), ("retours_besoins", "adherents"),
        ("membres_deposants", "adherents"), ("entreprises_rencontrees", "adherents"),
    ):  # fmt: skip
        assert int(indicators.TEAM[less]) <= int(indicators.TEAM[more]), less


def test_occupations_that_are_told_are_those_of_the_pcs_and_of_the_rome() -> None:
    codes = {
        *(pcs for _, pcs in needs.HIRES), *(pcs for _, _, pcs, _, _ in needs.PROJECTS), *gaps.MATRICES,
        *(pcs for _, pcs, _ in followed_texts.JOBS), *(line.pcs for line in (*mobility.OFFERS, *mobility.SEARCHES)),
    }  # fmt: skip
    assert codes <= set(pcs_occupations())
    assert all(re.fullmatch(r"[A-N]\d{4}", line.rome) for line in (*mobility.OFFERS, *mobility.SEARCHES))


def test_every_skill_of_a_matrix_is_told_once_an_occupation_and_those_it_means_are_in_one() -> None:
    for code, skills in gaps.MATRICES.items():
        names = [name for name, _, _ in skills]
        assert len(set(names)) == len(names), code
        for _, asked, weights in skills:
            assert 1 <= asked <= 4
            assert len(weights) == 5
            assert min(weights) >= 0 < sum(weights)
    told = {name for skills in gaps.MATRICES.values() for name, _, _ in skills}
    assert set(gaps.MEANT) < told  # some stay as their workshop wrote them


@pytest.mark.parametrize(("kind", "text"), [("course", training.COURSES), ("place", training.PLACES)])
def test_the_catalogue_of_training_is_read_without_a_trouble(kind: str, text: str) -> None:
    header, *lines = csv.reader(io.StringIO(text), delimiter=";")
    columns = header if kind == "course" else [*header]
    rows, problems = read_table(kind, columns, enumerate(lines, 2))
    assert problems == []
    assert len(rows) == len(lines)


def test_training_asked_for_is_that_of_the_catalogue_and_paid_by_whom_the_plan_knows() -> None:
    header, *lines = csv.reader(io.StringIO(training.COURSES), delimiter=";")
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert {row["course"] for row in rows} == set(needs.TOPICS)
    known = {name for name, _ in training.ASKED["funders"]}
    assert {name for row in rows for name in row["financeurs"].split("|")} == known
    assert training.ASKED["question"] in QUESTIONS
    assert sum(cap for _, cap in training.ASKED["funders"]) >= training.ASKED["budget"]
    assert all(41 < lat < 52 and -5 < lon < 10 for lat, lon in training.SPOTS)


@pytest.mark.parametrize(
    ("budget", "least", "most"),
    [
        (dossier_texts.ANSWERS["budget"], 900_000, 1_100_000),
        (addressed_texts.ANSWERS["budget"], 2_000_000, 2_100_000),
    ],
)
def test_budgets_of_dossiers_are_amounts_that_exceed_the_aid(
    budget: list[dict[str, str]], least: int, most: int
) -> None:
    total = sum(Decimal(row["amount"]) for row in budget)
    assert least <= total <= most
    assert Decimal(dossier_texts.ANSWERS["aid_asked"]) < Decimal(900_000)
    assert Decimal(addressed_texts.ANSWERS["aid_asked"]) < Decimal(2_000_000)


def test_what_funds_the_dossier_adds_up_to_what_it_costs() -> None:
    said = dossier_texts.ANSWERS
    cost = sum(Decimal(row["amount"]) for row in said["budget"])
    assert Decimal(said["aid_asked"]) + sum(Decimal(row["amount"]) for row in said["cofunding"]) == cost


def test_projects_of_committees_are_marked_on_a_scale_and_decided_or_waiting() -> None:
    ours, theirs = committee_texts.PROJECTS, committee_texts.THEIR_PROJECTS
    titles = [each.title for each in (*ours, *theirs)]
    assert len(set(titles)) == len(titles)
    for each in (*ours, *theirs):
        assert all(1 <= mark <= 5 for mark in each.marks)
        assert each.outcome in {"", *RECOMMENDATIONS}
        assert not each.outcome or each.motives
        assert 0 < each.sitting < each.reading < each.days
    assert Counter(each.outcome for each in ours) == {"": 7, "accepted": 3, "refused": 1}
    assert all(each.outcome for each in theirs)
    assert len(committee_texts.CARDS) == 3  # as many experts as marks


def test_steps_of_projects_fall_due_in_months_of_a_project_and_are_of_a_kind() -> None:
    for kind, title, rank, month, _proof in followed_texts.STEPS:
        assert kind in DeliverableKind.values
        assert 0 <= rank <= 2
        assert 1 <= month <= int(dossier_texts.ANSWERS["duration"])
        assert title
    done = [month for *_, month, proof in followed_texts.STEPS if proof not in ("", "moved")]
    assert max(done) <= 12  # nothing is proven before it is due


def test_what_is_declared_of_projects_is_measured_and_may_be_shown_summed() -> None:
    measures = {name for name, _ in MEASURES} | {"said"}
    for years in followed_texts.DECLARED.values():
        for said in years:
            assert set(said) <= measures
            assert all(value >= 0 for name, value in said.items() if name != "said")
    first = [years[0].get("turnover_eur", Decimal(0)) for years in followed_texts.DECLARED.values()]
    assert may_show(first)
    assert not may_show(first[:2])


def test_offers_and_searches_meet_across_companies_and_last_long_enough() -> None:
    for line in (*mobility.OFFERS, *mobility.SEARCHES):
        assert line.people >= 1
        assert line.begins >= 0
        assert line.lasts >= 2
    meets = [
        (one.title, other.title)
        for one in mobility.OFFERS
        for other in mobility.SEARCHES
        if one.member != other.member and one.pcs == other.pcs
    ]
    assert len(meets) >= 5


def test_axes_of_the_strategy_say_every_link_or_none_and_figures_are_formulas() -> None:
    assert len(strategy.NAMES) == len(strategy.OWN) == len(set(strategy.NAMES))
    links = {"observation", "risk", "decision", "action", "indicator"}
    assert [set(own) for own in strategy.OWN] == [links, links, set(), set()]
    for own in strategy.OWN:
        for said in own.values():
            assert not re.search(r"\d", said)  # a figure is drawn from its source, never typed
    assert set(strategy.ATTRACT) == links | {"evidence"}
    proofs = strategy.ATTRACT["evidence"].splitlines()
    assert all(re.match(r"\{\{besoins\.\w+\[[^]]+\]\}\} .*\.$", line) for line in proofs)
    assert f'"{ALL}"' in proofs[1]


def test_days_of_the_demonstration_are_ends_of_months_in_order_and_its_study_is_reproducible() -> None:
    days = (publishing.LONG_AGO, collection.BEFORE, collection.DAY)
    assert list(days) == sorted(days)
    assert all((day + dt.timedelta(days=1)).day == 1 for day in days)
    assert set(study.PARAMETERS) == {"horizon", "draws", "seed"}


def test_ideas_are_of_members_or_of_the_team_and_each_is_used_by_a_project() -> None:
    assert len(projects.IDEAS) == 5
    named = (projects.THERMAL, projects.PASSPORT, projects.MICROSCOPE, projects.TRAINING, projects.SLUDGE)
    assert named == tuple(range(len(projects.IDEAS)))
    for title, problem, sought, author, reach in projects.IDEAS:
        assert len(title) <= 120
        assert max(len(problem), len(sought)) <= 1500
        assert author is None or 0 < author < projects.MEMBERS
        assert reach in {"team", "members"}


def test_dealings_are_past_and_what_follows_is_to_come() -> None:
    for kind, ago, said, follow, within in dealings.DEALINGS:
        assert kind
        assert ago > 0
        assert said.endswith((".", "!", "?"))
        assert bool(follow) or within is None
