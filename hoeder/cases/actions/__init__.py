"""Everything that changes cases."""

from .conflicts import recuse
from .handling import acknowledge, give_feedback, sweep_clocks
from .people import add_member, hand_over, open_investigation, start_epoch
from .receiving import Received, receive
from .registering import register

__all__ = [
    "Received",
    "acknowledge",
    "add_member",
    "give_feedback",
    "hand_over",
    "open_investigation",
    "receive",
    "recuse",
    "register",
    "start_epoch",
    "sweep_clocks",
]
