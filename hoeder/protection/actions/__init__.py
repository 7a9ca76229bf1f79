"""Everything that changes what this domain keeps, from incidents to offers of support."""

from .alarm import notice_probing, raise_alarm
from .check_ins import answer_check_in, choose_way, keep_check_ins_going, note_silence
from .commitments import confirm, dispute, offer, propose, refuse_proposal
from .detriment import share_detriment
from .duties import account_for_duty, name_reader
from .elsewhere import Raised, raise_elsewhere, tell_default
from .emergencies import ask_in_emergency, grant_in_emergency, refuse_in_emergency
from .following import account, close_incident, decide_notification, note_measures
from .grounds import (
    answer_question,
    ask_for_more,
    complete_grounds,
    let_read,
    open_grounds,
    open_months,
    weigh,
)
from .offers import offer_support, owe_support
from .owners import accept, claim, decline, pass_on, pass_on_abandoned
from .plans import (
    answer_plan,
    assess,
    decline_plan,
    go_on_without,
    open_own_room,
    outdate,
    propose_plan,
    see_name,
)
from .protectors import let_in_protector, part_with_protectors
from .restoring import end_restoration, propose_closing_over, tell_outcome

__all__ = [
    "name_reader",
    "let_in_protector",
    "part_with_protectors",
    "end_restoration",
    "propose_closing_over",
    "tell_outcome",
    "weigh",
    "open_months",
    "open_grounds",
    "let_read",
    "complete_grounds",
    "ask_for_more",
    "answer_question",
    "Raised",
    "accept",
    "account",
    "account_for_duty",
    "answer_check_in",
    "answer_plan",
    "ask_in_emergency",
    "assess",
    "choose_way",
    "claim",
    "close_incident",
    "confirm",
    "decide_notification",
    "decline",
    "decline_plan",
    "dispute",
    "go_on_without",
    "grant_in_emergency",
    "keep_check_ins_going",
    "note_measures",
    "note_silence",
    "notice_probing",
    "offer",
    "offer_support",
    "open_own_room",
    "outdate",
    "owe_support",
    "pass_on",
    "pass_on_abandoned",
    "propose",
    "propose_plan",
    "raise_alarm",
    "raise_elsewhere",
    "refuse_in_emergency",
    "refuse_proposal",
    "see_name",
    "share_detriment",
    "tell_default",
]
