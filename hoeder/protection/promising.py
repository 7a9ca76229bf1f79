"""What can be promised, how far a promise has come, and the text that its owner signs. Pure."""

from datetime import date
from typing import Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.organisations.canonical import write
from hoeder.signatures import verifies

#: What an owner signs begins with this (docs/spec/commitments.md §3).
ACCEPTANCE: Final = b"hoeder-acceptance-v1\n"

#: Further away nobody can be held to it: it is then a hope and no date.
FURTHEST_DAYS: Final = 730


class Thing(models.TextChoices):
    """What is promised, or asked for in an emergency. The words themselves are sealed.

    The list is open: `other` is always among it (law.md RET-10, RET-11).
    """

    RETURN = "return", _("return to the post")
    BELONGINGS = "belongings", _("belongings")
    HOME = "home", _("home")
    PAY = "pay", _("pay")
    TRAVEL = "travel", _("travel")
    CONTACT_BAN = "contact_ban", _("contact ban")
    ACTING_MANAGER = "acting_manager", _("another manager for the time being")
    NO_CONTACT = "no_contact", _("no contact with certain people")
    SUPPORT = "support", _("help and support")
    OTHER = "other", _("something else")


#: What puts right what was done: followed until the reporter confirms it (law.md RET-11).
RESTORING: Final = frozenset({Thing.RETURN, Thing.BELONGINGS, Thing.HOME, Thing.PAY})


class Promise(models.TextChoices):
    """How far a commitment has come. Whether it is due or overdue, its clock tells."""

    PROPOSED = "proposed", _("proposed, waits for the reporter")
    REFUSED = "refused", _("not wanted by the reporter")
    OFFERED = "offered", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined, with reasons")
    CLAIMED = "claimed", _("kept, says the owner")
    KEPT = "kept", _("kept, says the reporter")
    DISPUTED = "disputed", _("not kept, says the reporter")
    #: The commission said, with reasons to the reporter, that it is followed no longer.
    ENDED = "ended", _("no longer followed, says the commission")


#: Somebody must still do something about it.
UNSETTLED: Final = frozenset(
    {Promise.OFFERED, Promise.ACCEPTED, Promise.DECLINED, Promise.CLAIMED, Promise.DISPUTED}
)
#: From here an owner can accept. Whoever declined may think again.
ACCEPTABLE: Final = frozenset({Promise.OFFERED, Promise.DECLINED})
#: From here an owner can say that it was kept; again after the reporter disagreed.
CLAIMABLE: Final = frozenset({Promise.ACCEPTED, Promise.DISPUTED})


class Standing(models.TextChoices):
    """A commitment in one word, for every page that shows one."""

    PROPOSED = "proposed", _("proposed")
    REFUSED = "refused", _("not wanted")
    OPEN = "open", _("not accepted yet")
    DECLINED = "declined", _("declined")
    DUE = "due", _("due")
    OVERDUE = "overdue", _("overdue")
    CLAIMED = "claimed", _("says to have kept it")
    KEPT = "kept", _("kept")
    KEPT_LATE = "kept_late", _("kept too late")
    BROKEN = "broken", _("broken")
    ENDED = "ended", _("no longer followed")


def standing(state: Promise, *, missed: bool) -> Standing:
    """Tell in one word how a commitment stands; `missed`: its day passed before it was kept."""
    match state:
        case Promise.PROPOSED:
            return Standing.PROPOSED
        case Promise.REFUSED:
            return Standing.REFUSED
        case Promise.KEPT:
            return Standing.KEPT_LATE if missed else Standing.KEPT
        case Promise.CLAIMED:
            return Standing.CLAIMED
        case Promise.DISPUTED:
            return Standing.BROKEN
        case Promise.ENDED:
            return Standing.ENDED
    if missed:
        return Standing.OVERDUE
    if state == Promise.DECLINED:
        return Standing.DECLINED
    return Standing.OPEN if state == Promise.OFFERED else Standing.DUE


class Decision(models.TextChoices):
    """What the level above decided in an emergency."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class RefusalGround(models.TextChoices):
    """Why the level above refuses in an emergency; the reasons themselves are sealed.

    That somebody in the line would rather not is no ground, and can therefore not be picked.
    """

    IMPOSSIBLE = "impossible", _("it cannot be done")
    NOT_OURS = "not_ours", _("another body decides this")
    DONE = "done", _("it has been done already")
    OTHER_MEASURE = "other_measure", _("another measure does the same")
    SAFETY = "safety", _("it would endanger somebody")


class DutyKind(models.TextChoices):
    """A task of the employer that follows from what is done to somebody who reported."""

    #: Directive (EU) 2019/1937, art. 19(g) and 5(11): colleagues do it (law.md RET-09).
    STOP_COLLEAGUES = "stop_colleagues", _("stop reprisals by colleagues")


def acceptance(
    *,
    organisation: UUID,
    commitment: UUID,
    owner: UUID,
    kind: str,
    due_on: date,
    text: str,
    day: date,
) -> str:
    """Write what an owner signs; `text` is the hash of the sealed words (docs/spec/commitments.md).

    The server writes it anew and compares: what was signed can be about nothing else.
    """
    return write(
        {
            "v": 1,
            "organisation": organisation.hex,
            "commitment": commitment.hex,
            "owner": owner.hex,
            "kind": kind,
            "due_on": due_on.isoformat(),
            "text": text,
            "day": day.isoformat(),
        }
    )


def is_signed(statement: str, *, signature: str, key: str) -> bool:
    """Tell whether `key` signed this acceptance. Key and signature are hex."""
    return verifies(
        key=bytes.fromhex(key),
        signature=bytes.fromhex(signature),
        message=ACCEPTANCE + statement.encode(),
    )
