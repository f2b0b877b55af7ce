"""Yearly collection: odd answers found, the few worth a call, answers that are missing weighed or imputed.

`outliers` compares two years, `follow_up` lists whom to call back, `reweigh` and `impute` make up for those who did
not answer, `calibrate` brings weights to known totals. Answers are columns of figures; nothing here knows a company.
"""

from vivier.survey.calibration import calibrate
from vivier.survey.data import Weights
from vivier.survey.outlying import outliers
from vivier.survey.ratios import impute
from vivier.survey.response import reweigh
from vivier.survey.selective import follow_up

__all__ = ["Weights", "calibrate", "follow_up", "impute", "outliers", "reweigh"]
