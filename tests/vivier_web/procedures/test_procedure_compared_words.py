"""No difference goes unsaid, none is said in the words of the file, and a bad key or figure is refused at its place."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from factories.procedures import small
from vivier_web.procedures.definition import Procedure, compare, digest
from vivier_web.procedures.definition import words as lists
from vivier_web.procedures.definition.comparing import Difference
from vivier_web.procedures.definition.data import Body, Colabel, Fact
from vivier_web.procedures.definition.flaws import Flaw, check_basis, check_key, check_once, check_said, check_word
from vivier_web.procedures.definition.forms import Condition, Sees


def first_stage(**said: object) -> Procedure:
    """Give the small procedure with its first stage changed."""
    made = small()
    return replace(made, stages=(replace(made.stages[0], **said), *made.stages[1:]))


def first_criterion(**said: object) -> Procedure:
    """Give the small procedure with its first criterion changed."""
    made = small()
    grid = made.grids[0]
    return replace(made, grids=(replace(grid, criteria=(replace(grid.criteria[0], **said), *grid.criteria[1:])),))


FILING = small().stages[0]
TITLE = FILING.fields[0]
LATE = FILING.deadline
WORDED = [
    (replace(small(), kind="call"), "Procédure : nature, Label de projet → Appel à projets."),
    (replace(small(), relabel="kept"), "Procédure : nouvelle présentation, une nouvelle décision à chaque nouvelle présentation → le label reste acquis."),
    (replace(small(), key="autre"), "Procédure : clé, petit-label → autre."),
    (replace(small(), colabel=Colabel(3)), "Procédure : co-labellisation, aucun → défini."),
    (replace(small(), bodies=(replace(small().bodies[0], side="authority"), *small().bodies[1:])), "Instance « Porteur » : organisation servie, aucun → l’autorité."),
    (replace(small(), facts=(Fact("Dix jours.", "M"),)), "Donnée « Dix jours. » : ajoutée."),
    (first_stage(fields=(replace(TITLE, kind="long"), *FILING.fields[1:])), "Étape « Dépôt », question « Titre » : nature, texte court → texte long."),
    (first_stage(fields=(replace(TITLE, kind="budget"), *FILING.fields[1:])), "Étape « Dépôt », question « Titre » : nature, texte court → budget."),
    (first_stage(deadline=replace(LATE, correction="reset")), "Étape « Dépôt », délai : horloge après correction, prolongée de l’attente → repart de zéro."),
    (first_stage(deadline=None), "Étape « Dépôt » : délai, 30 jours, le dossier devient caduc → aucun."),
    (first_stage(requires_proofs=True), "Étape « Dépôt » : preuves exigées, non → oui."),
    (first_criterion(scope="pole"), "Grille « Grille », critère « Innovation » : portée, tout le dossier → le pôle."),
    (first_criterion(title="Idée."), "Grille « Grille », critère « Idée. » : titre, Innovation → Idée."),
]  # fmt: skip


@pytest.mark.parametrize(("after", "sentence"), WORDED, ids=[sentence[:40] for _, sentence in WORDED])
def test_a_change_is_said_in_french_words(after: Procedure, sentence: str) -> None:
    assert [each.sentence for each in compare(small(), after)] == [sentence]


def test_a_change_told_the_other_way_round_swaps_added_and_removed() -> None:
    region = Body("region", "Région", "region")
    before, after = replace(small(), bodies=(*small().bodies, region)), small()
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = compare(before, after), compare(after, before)
    assert there == (Difference("Instance « Région »", "removed", "Instance « Région » : retirée."),)
    assert [(each.where, swapped[each.kind]) for each in there] == [(each.where, each.kind) for each in back]


TWIN, VIEW, FACT = (
    Condition("count.partners >= 2", "Deux."),
    Sees("expert", ("summary",), ("during",)),
    Fact("Un.", "P"),
)
TWINS: list[tuple[Callable[..., Procedure], tuple[object, ...], tuple[object, ...], str]] = [
    (lambda held: first_stage(leave=held), (TWIN, TWIN), (replace(TWIN, say="Trois."), TWIN), "phrase, Deux. → Trois."),
    (lambda held: first_stage(leave=held), (TWIN, TWIN), (TWIN,), "règle « Deux. » : retirée."),
    (lambda held: first_stage(sees=held), (VIEW,), (VIEW, VIEW), "pendant l’étape » : ajoutée."),
    (lambda held: replace(small(), facts=held), (FACT, FACT), (replace(FACT, certainty="M"), FACT), "certitude, proposé par la plateforme : à régler → de mémoire : à vérifier."),
]  # fmt: skip


@pytest.mark.parametrize(("made", "before", "after", "ends"), TWINS)
def test_a_change_to_one_of_two_twins_is_not_lost(
    made: Callable[..., Procedure], before: tuple[object, ...], after: tuple[object, ...], ends: str
) -> None:
    one, other = made(before), made(after)
    assert digest(one) != digest(other)
    (told,) = compare(one, other)
    assert told.sentence.endswith(ends)
    assert compare(one, made(before)) == ()


def test_every_word_of_every_closed_list_has_its_own_french_words() -> None:
    for words in (lists.KINDS, lists.RELABELS, lists.SCOPES, lists.FIELD_KINDS, lists.OUTCOMES, lists.TIMES):
        assert all(said.strip() and "_" not in said for said in words.values())
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    "key", ["", "a\n", "\na", "A", "é", "1a", "-a", "a b", "a/b", "a.b", "../a", "a\x00", "ａ", "a\u2028"]
)
def test_a_key_that_is_not_plain_is_refused(key: str) -> None:
    with pytest.raises(Flaw, match="ne peut pas servir de clé") as refused:
        check_key(key, ("stage", 0, "key"))
    assert refused.value.path == ("stage", 0, "key")


@pytest.mark.parametrize("key", ["a", "a1", "a-b_c", "a" * 200])
def test_a_plain_key_is_taken(key: str) -> None:
    check_key(key)


REFUSED = [
    (lambda: check_once(["a", "b", "a", "b"], "grid"), ("grid", 2, "key"), "« a » est déjà pris : chaque clé ne sert qu’une fois."),
    (lambda: check_said(" \n\u00a0", ("title",)), ("title",), "Écrivez un texte ici : il sera lu."),
    (lambda: check_word("c", ("a", "b"), ("act",)), ("act",), "« c » n’est pas prévu ici ; choisissez parmi : a, b."),
    (lambda: check_basis("v", "Loi"), ("certainty",), "« v » n’est pas prévu ici ; choisissez parmi : V, S, M, P."),
    (lambda: check_basis("S", " "), ("source",), "Un chiffre vérifié cite sa source : écrivez « source »."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "path", "sentence"), REFUSED)
def test_what_is_refused_says_where_and_why_and_keeps_it_from_above(
    check: Callable[[], None], path: tuple[object, ...], sentence: str
) -> None:
    with pytest.raises(Flaw) as refused:
        check()
    above = refused.value.under(("stage", 4)).under(("file",))
    assert (refused.value.path, str(refused.value)) == (path, sentence)
    assert (above.path, above.sentence) == (("file", "stage", 4, *path), sentence)
