"""What is kept of projects, a file a subject."""

from vivier_web.projects.models.budgets import Budget, Estimate, FundingLine, PriorAid
from vivier_web.projects.models.ideas import Idea, IdeaInterest, IdeaRemark
from vivier_web.projects.models.projects import Partner, Project

__all__ = [
    "Budget",
    "Estimate",
    "FundingLine",
    "Idea",
    "IdeaInterest",
    "IdeaRemark",
    "Partner",
    "PriorAid",
    "Project",
]
