"""Openings by consent: asked, agreed to, approved by custodians, and seen by one person."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.clocks.rules import Parameter, day_after
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import asking, statements
from hoeder.identities.ending import move, write_letters
from hoeder.identities.models import Approval, Box, CircleRow, Opening, Pledge
from hoeder.identities.rules import (
    SHARE_PLAINTEXT,
    How,
    LetterKind,
    OpeningKind,
    Purpose,
    State,
)
from hoeder.identities.sealing import check_sealed
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations import canonical
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.rooms.models import today
from hoeder.rooms.rules import REPORTER, Holder


class Asked(NamedTuple):
    """An opening, and whether it was there before."""

    opening: Opening
    repeated: bool


class Opened(NamedTuple):
    """Everything with which one person's browser opens a box."""

    opening: Opening
    box: Box
    approvals: list[Approval]


@transaction.atomic
def request_opening(
    *,
    box: Box,
    opening: UUID,
    to: Officer,
    purpose: Purpose,
    not_after: date,
    letters: Mapping[str, bytes],
    by: Officer,
) -> Asked:
    """Ask the reporter to let one person know who she is, with sealed reasons.

    It is asked, and answered, alike whether or not there is a name. Two requests for one person are
    one.
    """
    box = asking.lock(box)
    asking.must_have(Power.REQUEST_OPENING, box, by)
    asking.must_hold_case(box, by)
    asking.must_have(Power.REQUEST_OPENING, box, to)
    asking.key_of(to)
    asking.refuse_frozen(box)
    running = box.openings.live().filter(to=to, kind=OpeningKind.CONSENT).first()
    if running is not None:
        return Asked(running, repeated=True)
    _refuse_days(not_after, day_after(box.body.law, Parameter.CONSENT, today()))
    custodians = {share.custodian.label for share in asking.working(box)}
    told = {REPORTER, to.label, *custodians}
    asking.check_letters(letters, needed=[REPORTER], known=told | asking.keepers_of(box))
    asking.refuse_used_id(opening)
    asked = Opening.objects.create(
        id=opening,
        box=box,
        kind=OpeningKind.CONSENT,
        to=to,
        requested_by=by,
        purpose=purpose,
        state=State.ASKED,
        requested_on=today(),
        not_after=not_after,
    )
    heard = {holder: letters[holder] for holder in letters.keys() & told}
    written = write_letters(asked, LetterKind.REQUEST, heard, by)
    if to != by:
        notices.tell(holders=[to.label], kind="opening.asked", by=by)
    ledger.append(
        kind="opening.asked",
        case=box.case,
        by=by,
        detail={
            "opening": opening.hex,
            "to": to.label,
            "purpose": str(purpose),
            "not_after": not_after.isoformat(),
        },
        veiled={"letters": written},
    )
    return Asked(asked, repeated=False)


@transaction.atomic
def consent(*, opening: Opening, statement: str, signature: str, half: bytes, by: Holder) -> Asked:
    """Agree to one opening: the reporter's signature, and her half sealed to that one person."""
    opening = asking.lock_opening(opening)
    asking.must_be_reporter(opening.box, by)
    if (opening.consent, opening.consent_signature) == (statement, signature):
        return Asked(opening, repeated=True)
    asking.must_be_at(opening, State.ASKED, today=today())
    asking.refuse_frozen(opening.box)
    asking.must_have(Power.REQUEST_OPENING, opening.box, opening.to)
    check_sealed(half, SHARE_PLAINTEXT)
    last = _agreed_until(opening, statement, signature)
    opening.consent, opening.consent_signature = statement, signature
    opening.half, opening.not_after = half, last
    opening.save(update_fields=["consent", "consent_signature", "not_after"])
    move(opening, State.CONSENTED)
    custodians = [share.custodian.label for share in asking.working(opening.box)]
    notices.tell(holders=[opening.to.label, *custodians], kind="opening.consented", by=by)
    ledger.append(
        kind="opening.consented",
        case=opening.box.case,
        by=by,
        detail={
            "opening": opening.pk.hex,
            "consent": digest(statement),
            "signature": signature,
            "half": digest(half),
            "not_after": last.isoformat(),
        },
    )
    return Asked(opening, repeated=False)


