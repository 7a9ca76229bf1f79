"""Everything that changes incidents."""

from .alarm import notice_probing, raise_alarm
from .following import account, close_incident, decide_notification, note_measures

__all__ = [
    "account",
    "close_incident",
    "decide_notification",
    "note_measures",
    "notice_probing",
    "raise_alarm",
]
