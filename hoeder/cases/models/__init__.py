"""The tables of cases, by what they are about."""

from .cases import (
    Case,
    CaseNumber,
    CaseQuerySet,
    Declaration,
    Exclusion,
    Recusal,
)
from .closings import Closing, ClosingOver
from .decisions import Reclassification, TwoPersons
from .feedback import Feedback
from .forwardings import Forwarding
from .hearings import Hearing, Postponement, Unheard
from .meetings import Meeting

__all__ = [
    "Case",
    "CaseNumber",
    "CaseQuerySet",
    "Closing",
    "ClosingOver",
    "Declaration",
    "Exclusion",
    "Hearing",
    "Postponement",
    "Feedback",
    "Forwarding",
    "Meeting",
    "Reclassification",
    "Recusal",
    "TwoPersons",
    "Unheard",
]
