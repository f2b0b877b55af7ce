"""Tables of the indicators, by subject."""

from vivier_web.indicators.models.publications import (
    GroupLink,
    KnownFigure,
    Publication,
    PublicationFile,
    PublicationWork,
)

__all__ = ["GroupLink", "KnownFigure", "Publication", "PublicationFile", "PublicationWork"]
