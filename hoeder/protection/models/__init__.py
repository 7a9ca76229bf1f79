"""The tables of this domain: that something happened, and that somebody owes an answer to it."""

from .incidents import Account, AccountLetter, Elsewhere, Incident, IncidentQuerySet

__all__ = ["Account", "AccountLetter", "Elsewhere", "Incident", "IncidentQuerySet"]
