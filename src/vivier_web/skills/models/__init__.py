"""The tables of jobs and skills, one file a subject."""

from vivier_web.skills.models.deposits import UNKNOWN_PCS, Deposit, ReleasedTitle, Wave
from vivier_web.skills.models.gaps import GapRun, SkillsDeposit
from vivier_web.skills.models.mobility import Introduction, Offer, Search
from vivier_web.skills.models.needs import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, ProjectNeed
from vivier_web.skills.models.strategy import StrategyPaper, StrategyProposal, StrategySheet
from vivier_web.skills.models.studies import Run, RunPaper, Study
from vivier_web.skills.models.titles import TitleDecision, key_of
from vivier_web.skills.models.training import (
    SeatAnswer,
    TrainingBatch,
    TrainingConsent,
    TrainingCourse,
    TrainingNeed,
    TrainingPlace,
    TrainingPlan,
    TrainingProposal,
)

__all__ = [
    "UNKNOWN_PCS",
    "Deposit",
    "GapRun",
    "Introduction",
    "NeedsCall",
    "NeedsDraft",
    "NeedsRelease",
    "NeedsReturn",
    "Offer",
    "ProjectNeed",
    "ReleasedTitle",
    "Run",
    "RunPaper",
    "Search",
    "SeatAnswer",
    "SkillsDeposit",
    "StrategyPaper",
    "StrategyProposal",
    "StrategySheet",
    "Study",
    "TitleDecision",
    "TrainingBatch",
    "TrainingConsent",
    "TrainingCourse",
    "TrainingNeed",
    "TrainingPlace",
    "TrainingPlan",
    "TrainingProposal",
    "Wave",
    "key_of",
]
