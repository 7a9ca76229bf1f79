"""Everything that changes what this domain keeps: incidents, commitments, emergencies, duties."""

from .alarm import notice_probing, raise_alarm
from .commitments import confirm, dispute, offer, propose, refuse_proposal
from .duties import account_for_duty
from .elsewhere import Raised, raise_elsewhere, tell_default
from .emergencies import ask_in_emergency, grant_in_emergency, refuse_in_emergency
from .following import account, close_incident, decide_notification, note_measures
from .owners import accept, claim, decline, pass_on, pass_on_abandoned

__all__ = [
    "Raised",
    "accept",
    "account",
    "account_for_duty",
    "ask_in_emergency",
    "claim",
    "close_incident",
    "confirm",
    "decide_notification",
    "decline",
    "dispute",
    "grant_in_emergency",
    "note_measures",
    "notice_probing",
    "offer",
    "pass_on",
    "pass_on_abandoned",
    "propose",
    "raise_alarm",
    "raise_elsewhere",
    "refuse_in_emergency",
    "refuse_proposal",
    "tell_default",
]
