"""The tables of jobs and skills, one file a subject."""

from vivier_web.skills.models.deposits import Deposit, ReleasedTitle, Wave
from vivier_web.skills.models.needs import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, ProjectNeed
from vivier_web.skills.models.studies import Run, Study
from vivier_web.skills.models.titles import TitleDecision

__all__ = [
    "Deposit",
    "NeedsCall",
    "NeedsDraft",
    "NeedsRelease",
    "NeedsReturn",
    "ProjectNeed",
    "ReleasedTitle",
    "Run",
    "Study",
    "TitleDecision",
    "Wave",
]
