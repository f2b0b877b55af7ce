"""What a person reads of a procedure, word by word: delays, windows, cuts, limits, sights, and how sure each figure is."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from factories.procedures import procedures, small
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.data import Fact, Grant
from vivier_web.procedures.definition.forms import Deadline, Exit, Sees
from vivier_web.procedures.definition.grids import Ranking, Total
from vivier_web.procedures.definition.words import DOCUMENTS, ROLES, TIMES
from vivier_web.procedures.telling import basis, grants, grids, path, sights
from vivier_web.procedures.telling.figures import Sure, months, percent, plain
from vivier_web.procedures.telling.path import Said, Step, Way

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(rank: int, **said: object) -> Step:
    """Tell one stage of the small procedure, changed."""
    made = small()
    stages = list(made.stages)
    stages[rank] = replace(stages[rank], **said)
    return path(replace(made, stages=tuple(stages)))[rank]


FIGURES = [
    ("0", "0"), ("3.00", "3"), ("0.5", "0,5"), ("12.50", "12,5"), ("0.001", "0,001"), ("1E+3", "1\u202f000"), ("1E-7", "0,0000001"), ("1234567", "1\u202f234\u202f567"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "words"), FIGURES)
def test_a_figure_is_written_whole_and_never_rounded(value: str, words: str) -> None:
    assert plain(Decimal(value)) == words
    assert percent(Decimal(value) / 100) == f"{words}\u00a0%"


@pytest.mark.parametrize(("n", "words"), [
    (0, "0\u00a0mois"), (1, "1\u00a0mois"), (11, "11\u00a0mois"), (12, "1\u00a0an"), (13, "13\u00a0mois"), (36, "3\u00a0ans"),
])  # fmt: skip
def test_a_duration_is_in_years_when_it_is_whole_years(n: int, words: str) -> None:
    assert months(n) == words


@pytest.mark.parametrize(("opens", "closes", "words"), [
    (None, None, ""), (dt.date(2026, 1, 2), None, "ouvre le 02/01/2026"), (None, dt.date(2026, 3, 4), "ferme le 04/03/2026"),
    (dt.date(2026, 1, 2), dt.date(2026, 3, 4), "ouvre le 02/01/2026, ferme le 04/03/2026"),
])  # fmt: skip
def test_the_window_of_a_stage_says_each_day_it_has(opens: dt.date, closes: dt.date, words: str) -> None:
    assert told(0, opens_on=opens, closes_on=closes).window == words


@pytest.mark.parametrize(("deadline", "words", "silence"), [
    (Deadline("reject", 1), "1 jour", "sans réponse, c’est refusé"), (Deadline("remind", months=2), "2 mois", "au-delà, une relance part"),
    (Deadline("escalate", 9, escalate_to="state"), "9 jours", "au-delà, le dossier remonte : État"),
])  # fmt: skip
def test_a_delay_says_what_silence_does(deadline: Deadline, words: str, silence: str) -> None:
    delay = told(2, deadline=deadline).delay
    assert (delay.words, delay.silence, delay.sure.word) == (words, silence, "proposé")


def test_a_stage_without_delay_rule_or_question_says_nothing_of_them() -> None:
    bare = told(0, deadline=None, leave=(), fields=())
    assert (bare.delay, bare.rules, bare.decides, bare.asked, bare.required) == (None, (), (), (), 0)
    assert bare.ways == (Way("étape faite", "Expertise", is_good=True), Way("caduc", "fin", is_good=False))
    several = told(0, exits=(Exit("done", ("experts", "committee", "end")),))
    assert several.ways == (Way("étape faite", "Expertise ou Comité ou fin", is_good=True),)


def test_rules_say_what_goes_together_what_is_proven_and_what_is_granted() -> None:
    made = told(0, merge_with="contract", requires_proofs=True, grants="label", leave=())
    assert made.rules == (
        Said("Peut se déposer en même temps que « Contrat »."),
        Said("Rien d’accordé tant qu’une condition posée plus tôt n’a pas sa preuve."),
        Said("Accorde : Label."),
    )


CUTS = [
    (Ranking(1), ["Liste classée : 1\u00a0place."]),
    (Ranking(3, Decimal(1200000), 2, ("market", "innovation")),
     ["Liste classée : 3\u00a0places et une enveloppe de 1\u202f200\u202f000\u00a0€, puis 2\u00a0dossiers en réserve.", "À égalité, on départage par : Marché, Innovation."]),
    (Ranking(0, Decimal(900), 1), ["Liste classée : une enveloppe de 900\u00a0€, puis 1\u00a0dossier en réserve."]),
]  # fmt: skip


@pytest.mark.parametrize(("ranking", "sentences"), CUTS)
def test_the_cut_of_a_list_says_places_money_reserve_and_ties(ranking: Ranking, sentences: list[str]) -> None:
    said = [each.text for each in told(2, act="ranking", ranking=ranking).decides]
    assert [each for each in said if each.startswith(("Liste", "À égalité"))] == sentences
    assert said[-len(sentences) :] == sentences


def with_grid(**said: object) -> Procedure:
    """Give the small procedure with its grid changed."""
    return replace(small(), grids=(replace(small().grids[0], **said),))


def test_a_grid_says_how_marks_become_one_and_whether_opinions_are_blind() -> None:
    alone, seen = grids(small())[0], grids(with_grid(independent=False, method="median", total=None))[0]
    assert alone.how == "Note commune : moyenne ; chacun donne son avis sans voir celui des autres."
    assert (seen.how, seen.total) == ("Note commune : médiane ; les avis se voient entre eux.", "")
    assert grids(with_grid(total=Total("points", Decimal("200.5"))))[0].total == "Total : au moins 200,5 points."
    first, second = small().grids[0].criteria
    free = replace(second, weight=Decimal(0), scope="partner")
    assert [(each.share, each.limits) for each in grids(with_grid(criteria=(first, free)))[0].criteria] == [
        ("100\u00a0% du total", ("seuil 2", "veto à 0")), ("hors total", ("facultatif", "pour chaque partenaire")),
    ]  # fmt: skip


def test_what_is_granted_and_what_figures_rest_on_are_told_verified_first() -> None:
    free, held = Grant("label", "Label"), Grant("prize", "Prix", (6,), 2, conditional=True)
    facts = tuple(Fact(code, code, "Loi" if code in "VS" else "") for code in "PSMV")
    made = replace(small(), grants=(free, held), facts=facts)
    assert [each.terms for each in grants(made)] == [
        "sans durée écrite", "6\u00a0mois, renouvelable 2\u00a0fois, peut être sous conditions",
    ]  # fmt: skip
    assert [(each.text, each.sure, each.sure.is_verified) for each in basis(made)] == [
        ("V", Sure("V", "Loi"), True), ("S", Sure("S", "Loi"), False), ("M", Sure("M", ""), False), ("P", Sure("P", ""), False),
    ]  # fmt: skip
    assert Sure("M", "").phrase == "De mémoire : à vérifier"


def seen_when(*views: tuple[int, tuple[str, ...]]) -> tuple[str, str]:
    """Tell when the Region sees the summary, given the moments of some stages."""
    made = small()
    stages = [replace(each, sees=()) for each in made.stages]
    for rank, when in views:
        stages[rank] = replace(stages[rank], sees=(Sees("region", ("summary",), when),))
    lines = {each.role: each for each in sights(replace(made, stages=tuple(stages), sees=()))}
    cell = next(each for each in lines[ROLES["region"]].cells if each.document == DOCUMENTS["summary"])
    return cell.word, cell.when


SEEN = [
    (((1, ("after",)),), ("1\u00a0étape", "après «\u00a0Expertise\u00a0»")),
    (((1, ("during", "after")), (3, ("during", "after"))), ("2\u00a0étapes", "pendant et après «\u00a0Expertise\u00a0» et «\u00a0Contrat\u00a0»")),
    (((0, ("before",)), (1, ("after", "before"))), ("2\u00a0étapes", "avant «\u00a0Dépôt\u00a0» ; avant et après «\u00a0Expertise\u00a0»")),
    (tuple((rank, ("during",)) for rank in range(4)), ("à chaque étape", "pendant chaque étape")),
    (tuple((rank, tuple(TIMES)) for rank in range(4)), ("toujours", "")),
]  # fmt: skip


@pytest.mark.parametrize(("views", "words"), SEEN)
def test_a_sight_says_at_which_moments(
    views: tuple[tuple[int, tuple[str, ...]], ...], words: tuple[str, str]
) -> None:
    assert seen_when(*views) == words


@given(procedures())
@SLOW
def test_any_procedure_is_told_whole_and_in_its_order(procedure: Procedure) -> None:
    steps = path(procedure)
    assert [(each.key, each.rank) for each in steps] == [(s.key, n) for n, s in enumerate(procedure.stages, 1)]
    assert [len(each.ways) for each in steps] == [len(each.exits) for each in procedure.stages]
    assert [len(each.asked) for each in steps] == [len(each.fields) for each in procedure.stages]
    assert [len(each.criteria) for each in grids(procedure)] == [len(each.criteria) for each in procedure.grids]
    for each in sights(procedure):
        assert [cell.document for cell in each.cells] == list(DOCUMENTS.values())
        assert all(bool(cell.when) == cell.is_partly for cell in each.cells)
