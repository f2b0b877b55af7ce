"""What is kept of indicators, a file a subject."""

from vivier_web.indicators.models.agreements import Agreement
from vivier_web.indicators.models.campaigns import Campaign, NationalCampaign, SetVersion
from vivier_web.indicators.models.publications import (
    KnownFigure,
    Publication,
    PublicationFile,
    PublicationWork,
)
from vivier_web.indicators.models.sheets import SentSheet, Sheet
from vivier_web.indicators.models.vintages import Vintage

__all__ = [
    "Agreement",
    "Campaign",
    "KnownFigure",
    "NationalCampaign",
    "Publication",
    "PublicationFile",
    "PublicationWork",
    "SentSheet",
    "SetVersion",
    "Sheet",
    "Vintage",
]
