"""Everything that changes what the commission works with."""

from .breaches import decide_breach, note_possible_breaches, open_breach
from .escalations import close_escalation, escalate, escalate_missed, move_up
from .procedures import owe_procedure_reviews, record_procedure_review, remind_of_procedures
from .recommendations import confirm_done, recommend, say_done
from .reports import publish_report
from .reviews import close_review, find, note_heard, open_review

__all__ = [
    "close_escalation",
    "close_review",
    "confirm_done",
    "decide_breach",
    "escalate",
    "escalate_missed",
    "find",
    "move_up",
    "note_heard",
    "note_possible_breaches",
    "open_breach",
    "open_review",
    "owe_procedure_reviews",
    "publish_report",
    "recommend",
    "record_procedure_review",
    "remind_of_procedures",
    "say_done",
]
