"""The tables of this domain: that something happened, and that somebody owes an answer to it."""

from .commitments import (
    Commitment,
    CommitmentQuerySet,
    Duty,
    DutyQuerySet,
    Emergency,
    EmergencyQuerySet,
)
from .detriment import SharedDetriment
from .grounds import (
    GroundsMonth,
    GroundsMonthQuerySet,
    GroundsQuestion,
    GroundsReview,
    GroundsReviewQuerySet,
)
from .incidents import Account, AccountLetter, Elsewhere, Incident, IncidentQuerySet
from .offers import SupportOffer
from .plans import Care, CheckIn, CheckInAnswer, Origin, Plan

__all__ = [
    "Account",
    "AccountLetter",
    "Care",
    "CheckIn",
    "CheckInAnswer",
    "Commitment",
    "CommitmentQuerySet",
    "Duty",
    "DutyQuerySet",
    "Elsewhere",
    "Emergency",
    "EmergencyQuerySet",
    "GroundsMonth",
    "GroundsMonthQuerySet",
    "GroundsQuestion",
    "GroundsReview",
    "GroundsReviewQuerySet",
    "Incident",
    "IncidentQuerySet",
    "Origin",
    "Plan",
    "SharedDetriment",
    "SupportOffer",
]
