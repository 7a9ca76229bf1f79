"""Everything that changes boxes, openings, drills and the circle."""

from .aliases import give_alias
from .approvals import approve, decline
from .boxes import (
    Made,
    Replaced,
    fetch_share,
    hand_over_share,
    make_box,
    prove_share,
    replace_content,
    shut_out,
)
from .circle import declare, pledge, tell
from .drills import prove_drill, start_drill
from .freezing import freeze, thaw
from .openings import (
    Asked,
    Opened,
    consent,
    fetch_box,
    refuse_opening,
    request_opening,
    withdraw,
)
from .overrides import request_override, sweep

__all__ = [
    "Asked",
    "Made",
    "Opened",
    "Replaced",
    "approve",
    "consent",
    "declare",
    "decline",
    "fetch_box",
    "fetch_share",
    "freeze",
    "give_alias",
    "hand_over_share",
    "make_box",
    "pledge",
    "prove_drill",
    "prove_share",
    "refuse_opening",
    "replace_content",
    "request_opening",
    "request_override",
    "shut_out",
    "start_drill",
    "sweep",
    "tell",
    "thaw",
    "withdraw",
]
