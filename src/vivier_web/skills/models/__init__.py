"""The tables of jobs and skills, one file a subject."""

from vivier_web.skills.models.deposits import Deposit, ReleasedTitle, Wave
from vivier_web.skills.models.studies import Run, RunPaper, Study
from vivier_web.skills.models.titles import TitleDecision

__all__ = ["Deposit", "ReleasedTitle", "Run", "RunPaper", "Study", "TitleDecision", "Wave"]
