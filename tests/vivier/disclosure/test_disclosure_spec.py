"""What is to be published: what a specification may say, and the sentence that refuses the rest."""

import pytest

from vivier.disclosure.spec import Dimension, Spec, parents_of, spec_of
from vivier.vocabulary import InputError

LINKS = {"naf.csv": [("28.1", "28"), ("28", "C")], "rond.csv": [("A", "B"), ("B", "C"), ("C", "A")]}
REGION = {"name": "région", "column": "region"}


def said(**more: object) -> dict[str, object]:
    return {"unit": "siren", "value": "ca", "dimension": [REGION], **more}


def test_a_specification_is_read() -> None:
    naf = {"name": "activité", "levels": ["naf", "section"]}
    spec, rules = spec_of(
        said(dimension=[REGION, naf], holding="groupe", table=[{"dimensions": ["région"]}], rules={"min_units": 4}),
        {},
    )
    dims = (Dimension("région", ("region",)), Dimension("activité", ("naf", "section")))
    assert spec == Spec("siren", "ca", dims, (("région",),), holding="groupe")
    assert (rules.min_units, rules.max_share) == (4, 0.85)


def test_a_column_beside_coarser_levels_is_the_finest() -> None:
    spec, _ = spec_of(said(dimension=[{"name": "a", "column": "naf", "levels": ["division", "section"]}]), {})
    assert spec.columns == ("naf", "division", "section")


def test_a_dimension_may_have_its_hierarchy_in_a_file() -> None:
    spec, _ = spec_of(said(dimension=[{"name": "a", "column": "naf", "hierarchy": "naf.csv"}]), LINKS)
    assert spec.dimensions[0].parents == {"28.1": "28", "28": "C", "C": "T"}


def test_dimensions_that_share_a_column_are_of_one_axis() -> None:
    fine, coarse = Dimension("fine", ("naf", "section")), Dimension("large", ("section",))
    spec = Spec("siren", "", (fine, coarse), (("fine",), ("large",)))
    assert spec.axis(coarse) == ("naf", "section")
    assert spec.shown("naf") == {"naf", "section"}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (said(unit=""), "unité"),
        (said(unit=3), "« unit » doit être un texte"),
        (said(dimension=[]), "une dimension"),
        (said(dimension=[REGION, REGION]), "nom différent"),
        (said(dimension="région"), r"\[\[dimension\]\]"),
        (said(dimension=[{"name": "a"}]), "une colonne au moins"),
        (said(dimension=[{"name": "a", "levels": "naf"}]), "liste de textes"),
        (said(dimension=[{"name": "a", "levels": ["naf", "naf"]}]), "deux fois"),
        (said(dimension=[{"name": "a", "column": "status"}]), "renommez"),
        (said(dimension=[{"name": "a", "column": "section", "levels": ["naf", "section"]}]), "du plus fin"),
        (said(dimension=[{"name": "a", "column": "naf", "sort": 1}]), "« sort »"),
        (said(dimension=[{"name": "a", "column": "n", "levels": ["n"], "hierarchy": "naf.csv"}]), "l’un des deux"),
        (said(table=[{"dimensions": ["pays"]}]), "« pays »"),
        (said(table=[{"dimensions": []}]), "Un tableau"),
        (said(keep=[["pays"]]), "« pays »"),
        (said(cost="argent"), "« argent »"),
        (said(couleur="bleu"), "« couleur »"),
        (said(rules={"min_units": 1}), "durcie"),
        (said(rules={"min_people": 11}), "« people »"),
        (
            said(dimension=[{"name": "a", "levels": ["naf", "section"]}, {"name": "b", "levels": ["section"]}]),
            "aucune colonne en commun",
        ),
        (
            said(dimension=[{"name": "a", "column": "naf", "hierarchy": "naf.csv"}, {"name": "b", "column": "naf"}]),
            "a une hiérarchie et sert aussi",
        ),
        (said(dimension=[{"name": "a", "column": "naf", "hierarchy": "rond.csv"}]), "tourne en rond"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(document: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words) as refused:
        spec_of(document, LINKS)
    assert str(refused.value).count(". ") == 0


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([("28", "C"), ("28", "D")], "deux parents"),
        ([("", "C")], "sans code"),
        ([("A", "A")], "tourne en rond"),
        ([("28", "C"), ("C", ""), ("29", "D")], "« D » n’est défini nulle part"),
        ([("28.1", "28"), ("28", "C"), ("C", "T"), ("29", "D")], "« D » n’est défini nulle part"),
    ],
)
def test_a_hierarchy_that_does_not_hold_is_refused(links: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        parents_of(links, "naf.csv")


def test_the_section_t_of_a_hierarchy_is_a_code_like_another() -> None:
    links = [("97.0", "97"), ("97", "T"), ("01.1", "01"), ("01", "A")]
    assert parents_of(links, "naf.csv") == {"97.0": "97", "97": "T_", "01.1": "01", "01": "A", "A": "T", "T_": "T"}


def test_a_hierarchy_may_name_the_total() -> None:
    assert parents_of([("28", "C"), ("C", "T")], "naf.csv") == {"28": "C", "C": "T"}