@transaction.atomic
def refuse_opening(*, opening: Opening, letters: Mapping[str, bytes], by: Holder) -> None:
    """Say no to a request, with or without reasons. Said twice, it is said once."""
    opening = asking.lock_opening(opening)
    asking.must_be_reporter(opening.box, by)
    if opening.state == State.REFUSED and not opening.consent:
        return
    asking.must_be_at(opening, State.ASKED, today=today())
    asking.check_letters(letters, known={opening.to.label, opening.requested_by.label})
    written = write_letters(opening, LetterKind.REFUSAL, letters, by)
    move(opening, State.REFUSED)
    _tell_both(opening, "opening.refused", by)
    ledger.append(
        kind="opening.refused",
        case=opening.box.case,
        by=by,
        detail={"opening": opening.pk.hex},
        veiled={"letters": written},
    )


@transaction.atomic
def withdraw(*, opening: Opening, by: Holder) -> None:
    """Take a consent back. What was released is erased at once; what was seen is seen."""
    opening = asking.lock_opening(opening)
    asking.must_be_reporter(opening.box, by)
    if opening.kind != OpeningKind.CONSENT:
        raise NotAllowed(_("An override does not rest on consent, so it cannot be withdrawn."))
    if opening.state == State.WITHDRAWN:
        return
    asking.must_be_at(opening, State.CONSENTED, State.OPEN, today=today())
    move(opening, State.WITHDRAWN)
    _tell_both(opening, "opening.withdrawn", by)
    ledger.append(
        kind="opening.withdrawn",
        case=opening.box.case,
        by=by,
        detail={"opening": opening.pk.hex},
    )


@transaction.atomic
def fetch_box(*, opening: Opening, by: Officer) -> Opened:
    """Hand out a box to the one person it is open to: journalled first, and in the circle."""
    opening = asking.lock_opening(opening)
    case = opening.box.case
    if opening.to_id != by.pk or asking.is_shut_out(case, by):
        raise NotAllowed(_("This box is not open to you."))
    asking.must_be_at(opening, State.OPEN, today=today())
    asking.refuse_frozen(opening.box)
    if not Pledge.objects.filter(case=case, officer=by).exists():
        raise NotNow(
            _("First promise secrecy about this case: sign the text that you are shown."),
            kind="pledge-needed",
        )
    ledger.append(
        kind="box.fetched",
        case=case,
        by=by,
        detail={"opening": opening.pk.hex, "version": opening.box.version},
    )
    CircleRow.objects.get_or_create(
        case=case,
        knower=by.label,
        how=How.OPENED,
        defaults={
            "ground": opening.purpose or opening.ground,
            "since": today(),
            "opening": opening,
            "declared_by": by.label,
            "day": today(),
        },
    )
    released = opening.approvals.filter(approved=True).select_related("custodian")
    return Opened(opening, opening.box, list(released.order_by("index")))


def _refuse_days(not_after: date, latest: date) -> None:
    if not today() <= not_after <= latest:
        raise NotValid(
            _("Choose a last day from today to %(latest)s.") % {"latest": latest.isoformat()},
            kind="not-after",
        )


def _agreed_until(opening: Opening, statement: str, signature: str) -> date:
    """Check what was signed against this opening; return the last day that the reporter chose.

    The text is written anew for this box, this opening and this person, so that a consent for one
    person, or for an earlier request, is none for another.
    """
    box = opening.box
    try:
        said = canonical.parse(statement)
    except canonical.NotCanonicalError:
        said = None
    days = said if isinstance(said, Mapping) else {}
    last, day = str(days.get("not_after")), str(days.get("day"))
    expected = statements.consent(
        organisation=box.body.organisation_id,
        case=box.case,
        box=box.pk,
        opening=opening.pk,
        to=asking.person(opening.to),
        purpose=opening.purpose,
        not_after=last,
        day=day,
        author=box.author_key,
    )
    is_signed = statements.is_signed(
        statements.CONSENT, statement, signature=signature, key=box.author_key
    )
    if statement != expected or not is_signed or not _is_about_today(day):
        raise NotValid(_("This consent is not for this opening and this person."), kind="consent")
    try:
        until = date.fromisoformat(last)
    except ValueError:
        until = date.min
    if until.isoformat() != last or not today() <= until <= opening.not_after:
        raise NotValid(
            _("Choose a last day from today to %(latest)s.")
            % {"latest": opening.not_after.isoformat()},
            kind="not-after",
        )
    return until


def _is_about_today(day: str) -> bool:
    # A device east or west of Greenwich is a day ahead or behind.
    return day in {(today() + timedelta(days=off)).isoformat() for off in (-1, 0, 1)}


def _tell_both(opening: Opening, kind: str, by: Holder) -> None:
    holders = {opening.to.label, opening.requested_by.label}
    notices.tell(holders=holders, kind=kind, by=by)
