"""The life of a case as a table, and who may hold one."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.organisations.rules import Power, Role
from hoeder.rooms.rules import RoomKind


class Status(models.TextChoices):
    """How far a case has come."""

    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    INVESTIGATED = "investigated", _("under investigation")
    ANSWERED = "answered", _("feedback given")


#: From each status, the steps that may follow. docs/case-states.md is drawn from this table.
MOVES: Final[Mapping[Status, frozenset[Status]]] = {
    Status.RECEIVED: frozenset({Status.ACKNOWLEDGED}),
    Status.ACKNOWLEDGED: frozenset({Status.INVESTIGATED, Status.ANSWERED}),
    Status.INVESTIGATED: frozenset({Status.ANSWERED}),
    # Feedback is not the end: more may follow, and so may an investigation.
    Status.ANSWERED: frozenset({Status.INVESTIGATED, Status.ANSWERED}),
}

#: Any of these powers admits an officer to a room of that kind.
ADMITS: Final[Mapping[RoomKind, frozenset[Power]]] = {
    RoomKind.DIALOGUE: frozenset({Power.HANDLE_CASE}),
    RoomKind.INVESTIGATION: frozenset({Power.HANDLE_CASE, Power.INVESTIGATE}),
}

#: Whoever advises reporters in confidence never handles a report (law.md RTE-06).
NEVER_IN_A_CASE: Final = frozenset({Role.CONFIDENTIAL_ADVISER, Role.ADMINISTRATOR, Role.DIRECTOR})


def may_move(before: Status, after: Status) -> bool:
    """Tell whether a case may go from one status to another."""
    return after in MOVES[before]


def picture() -> str:
    """Draw `MOVES` as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Status.RECEIVED}"]
    for before in Status:
        lines += [f"    {before} --> {after}" for after in Status if may_move(before, after)]
    return "\n".join(lines)
