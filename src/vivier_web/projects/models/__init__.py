"""What is kept of projects, a file a subject."""

from vivier_web.projects.models.amendments import Amendment, AmendmentAnswer
from vivier_web.projects.models.budgets import Budget, Estimate, FundingLine, PriorAid
from vivier_web.projects.models.documents import Document, DocumentPart, Opening
from vivier_web.projects.models.following import Agreement, Aid, Award, Deliverable, Funder, Payment
from vivier_web.projects.models.ideas import Idea, IdeaInterest, IdeaRemark
from vivier_web.projects.models.outcomes import OutcomeReturn, OutcomeYear
from vivier_web.projects.models.practices import Practice
from vivier_web.projects.models.projects import Partner, Project
from vivier_web.projects.models.reviews import Review, ReviewCondition

__all__ = [
    "Agreement",
    "Aid",
    "Amendment",
    "AmendmentAnswer",
    "Award",
    "Budget",
    "Deliverable",
    "Document",
    "DocumentPart",
    "Estimate",
    "Funder",
    "FundingLine",
    "Idea",
    "IdeaInterest",
    "IdeaRemark",
    "Opening",
    "OutcomeReturn",
    "OutcomeYear",
    "Partner",
    "Payment",
    "Practice",
    "PriorAid",
    "Project",
    "Review",
    "ReviewCondition",
]
