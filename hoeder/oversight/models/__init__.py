"""The tables of oversight."""

from .breaches import Breach
from .escalations import Escalation
from .procedures import Procedure, ProcedureReview
from .reports import YearlyReport
from .reviews import Recommendation, Review

__all__ = [
    "Breach",
    "Escalation",
    "Procedure",
    "ProcedureReview",
    "Recommendation",
    "Review",
    "YearlyReport",
]
