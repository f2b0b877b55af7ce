"""Gaps of perception between colleges: how far apart they answer, with exact inference for small numbers."""

from vivier.strategy.colleges.comparing import perceptions
from vivier.strategy.colleges.data import Answers, CollegeView, Gap, Perceptions, QuestionView

__all__ = ["Answers", "CollegeView", "Gap", "Perceptions", "QuestionView", "perceptions"]
