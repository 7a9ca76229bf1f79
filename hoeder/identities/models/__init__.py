"""The tables of this domain. Only the domain itself touches them: others ask `reading`."""

from .boxes import Box, Share
from .circle import Alias, CircleRow, Pledge
from .drills import Drill, DrillShare
from .openings import Approval, Letter, Opening, ShutOut

__all__ = [
    "Alias",
    "Approval",
    "Box",
    "CircleRow",
    "Drill",
    "DrillShare",
    "Letter",
    "Opening",
    "Pledge",
    "Share",
    "ShutOut",
]
