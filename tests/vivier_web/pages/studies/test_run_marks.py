"""A guarded run: no mark of a drawing, no description, no page says a number or a name that its card does not write."""

import re

import pytest

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from factories.families import families
from factories.pages import Node, parsed
from vivier.report.page.ages import ages
from vivier.report.page.exposed import exposed
from vivier.report.page.families import families as region
from vivier.report.page.headcount import headcount
from vivier.report.page.outlook import outlook
from vivier.study import Parameters, Study
from vivier.study import run as study_of
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run
from vivier_web.skills.guard.folding import folded
from vivier_web.skills.guard.tables import guarded
from vivier_web.skills.models import Run
from vivier_web.skills.published import published_run
from vivier_web.skills.queries.studies import asked_by

TABS = ("", "effectif/", "metiers/", "departs/", "scenarios/", "exposition/")
RARE = "637a"
ALONE = 8  # people of an occupation that only one member has


@pytest.fixture
def run(pole: Cluster) -> Run:
    """Five members who hide one another, and a sixth alone in its occupation."""
    wave = collected(pole.pole)
    apart = member(pole.pole, 60)
    rows = [("623e", band, "H", "CDI", 1) for band in ("25_34", "35_44", "45_54")]
    deposit(wave, apart, company(apart.siren, *rows, (RARE, "55_59", "F", "CDI", ALONE)))
    return work_out(queue_run(plan_study(wave, "Étude", {"horizon": 3, "draws": 100}, by=None), by=None).pk)


def sections(made: Study) -> str:
    """Write every section of a run that draws something."""
    return "".join(section(made) for section in (headcount, ages, outlook, exposed, region))


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d[\d\u202f]*", words))


def written(card: Node) -> set[str]:
    """Give every number that a card writes outside its drawings."""
    nodes = [node for tag in ("th", "td", "p", "caption", "h3") for node in card.all(tag)]
    return set().union(*(numbers(node.text) for node in nodes))


def marks(svg: Node) -> list[list[str]]:
    return [title.text.split("\n") for title in svg.all("title")[1:]]


def unwritten(card: Node) -> list[list[str]]:
    """Give the marks that tell a number their card does not write."""
    found = [one for svg in card.all("svg", role="img") for one in marks(svg)]
    return [one for one in found if not numbers(" ".join(one[1:])) <= written(card)]


@pytest.fixture
def study(run: Run) -> Study:
    return published_run(run).study


def test_no_mark_of_a_guarded_run_says_more_than_its_card(study: Study) -> None:
    cards = [card for card in parsed(sections(study)).all("article") if card.all("svg", role="img")]
    assert len(cards) >= 4
    assert sum(len(marks(svg)) for card in cards for svg in card.all("svg", role="img")) > 40
    assert [one for card in cards for one in unwritten(card)] == []


def test_a_number_that_is_not_written_would_be_found() -> None:
    card = parsed(
        '<article><table><tbody><tr><th>Soudeurs</th><td>12</td></tr></tbody></table><svg role="img"><title>T</title>'
        "<path><title>Soudeurs\nn = 12</title></path><path><title>Soudeurs\nn = 13</title></path></svg></article>"
    ).first("article")
    assert unwritten(card) == [["Soudeurs", "n = 13"]]


def test_every_tab_keeps_to_what_it_writes(signed_in: object, run: Run) -> None:
    browser, found = signed_in("team"), {}
    for tab in TABS:
        page = browser.get(f"/prevoir/calculs/{run.pk}/{tab}").content.decode()
        articles = map(parsed, re.findall(r"<article.*?</article>", page, re.DOTALL))
        drawn = [card for card in articles if card.all("svg", role="img")]
        found[tab] = ([one for card in drawn for one in unwritten(card)], RARE in page)
    assert found == dict.fromkeys(TABS, ([], False))
    assert run.study.wave.deposits.count() == 6  # what must not leak is among what was counted


def test_the_occupation_of_one_member_is_in_no_drawing_though_it_could_be(run: Run, study: Study) -> None:
    asked = asked_by(run.study, run.parameters)
    bare = study_of(asked.headcount, parameters=Parameters(horizon=3, draws=100, seed=run.parameters["seed"]))
    keys, open_keys = (
        {key for table in made.tables for row in table.rows for key in row.keys} for made in (study, bare)
    )
    assert RARE in open_keys
    assert RARE not in keys
    svgs = "".join(re.findall(r"<svg.*?</svg>", sections(study), re.DOTALL))
    sirens = {one.siren for one in asked.headcount.companies}
    assert sirens & open_keys == sirens
    assert [siren for siren in sirens if siren in svgs] == []
    labels = {words.rsplit(" (", 1)[0] for code, words in study.labels.items() if code == RARE}
    assert labels == set()


def test_the_drawings_of_the_region_keep_to_their_card_too(run: Run) -> None:
    asked, held = asked_by(run.study, run.parameters), families(shares={"623e": {"D1X": 1.0}, "628b": {"G0A": 1.0}})
    safe = folded(asked.headcount)
    made = study_of(safe.headcount, parameters=Parameters(horizon=3, draws=100, seed=1), families=held)
    shown = guarded(made, safe, held)
    cards = [
        card for card in parsed(sections(shown)).all("article") if "tableau-familles" in str(card.attrs.values())
    ]
    assert cards
    assert [one for card in cards for one in unwritten(card)] == []
    assert all(marks(svg) for card in cards for svg in card.all("svg", role="img"))


def test_a_run_of_few_people_draws_only_what_its_card_writes(pole: Cluster) -> None:
    wave = collected(pole.pole, members=0)
    for number in range(3):
        one = member(pole.pole, number)
        deposit(wave, one, company(one.siren, ("623e", "25_34", "H", "CDI", 2), ("623e", "55_59", "F", "CDI", 2)))
    found = work_out(queue_run(plan_study(wave, "", {"horizon": 1, "draws": 100}, by=None), by=None).pk)
    study = published_run(found).study
    cards = [card for card in parsed(sections(study)).all("article") if card.all("svg", role="img")]
    assert cards
    assert [one for card in cards for one in unwritten(card)] == []
