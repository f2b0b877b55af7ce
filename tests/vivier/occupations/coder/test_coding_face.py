"""`vivier.occupations.code`: titles and a nomenclature of the store in, codings out."""

import math
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from factories import official as made
from factories import trades
from vivier.occupations import Codings, Hints, code
from vivier.occupations.coder import Lexicon, Title
from vivier.occupations.coder import code as code_with_model
from vivier.occupations.coder.face import KIND, is_trained, learn, model_of
from vivier.occupations.coder.lexicons import lexicon_of
from vivier.reference import Nomenclature, store
from vivier.reference.models import keep_model, load_model
from vivier.reference.official import add
from vivier.vocabulary import InputError

TITLES = ("Soudeuse TIG (H/F)", "couvreur zingeur", "Abatteur", "opérateur CN 2x8", "", "???", "roofing hero")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trades.filled(tmp_path_factory.mktemp("face"))


@pytest.fixture
def rome(kept: Path, tmp_path: Path) -> Nomenclature:
    return store(shutil.copytree(kept, tmp_path / "store")).nomenclature("rome4")


def test_titles_are_coded_with_the_model_that_the_store_keeps(rome: Nomenclature) -> None:
    found = code(TITLES, nomenclature=rome)
    assert isinstance(found, Codings)
    welder, roofer, feller, *_ = found
    assert (welder.code, welder.decision) == (trades.WELDING, "coded")
    assert roofer.code == trades.ROOFING
    assert feller.decision == "ask"
    assert {feller.code, *feller.alternatives} == {trades.QUARRY, trades.FORESTRY}
    assert [(row.code, row.probability, row.decision) for row in found][4:6] == [("", 0.0, "review")] * 2


def test_the_face_says_what_the_engine_says_with_the_same_model(rome: Nomenclature) -> None:
    assert code(TITLES, nomenclature=rome) == code_with_model([Title(text) for text in TITLES], model=model_of(rome))


def test_neither_order_nor_company_nor_a_second_opening_changes_an_answer(rome: Nomenclature) -> None:
    alone = [code([text], nomenclature=rome).rows[0] for text in TITLES]
    assert list(code(TITLES, nomenclature=rome)) == alone
    mixed = random.Random(3).sample(TITLES, len(TITLES))
    again = store(rome.folder).nomenclature("rome4")
    assert dict(zip(mixed, code(mixed, nomenclature=again), strict=True)) == dict(zip(TITLES, alone, strict=True))


def test_hints_go_with_their_title_and_are_as_many(rome: Nomenclature) -> None:
    hints = [Hints(pcs="624a", naf="25.62B", qualification="6")] * len(TITLES)
    assert len(code(TITLES, nomenclature=rome, hints=hints)) == len(TITLES)
    with pytest.raises(InputError, match=r"7 intitulés et 2 indices : donnez un indice par intitulé\.$"):
        code(TITLES, nomenclature=rome, hints=hints[:2])


def test_nothing_in_gives_nothing_out_even_without_a_model(tmp_path: Path) -> None:
    assert code((), nomenclature=store(trades.filled(tmp_path, trained=False)).nomenclature("rome4")) == Codings()


@pytest.mark.parametrize("title", [math.nan, None, 3])
def test_a_title_that_is_not_a_text_is_refused(rome: Nomenclature, title: object) -> None:
    with pytest.raises(InputError, match=r"^Un intitulé est un texte : .* n’en est pas un\.$"):
        code(["Soudeur", title], nomenclature=rome)  # type: ignore[list-item]


def test_the_model_is_opened_once_for_a_nomenclature(rome: Nomenclature) -> None:
    first = model_of(rome)
    shutil.rmtree(rome.folder / "models")
    assert model_of(rome) is first
    assert code(["Couvreur"], nomenclature=rome).rows[0].code == trades.ROOFING


def test_a_nomenclature_without_its_model_says_what_to_run(tmp_path: Path) -> None:
    rome = store(trades.filled(tmp_path, trained=False)).nomenclature("rome4")
    assert not is_trained(rome)
    with pytest.raises(InputError, match=r"^ROME 4 est installé mais .* lancez « vivier reference train »\.$"):
        code(["Soudeur"], nomenclature=rome)
    learn(rome)
    assert is_trained(rome)
    assert code(["Soudeur TIG"], nomenclature=rome).rows[0].code == trades.WELDING


