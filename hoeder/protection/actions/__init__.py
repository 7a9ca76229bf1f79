"""Everything that changes incidents."""

from .alarm import notice_probing, raise_alarm
from .elsewhere import Raised, raise_elsewhere, tell_default
from .following import account, close_incident, decide_notification, note_measures

__all__ = [
    "Raised",
    "account",
    "close_incident",
    "decide_notification",
    "note_measures",
    "notice_probing",
    "raise_alarm",
    "raise_elsewhere",
    "tell_default",
]
