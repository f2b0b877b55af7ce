"""Small registers of companies, to be published in tables."""

import numpy as np

from vivier.disclosure import Spec, tables_of
from vivier.disclosure.cells import Tables
from vivier.disclosure.records import records_of
from vivier.disclosure.spec import Dimension

REGION = Dimension("région", ("region",))
SECTION = Dimension("section", ("section",))
NAF = Dimension("activité", ("naf", "division", "section"))
SIZE = Dimension("taille", ("size",))
FLAT = Spec("unit", "turnover", (REGION, SECTION), holding="holding")
NESTED = Spec("unit", "turnover", (REGION, NAF, SIZE), holding="holding")
LINKED = Spec(
    "unit", "turnover", (REGION, NAF, SIZE, SECTION), (("activité", "région"), ("section", "région", "taille")),
    holding="holding",
)  # fmt: skip
_GROUPS = (("01.1", "01", "A"), ("28.1", "28", "C"), ("28.2", "28", "C"), ("29.1", "29", "C"), ("97.0", "97", "T"))


def register(seed: int, n: int = 60) -> dict[str, list[str]]:
    """Draw companies of three regions and five groups; a third of them belong to a few holdings."""
    chance = np.random.default_rng(seed)
    groups = [_GROUPS[at] for at in chance.integers(0, len(_GROUPS), n)]
    heads = [str(chance.integers(0, n // 6 + 1)) if chance.random() < 0.33 else "" for _ in range(n)]
    return {
        "unit": [str(at) for at in range(n)],
        "holding": heads,
        "region": [("84", "11", "93")[at] for at in chance.integers(0, 3, n)],
        "naf": [each[0] for each in groups],
        "division": [each[1] for each in groups],
        "section": [each[2] for each in groups],
        "size": [("0", "1-9")[at] for at in chance.integers(0, 2, n)],
        "turnover": [str(int(each)) for each in chance.lognormal(5, 1.5, n)],
    }


def rows(*lines: tuple[object, ...]) -> dict[str, list[str]]:
    """Write companies one by one: unit, holding, region, section, turnover."""
    turned = list(zip(*lines, strict=True)) or [()] * 5
    return {
        name: [str(each) for each in column]
        for name, column in zip(("unit", "holding", "region", "section", "turnover"), turned, strict=True)
    }


def tables(texts: dict[str, list[str]], spec: Spec = FLAT) -> Tables:
    """Sum companies into cells."""
    return tables_of(records_of(texts, spec), spec)