@pytest.mark.parametrize("change", [{"format": 0}, {"codes": None}, {"svm_words.size": []}])
def test_a_model_of_another_version_says_what_to_run(rome: Nomenclature, change: dict[str, object]) -> None:
    held = load_model(rome, KIND)
    assert held is not None
    keep_model(
        rome,
        KIND,
        {name: np.array(value) if isinstance(value, np.memmap) else value for name, value in held.items()} | change,
    )
    assert not is_trained(rome)
    with pytest.raises(InputError, match=r"d’une autre version de Vivier : lancez « vivier reference train »"):
        code(["Soudeur"], nomenclature=rome)


def test_a_damaged_model_counts_as_none_and_says_what_to_run(rome: Nomenclature) -> None:
    next((rome.folder / "models" / KIND).rglob("model.json")).write_text("{", encoding="utf-8")
    assert not is_trained(rome)
    with pytest.raises(InputError, match="ne se lit plus : lancez « vivier reference train »"):
        code(["Soudeur"], nomenclature=rome)


@pytest.mark.parametrize("key", ["fap2021", "pcs-ese"])
def test_a_nomenclature_without_titles_cannot_code(key: str, tmp_path: Path) -> None:
    add([made.write(tmp_path / "files", made.families())], folder=tmp_path / "store")
    with pytest.raises(InputError, match=r"n’a pas d’appellations : choisissez"):
        code(["Soudeur"], nomenclature=store(tmp_path / "store").nomenclature(key))


def test_the_same_nomenclature_learned_twice_gives_the_same_bytes(rome: Nomenclature) -> None:
    before = {path: path.read_bytes() for path in (rome.folder / "models").rglob("*") if path.is_file()}
    learn(rome)
    assert {path: path.read_bytes() for path in (rome.folder / "models").rglob("*") if path.is_file()} == before


def test_the_demonstration_learns_by_itself(tmp_path: Path) -> None:
    demo = store(tmp_path / "fresh").nomenclature("demo")
    found = code(["Opératrice régleuse sur commande numérique", "régleur CN"], nomenclature=demo)
    assert found.rows[0].code == "DEMO-U01"
    assert not (tmp_path / "fresh").exists()


def test_a_lexicon_is_what_the_nomenclature_says_at_its_grain(tmp_path: Path) -> None:
    add([made.write(tmp_path / "files", {**made.rome4(), **made.rome3()})], folder=tmp_path / "store")
    held = store(tmp_path / "store")
    assert lexicon_of(held.nomenclature("rome4")) == Lexicon(
        (("Souffleur / Souffleuse", "Z1101"), ("Orageur / Orageuse", "Z1102"), ("Compteur / Compteuse", "Z1201")),
        {"Z1101": "Souffleur de nuages", "Z1102": "Souffleur d'orages", "Z1201": "Compteur d'étoiles"},
        {"Z1101": "Fait des nuages. Puis les range.", "Z1102": "", "Z1201": ""},
        {"Z1101": "Souffler", "Z1102": "", "Z1201": ""},
        {"Z1101": "Météores", "Z1102": "", "Z1201": ""},
        {"Z1101": "Z1101", "Z1102": "Z1101", "Z1201": "Z1201"},
    )
    assert lexicon_of(held.nomenclature("rome3")).parents == {"Z1101": "Z11", "Z1201": "Z12"}


def test_the_published_rome_gives_every_title_and_a_text_for_every_code(official: Path, tmp_path: Path) -> None:
    add([official / "rome-v4-460", official / "rome-v3-347"], folder=tmp_path / "store")
    for key, titles, codes in (("rome4", 13_120, 1_584), ("rome3", 10_990, 532)):
        found = lexicon_of(store(tmp_path / "store").nomenclature(key))
        assert (len(found.titles), len(found.codes)) == (titles, codes)
        assert sum(len(found.definitions[code] + found.skills[code]) > 100 for code in found.codes) > 0.99 * codes
        assert sum(bool(found.knowledge[code]) for code in found.codes) > 0.9 * codes
        assert len({found.parents[code] for code in found.codes}) == (532 if key == "rome4" else 110)
