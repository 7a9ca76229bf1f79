"""Everything that changes cases."""

from .closing import (
    answer_outcome,
    confirm_closing_over,
    propose_closing_over,
    refuse_closing_over,
    reopen,
    tell_outcome,
    withdraw_outcome,
)
from .conflicts import cut_off, declare, let_in_above, recuse
from .forwarding import forward
from .freezing import freeze, thaw
from .handling import acknowledge, give_feedback, sweep_clocks
from .hearing import (
    clear,
    confirm_unheard,
    hear,
    postpone_informing,
    propose_unheard,
    refuse_unheard,
    show_view,
)
from .meetings import answer_meeting, arrange_meeting, ask_to_meet, warn_of_meetings
from .people import add_member, hand_over, open_investigation, open_own_room, start_epoch
from .protecting import settle_protection, unsettle_protection
from .receiving import Received, receive
from .reclassifying import (
    confirm_reclassification,
    propose_reclassification,
    refuse_reclassification,
)
from .refusing import note_refused
from .registering import register

__all__ = [
    "clear",
    "confirm_unheard",
    "hear",
    "postpone_informing",
    "propose_unheard",
    "refuse_unheard",
    "show_view",
    "note_refused",
    "forward",
    "answer_meeting",
    "arrange_meeting",
    "ask_to_meet",
    "warn_of_meetings",
    "Received",
    "acknowledge",
    "add_member",
    "confirm_reclassification",
    "cut_off",
    "declare",
    "freeze",
    "give_feedback",
    "hand_over",
    "let_in_above",
    "open_investigation",
    "open_own_room",
    "propose_reclassification",
    "receive",
    "recuse",
    "refuse_reclassification",
    "register",
    "settle_protection",
    "start_epoch",
    "sweep_clocks",
    "thaw",
    "answer_outcome",
    "confirm_closing_over",
    "propose_closing_over",
    "refuse_closing_over",
    "reopen",
    "tell_outcome",
    "withdraw_outcome",
    "unsettle_protection",
]
