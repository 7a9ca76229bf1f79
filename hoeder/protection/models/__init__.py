"""The tables of this domain: that something happened, and that somebody owes an answer to it."""

from .commitments import (
    Commitment,
    CommitmentQuerySet,
    Duty,
    DutyQuerySet,
    Emergency,
    EmergencyQuerySet,
)
from .incidents import Account, AccountLetter, Elsewhere, Incident, IncidentQuerySet

__all__ = [
    "Account",
    "AccountLetter",
    "Commitment",
    "CommitmentQuerySet",
    "Duty",
    "DutyQuerySet",
    "Elsewhere",
    "Emergency",
    "EmergencyQuerySet",
    "Incident",
    "IncidentQuerySet",
]
