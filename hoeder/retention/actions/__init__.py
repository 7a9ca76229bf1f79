"""Everything that changes what is kept."""

from .deciding import confirm_decision, propose_decision, refuse_decision
from .destroying import begin_destroying, finish_destroying, offer_packs
from .holding import ask_lifting, confirm_hold, hold, keep_holding, lift
from .tracking import keep_track, name_category

__all__ = [
    "ask_lifting",
    "begin_destroying",
    "confirm_decision",
    "confirm_hold",
    "finish_destroying",
    "hold",
    "keep_holding",
    "keep_track",
    "lift",
    "name_category",
    "offer_packs",
    "propose_decision",
    "refuse_decision",
]
