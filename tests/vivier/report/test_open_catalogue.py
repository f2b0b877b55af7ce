"""A catalogue for those who harvest: each dataset with what DCAT-AP asks for, in order, the same bytes each time."""

import dataclasses
import datetime as dt
import json

import pytest

from factories.opened import small
from vivier.report.open import Dataset, catalogue, write
from vivier.report.open.dcat import Served
from vivier.report.open.writing import FORMS
from vivier.vocabulary import InputError

SITE = "https://pole.example.fr/donnees"


def served(form: str) -> Served:
    file = write(small(), form)
    return Served(form, f"{SITE}/ca/{file.name}", len(file.content), file.sha256)


def dataset(**changes: object) -> Dataset:
    told = Dataset(
        "chiffre-affaires",
        "Chiffre d’affaires par région",
        "Ce que déclarent les membres.",
        f"{SITE}/ca",
        dt.date(2026, 3, 1),
        tuple(served(form) for form in FORMS),
        keywords=("entreprises", "secret statistique"),
        regions=("84", "93"),
        period=(dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    )
    return dataclasses.replace(told, **changes)  # type: ignore[arg-type]


def graph(*datasets: Dataset) -> dict:
    return json.loads(catalogue("Données du pôle", "Pôle Rhône", f"{SITE}/catalogue", datasets))


def test_a_catalogue_has_what_dcat_ap_requires() -> None:
    found = graph(dataset())
    assert found["@type"] == "dcat:Catalog"
    assert found["dct:title"] == {"@value": "Données du pôle", "@language": "fr"}
    assert found["dct:publisher"]["foaf:name"] == "Pôle Rhône"
    (one,) = found["dcat:dataset"]
    assert one["@type"] == "dcat:Dataset"
    assert one["dct:publisher"] == {"@id": found["dct:publisher"]["@id"]}
    assert one["dct:issued"] == {"@value": "2026-03-01", "@type": "xsd:date"}
    assert [place["@id"] for place in one["dct:spatial"]] == [
        "http://id.insee.fr/geo/region/84", "http://id.insee.fr/geo/region/93",
    ]  # fmt: skip
    assert one["dct:temporal"]["dcat:endDate"]["@value"] == "2025-12-31"
    assert one["dct:accrualPeriodicity"]["@id"].endswith("/frequency/ANNUAL")


def test_each_file_is_a_distribution_with_its_size_and_fingerprint() -> None:
    (one,) = graph(dataset())["dcat:dataset"]
    assert len(one["dcat:distribution"]) == len(FORMS)
    for form, found in zip(FORMS, one["dcat:distribution"], strict=True):
        file = write(small(), form)
        assert found["dcat:downloadURL"]["@id"] == f"{SITE}/ca/{file.name}"
        assert found["dcat:byteSize"]["@value"] == str(len(file.content))
        assert found["spdx:checksum"]["spdx:checksumValue"]["@value"] == file.sha256
        assert found["dcat:mediaType"]["@id"].endswith(FORMS[form].media_type.split(";")[0])
    tidy = one["dcat:distribution"][list(FORMS).index("csv")]
    assert tidy["dct:conformsTo"]["@id"].endswith(".schema.json")


def test_prefixes_are_all_declared() -> None:
    text = catalogue("Données", "Pôle", f"{SITE}/catalogue", [dataset()]).decode()
    context = json.loads(text)["@context"]
    used = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if not key.startswith("@"):
                    used.add(key.split(":")[0])
                walk(value)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    found = json.loads(text)
    del found["@context"]
    walk(found)
    assert used <= set(context)


def test_the_order_in_which_datasets_are_given_changes_nothing_and_none_is_a_catalogue() -> None:
    one, other = dataset(), dataset(name="emplois", address=f"{SITE}/emplois")
    assert graph(one, other) == graph(other, one)
    assert graph()["dcat:dataset"] == []


def test_what_is_not_known_is_not_said() -> None:
    (one,) = graph(dataset(keywords=(), regions=(), period=None))["dcat:dataset"]
    assert not {"dcat:keyword", "dct:spatial", "dct:temporal"} & set(one)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: dataset(address="pole.example.fr"), "https://"),
        (lambda: dataset(title=" "), "est vide"),
        (lambda: dataset(files=()), "au moins un fichier"),
        (lambda: dataset(frequency="parfois"), "fréquence"),
        (lambda: dataset(period=(dt.date(2026, 1, 1), dt.date(2025, 1, 1))), "finit avant"),
        (lambda: Served("pdf", SITE, 1, "a" * 64), "format ouvert"),
        (lambda: Served("csv", "javascript:alert(1)", 1, "a" * 64), "https://"),
        (lambda: Served("csv", SITE, -1, "a" * 64), "taille"),
        (lambda: Served("csv", SITE, 1, "abc"), "empreinte"),
        (lambda: graph(dataset(), dataset()), "même adresse"),
        (lambda: catalogue("x", "y", "z", []), "https://"),
    ],
)
def test_what_could_not_be_harvested_is_refused(wrong, said) -> None:
    with pytest.raises(InputError, match=said):
        wrong()
