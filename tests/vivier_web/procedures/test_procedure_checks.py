"""A definition is sound, or what must be put right is said with its place."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from factories.procedures import SMALL, chain_of, procedures, small
from vivier_web.procedures.checks import check
from vivier_web.procedures.definition import Procedure, read, shipped, write
from vivier_web.procedures.definition.lines import line_of
from vivier_web.procedures.definition.words import END

ORPHAN = """
[[stage]]
key = "orphan"
title = "Isolée"
body = "state"
act = "follow"
exit = [{ on = "done", to = ["end"] }]

[[grid]]
key = "grid"
"""
CASES: list[tuple[str, Callable[[str], str], str]] = [
    ("unreachable", lambda text: text.replace('\n[[grid]]\nkey = "grid"\n', ORPHAN), "aucune issue n’y mène"),
    ("dead end", lambda text: text.replace('[{ on = "done", to = ["end"] }]\ndeadline = { silence = "accept"', '[{ on = "done", to = ["contract"] }]\ndeadline = { silence = "accept"'), "aucune suite ne mène à une fin"),
    ("silence", lambda text: text.replace('silence = "accept"', 'silence = "reject"'), "le silence doit mener à l’issue « refusé »"),
    ("lapse", lambda text: text.replace('silence = "accept"', 'silence = "lapse"'), "« caduc »"),
    ("escalate", lambda text: text.replace('escalate_to = "committee"', 'escalate_to = "experts"'), "l’instance qui est en retard"),
    ("weights", lambda text: text.replace("weight = 60", "weight = 70"), "les poids font 110"),
    ("outcomes", lambda text: text.replace('  { on = "refused", to = ["end"] },\n', ""), "il manque l’issue refusé"),
    ("conditions", lambda text: text.replace('  { on = "accepted_with_conditions", to = ["contract"] },\n', ""), "accepté sous conditions"),
    ("proofs", lambda text: text.replace("requires_proofs = true\n", ""), "personne ne vérifie les conditions"),
    ("form", lambda text: text.replace('{ on = "done", to = ["experts"] }', '{ on = "accepted", to = ["experts"] }'), "il manque l’issue étape faite"),
    ("veto", lambda text: text.replace("veto = 0", "veto = 2"), "sous le seuil"),
    ("band", lambda text: text.replace("conditions_under = 0.7", "conditions_under = 0.6"), "ne servira jamais"),
    ("public", lambda text: text.replace('{ role = "committee", documents = ["opinion", "summary"]', '{ role = "public", documents = ["budget"]'), "Le public ne voit jamais"),
    ("applicant", lambda text: text.replace('documents = ["decision", "opinion"], when = ["after"]', 'documents = ["decision"], when = ["during"]'), "qu’après l’étape"),
    ("authority", lambda text: text.replace('sees = [\n  { role = "applicant"', 'sees = [\n  { role = "state", documents = ["technical_secret"], when = ["after"] },\n  { role = "applicant"'), "étape par étape"),
    ("unused", lambda text: text.replace('"grid", opinions = 2 ', '"grid", opinions = 2 ') + text[text.index("[[grid]]"):].replace('"grid"', '"autre"'), "aucune étape ne s’en sert"),
    ("blocked", lambda text: text.replace('to = ["experts"] }', 'to = ["experts", "contract"] }').replace('title = "Expertise"', 'title = "Expertise"\nenter = [{ when = "passed.filing >= 3", say = "Trois." }]').replace('title = "Contrat"', 'title = "Contrat"\nenter = [{ when = "passed.filing >= 4", say = "Quatre." }]'), "reste bloqué"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_unsound_is_said_with_its_place(change: Callable[[str], str], words: str) -> None:
    text = change(SMALL)
    assert text != SMALL
    found = [each for each in check(read(text)) if words in each.sentence]
    assert found, [each.sentence for each in check(read(text))]
    assert line_of(text, found[0].path) > 1
    assert found[0].sentence.endswith(".")


def test_the_small_procedure_has_only_the_view_it_was_given_wrong() -> None:
    assert check(small()) == ()


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_every_shipped_procedure_is_sound(procedure: Procedure) -> None:
    assert check(procedure) == ()


@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_row_of_forms_is_sound_and_cut_anywhere_it_is_not(n: int) -> None:
    row = chain_of(n)
    assert check(row) == ()
    loop = replace(row.stages[-1], exits=(replace(row.stages[-1].exits[0], to=(row.stages[0].key,)),))
    cut = replace(row, stages=(*row.stages[:-1], loop))
    assert sum("ne mène à une fin" in each.sentence for each in check(cut)) == n


def plainly_sound(procedure: Procedure) -> tuple[set[str], set[str]]:
    """Give the stages that nothing leads to and those that lead to no end, by following every way step by step."""
    steps = {each.key: {target for exit_ in each.exits for target in exit_.to} for each in procedure.stages}

    def beyond(key: str) -> set[str]:
        seen = {key}
        for _ in range(len(steps) + 1):
            seen |= {target for each in seen - {END} for target in steps[each]}
        return seen

    return set(steps) - beyond(procedure.first.key), {key for key in steps if END not in beyond(key)}


@given(procedures())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_unreachable_stages_and_dead_ends_are_found_in_any_procedure(procedure: Procedure) -> None:
    found = check(procedure)
    lost = {procedure.stages[each.path[1]].key for each in found if "n’y mène" in each.sentence}
    dead = {procedure.stages[each.path[1]].key for each in found if "mène à une fin" in each.sentence}
    assert (lost, dead) == plainly_sound(procedure)
    text = write(procedure)
    assert all(1 <= line_of(text, each.path) <= text.count("\n") for each in found)


@given(procedures())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_deadline_of_a_sound_procedure_always_has_an_effect(procedure: Procedure) -> None:
    unsound = {each.path[1] for each in check(procedure) if each.path[0] == "stage" and "silence" in each.sentence}
    needed = {"accept": {"accepted", "done"}, "reject": {"refused"}, "lapse": {"lapsed"}}
    for rank, stage in enumerate(procedure.stages):
        if stage.deadline and rank not in unsound:
            assert needed.get(stage.deadline.silence, set(stage.outcomes)) & set(stage.outcomes)
