"""The tables of oversight."""

from .breaches import Breach
from .escalations import Escalation
from .reports import YearlyReport
from .reviews import Recommendation, Review

__all__ = ["Breach", "Escalation", "Recommendation", "Review", "YearlyReport"]
