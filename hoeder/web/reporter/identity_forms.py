"""What a reporter sends and is answered about her box, who may open it, and who knows."""

from typing import Annotated

from hoeder.identities.rules import How
from hoeder.rooms.rules import RoomKind
from hoeder.web.boxes import CircleRow, Knower, Pledge, SealedContent, Statement
from hoeder.web.json import Day, Holder, Id, Number, Recipient, Signature, Text, form
from hoeder.web.shapes import Grants, Label, NewRoom, Place

#: What she may say of how somebody knows: an opening says so by itself.
SaidHow = Annotated[
    str, Text(most=24, pattern="|".join(how for how in How.values if how != How.OPENED))
]


@form
class MyBox:
    """The reporter's own box from outside; `working` are the numbers of shares that still work."""

    id: Id
    recipient: Recipient
    version: Number
    statement: Statement
    signature: Signature
    need: Number
    working: list[Number]


@form
class SentContent:
    """Another content for the same box; `version` is one more than the present one."""

    version: Place
    content: SealedContent


@form
class SentKnower:
    """Who knows, by what the reporter says: `officer:…`, `function:…`, or `other`."""

    knower: Knower
    how: SaidHow
    since: Day


@form
class SentOwnRoom:
    """A room that the reporter opens: `care` with protection officers, or `commission`."""

    kind: Annotated[str, Text(most=16, pattern="|".join((RoomKind.CARE, RoomKind.COMMISSION)))]
    room: NewRoom
    grants: Grants


@form
class KnownAs:
    """Under which name somebody sees the reporter; `name` only where the body chose to show it.

    `holder` is the label with which her journal names them too.
    """

    holder: Holder
    alias: Label
    roles: list[Label]
    name: str | None


@form
class Fetch:
    """Somebody fetched `items`, a `file`, a `share` or the `box` on a day."""

    what: Label
    day: Day
    alias: Label | None
    roles: list[Label]
    name: str | None


@form
class MyCircle:
    """Who knows who she is, who promised secrecy, and who fetched what."""

    rows: list[CircleRow]
    pledges: list[Pledge]
    aliases: list[KnownAs]
    fetches: list[Fetch]
