"""What anyone may read of publications: figures that passed the gate, byte for byte as they were frozen."""

from vivier_web.indicators.published.comparisons import (
    PoleFigures,
    YearFigures,
    codes_published,
    compared,
    indicators_published,
    over_years,
)
from vivier_web.indicators.published.data import (
    FORMS,
    PAGE,
    Codes,
    DatasetCard,
    FileCard,
    PublishedDataset,
    PublishedFile,
    Shown,
)
from vivier_web.indicators.published.datasets import dataset, datasets
from vivier_web.indicators.published.files import address_of, dcat, ending, published_file

__all__ = [
    "FORMS",
    "PAGE",
    "Codes",
    "DatasetCard",
    "FileCard",
    "PoleFigures",
    "PublishedDataset",
    "PublishedFile",
    "Shown",
    "YearFigures",
    "address_of",
    "codes_published",
    "compared",
    "dataset",
    "datasets",
    "dcat",
    "ending",
    "indicators_published",
    "over_years",
    "published_file",
]
