"""A procedure told: every word of the screen follows from the file, and no cell says more than the rules let through."""

from dataclasses import replace

import pytest

from factories import procedures
from vivier_web.procedures.definition import Procedure, shipped
from vivier_web.procedures.definition.words import DOCUMENTS, ROLES, TIMES
from vivier_web.procedures.simulation import Assumptions, simulate
from vivier_web.procedures.telling import basis, grants, grids, path, sights, trial_told
from vivier_web.procedures.telling.figures import months
from vivier_web.procedures.visibility import may_see

SHIPPED = pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)


def test_the_path_says_who_acts_the_delay_the_silence_and_what_follows() -> None:
    filing, experts, committee, contract = path(procedures.small())
    assert (filing.who, filing.act, filing.required) == ("Porteur", "dépôt", 2)
    assert filing.delay is not None
    assert (filing.delay.words, filing.delay.silence) == ("30 jours", "au-delà, le dossier devient caduc")
    assert [each.text for each in filing.rules] == ["Pour en sortir : Il faut deux entreprises."]
    assert experts.delay is not None
    assert experts.delay.silence == "au-delà, le dossier remonte : Comité"
    assert [each.text for each in committee.decides] == [
        "2\u00a0avis sur la grille « Grille », quorum de 3 présents.",
        "Une note qui vaut veto : refusé.",
        "Un critère sous son seuil : à représenter.",
        "Un total sous son seuil : refusé.",
        "Un total qui passe, sous 70\u00a0% : accepté sous conditions.",
    ]
    assert [(each.outcome, each.to, each.is_good) for each in committee.ways][:3] == [
        ("accepté", "Contrat", True),
        ("accepté sous conditions", "Contrat", True),
        ("à représenter", "Dépôt", False),
    ]
    assert contract.delay is not None
    assert contract.delay.silence == "sans réponse, c’est accepté"


def test_a_grid_says_what_each_criterion_weighs_its_limits_and_its_anchors() -> None:
    (grid,) = grids(procedures.small())
    assert grid.total == "Total : au moins 60\u00a0% du maximum."
    innovation, market = grid.criteria
    assert (innovation.share, innovation.limits) == ("60\u00a0% du total", ("seuil 2", "veto à 0"))
    assert [each.mark for each in innovation.anchors] == [0, 1, 2, 3, 4]
    assert market.limits == ("facultatif",)


def test_what_is_granted_says_for_how_long_and_how_sure_that_is() -> None:
    (label,) = grants(procedures.small())
    assert label.terms == "1\u00a0an ou 4\u00a0ans, renouvelable 1\u00a0fois"
    assert (label.sure.word, label.sure.phrase) == ("vérifié", "Vérifié dans une source (Essai)")
    assert [months(n) for n in (6, 18, 24)] == ["6\u00a0mois", "18\u00a0mois", "2\u00a0ans"]


def seen_by(procedure: Procedure, role: str, document: str) -> set[tuple[str, str]]:
    """Ask the rules one by one, opinions once one's own is given."""
    return {
        (stage.key, when)
        for stage in procedure.stages
        for when in TIMES
        if may_see(procedure, role, document, stage=stage.key, when=when, own_given=True)
    }


@SHIPPED
def test_the_table_of_sights_agrees_with_the_rules_cell_by_cell(procedure: Procedure) -> None:
    told = {each.role: {cell.document: cell for cell in each.cells} for each in sights(procedure)}
    assert "Le porteur" in told
    for role, word in ROLES.items():
        for document, title in DOCUMENTS.items():
            found = seen_by(procedure, role, document)
            if word not in told:
                assert not found
            elif not found:
                assert not told[word][title].is_seen
            else:
                whole = len(found) == len(procedure.stages) * len(TIMES)
                assert told[word][title].is_seen
                assert (told[word][title].word == "toujours") <= whole
                titles = {procedure.stage(key).title for key, _ in found}
                when = told[word][title].when
                assert not when or "chaque étape" in when or all(f"«\u00a0{each}\u00a0»" in when for each in titles)


def test_the_public_never_sees_a_secret_even_where_a_file_grants_it() -> None:
    small = procedures.small()
    assert any("technical_secret" in each.documents for stage in small.stages for each in stage.sees)
    open_to_all = tuple(
        replace(stage, sees=tuple(replace(s, role="public") for s in stage.sees)) for stage in small.stages
    )
    told = {each.role: each for each in sights(replace(small, stages=open_to_all))}
    assert {cell.document for cell in told["Le public"].cells if cell.is_seen} == {"le résumé"}


def test_an_opinion_of_others_is_told_as_open_once_ones_own_is_given() -> None:
    told = {each.role: {cell.document: cell for cell in each.cells} for each in sights(procedures.small())}
    assert told["Un expert"]["les avis"].when.startswith("une fois son propre avis donné : pendant «\u00a0Expertise")


@SHIPPED
def test_every_figure_bears_a_word_of_certainty_and_a_source_when_it_is_verified(procedure: Procedure) -> None:
    said = [each.sure for each in (*basis(procedure), *grants(procedure), *grids(procedure))]
    said += [step.delay.sure for step in path(procedure) if step.delay]
    assert all(each.word for each in said)
    assert all(each.source for each in said if each.is_verified)


def test_a_trial_told_counts_every_dossier_once() -> None:
    small = procedures.small()
    told = trial_told(small, simulate(small, Assumptions(dossiers=40)))
    assert told.ended + told.blocked == 40
    assert told.accepted <= told.ended
    assert [each.title for each in told.stages] == ["Dépôt", "Expertise", "Comité", "Contrat"]
    assert sum(n for _, n in told.outcomes) == told.ended
    assert sum(n for _, n in told.by_body) == told.opinions
