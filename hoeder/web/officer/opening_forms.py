"""What officers send and are answered about openings, the circle, and the shares they keep."""

from typing import Annotated

from hoeder.identities.rules import Ground, How, Purpose
from hoeder.web.boxes import (
    CircleRow,
    Index,
    Opening,
    Pledge,
    SealedContent,
    SealedPart,
    SentBox,
    SentLetters,
    Signed,
    Statement,
    Words,
)
from hoeder.web.json import Day, Holder, Id, Key, Number, Recipient, Signature, Text, Whole, form
from hoeder.web.shapes import Label


@form
class SentRequest:
    """A request that the reporter lets one person know who she is, with sealed reasons."""

    id: Id
    to: Id
    purpose: Annotated[str, Text(most=24, pattern="|".join(Purpose.values))]
    not_after: Day
    letters: SentLetters


@form
class SentOverride:
    """An override that the law demands, with written reasons to everybody whom it concerns.

    With `deferred_until`, notice to the reporter comes on that day, and `deferral` holds the
    reasons for that, to the custodians and the commission.
    """

    id: Id
    ground: Annotated[str, Text(most=24, pattern="|".join(Ground.values))]
    authority_name: Words
    legal_basis: Words
    letters: SentLetters
    deferred_until: Day | None
    deferral: SentLetters


@form
class CaseOpenings:
    """The openings of a case, and to whom the reasons of an override would be written."""

    openings: list[Opening]
    told_of_override: list[Holder]


@form
class SentPledge:
    """A promise of secrecy about one case, signed with one's own key."""

    statement: Statement
    signature: Signature


@form
class SentKnowledge:
    """How, and since when, one knows who the reporter is."""

    how: Annotated[
        str, Text(most=24, pattern="|".join(how for how in How.values if how != How.OPENED))
    ]
    since: Day


@form
class Circle:
    """Who knows who the reporter of a case is, and who promised secrecy."""

    rows: list[CircleRow]
    pledges: list[Pledge]


@form
class Released:
    """A custodian's share, sealed to whoever asks."""

    custodian: Id
    index: Index
    sealed: SealedPart


@form
class OpenedBox:
    """Everything with which one browser opens a box.

    Of `half` (an opening by consent) and `authority` (an override) one is null.
    """

    opening: Id
    kind: Label
    not_after: Day
    box: Id
    case: Id
    body: Id
    recipient: Recipient
    version: Number
    content: SealedContent
    statement: Statement
    signature: Signature
    author: Key
    half: SealedPart | None
    consent: Signed | None
    authority: SealedPart | None
    approvals: list[Released]


@form
class SentApproval:
    """One's share, sealed to the person; and sealed reasons, if there are any."""

    sealed: SealedPart
    letters: SentLetters


@form
class SentShareHandover:
    """One's share, sealed to a deputy."""

    to: Id
    sealed: SealedPart


@form
class SentDrill:
    """A box with nothing in it, of a case that is none, by keys that are thrown away."""

    body: Id
    case: Id
    author: Key
    box: SentBox


@form
class Keeper:
    """One who keeps a part: `custodian`, `deputy` or `authority`, and their last good drill."""

    officer: Id
    place: Label
    passed_on: Day | None


@form
class Custody:
    """Who keeps the shares of a body. It is in force from `ready_on`."""

    body: Id
    ready_on: Day | None
    keepers: list[Keeper]


@form
class OwnShare:
    """A share that lies with whoever asks. While `waiting`, the one who handed it over holds it."""

    id: Id
    body: Id
    case: Id
    box: Id
    index: Index
    hash: Key
    waiting: bool
    sealed_on: Day
    tested_on: Day | None


@form
class Request:
    """An opening that waits for the share of whoever asks."""

    opening: Opening
    share: Id
    index: Index
    box: Signed


@form
class OwnDrill:
    """One's part in a drill, not opened yet; `index` 0 is the authority's."""

    id: Id
    body: Id
    day: Day
    index: Annotated[int, Whole(0, 5)]
    hash: Key
    sealed: SealedPart
    statement: Statement
    signature: Signature


@form
class MyCustody:
    """The custodian's desk."""

    custodies: list[Custody]
    shares: list[OwnShare]
    requests: list[Request]
    drills: list[OwnDrill]


@form
class FetchedShare:
    """One's own sealed share, with what the reporter signed of the box."""

    id: Id
    body: Id
    case: Id
    box: Id
    index: Index
    hash: Key
    author: Key
    sealed: SealedPart
    statement: Statement
    signature: Signature


@form
class DrillState:
    """Whether everybody has opened their part by now."""

    finished: bool
