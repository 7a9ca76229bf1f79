"""What custodians answer: their share, sealed to the one person, or a refusal."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow
from hoeder.identities import asking
from hoeder.identities.ending import move, ripen, write_letters
from hoeder.identities.models import Approval, Opening
from hoeder.identities.rules import (
    SHARE_PLAINTEXT,
    LetterKind,
    OpeningKind,
    State,
    need,
)
from hoeder.identities.sealing import check_sealed
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.rooms.models import today
from hoeder.rooms.rules import REPORTER


@transaction.atomic
def approve(
    *, opening: Opening, sealed: bytes, letters: Mapping[str, bytes], by: Officer
) -> Approval:
    """Release one's share to the one person. With enough of them, the box is open to that person.

    The same custodian again changes nothing: their browser may have died before it heard.
    """
    opening = asking.lock_opening(opening)
    index = _may_answer(opening, by)
    before = opening.approvals.filter(index=index).first()
    if before is not None and before.approved and before.custodian_id == by.pk:
        return before
    _refuse_second_answer(before)
    # One more than needed is welcome: it helps when a share turns out to be altered.
    asking.must_be_at(opening, State.CONSENTED, State.RIPE, State.OPEN, today=today())
    asking.refuse_frozen(opening.box)
    check_sealed(sealed, SHARE_PLAINTEXT)
    written = _write(opening, LetterKind.APPROVAL, letters, by)
    approval = Approval.objects.create(
        opening=opening, custodian=by, index=index, approved=True, sealed=sealed, day=today()
    )
    ledger.append(
        kind="opening.approved",
        case=opening.box.case,
        by=by,
        detail={"opening": opening.pk.hex, "index": index, "sealed": digest(sealed)},
        veiled={"letters": written},
    )
    if opening.state != State.OPEN and _is_enough(opening):
        move(opening, State.OPEN)
        notices.tell(holders=[opening.to.label], kind="opening.open", by=by)
        ledger.append(
            kind="opening.open",
            case=opening.box.case,
            by=by,
            detail={"opening": opening.pk.hex, "to": opening.to.label},
        )
    return approval


@transaction.atomic
def decline(*, opening: Opening, letters: Mapping[str, bytes], by: Officer) -> None:
    """Refuse to release one's share. When too few others are left, the opening is refused."""
    opening = asking.lock_opening(opening)
    index = _may_answer(opening, by)
    before = opening.approvals.filter(index=index).first()
    if before is not None and not before.approved and before.custodian_id == by.pk:
        return
    _refuse_second_answer(before)
    asking.must_be_at(opening, State.CONSENTED, State.RIPE, today=today())
    written = _write(opening, LetterKind.REFUSAL, letters, by)
    Approval.objects.create(opening=opening, custodian=by, index=index, approved=False, day=today())
    ledger.append(
        kind="opening.declined",
        case=opening.box.case,
        by=by,
        detail={"opening": opening.pk.hex, "index": index},
        veiled={"letters": written},
    )
    if not _can_still_open(opening):
        move(opening, State.REFUSED)
        holders = {opening.to.label, opening.requested_by.label}
        notices.tell(holders=holders, kind="opening.refused", by=by)
        ledger.append(
            kind="opening.refused",
            case=opening.box.case,
            by=by,
            detail={"opening": opening.pk.hex},
        )


def _may_answer(opening: Opening, by: Officer) -> int:
    """Refuse all but a custodian with a working share who has no part in the request."""
    share = asking.share_of(opening.box, by)
    if by.pk in (opening.requested_by_id, opening.to_id):
        raise NotAllowed(_("Nobody approves what they asked for, or what is for themselves."))
    ripen(opening, today())
    if opening.state in (State.ANNOUNCED, State.DEFERRED):
        raise NotNow(
            _("The waiting time of this override is not over."),
            kind="waiting-time",
            extras={"opens_on": opening.opens_on and opening.opens_on.isoformat()},
        )
    return share.index


def _refuse_second_answer(before: Approval | None) -> None:
    if before is not None:
        raise NotNow(_("This share has been answered for already."), kind="answered")


def _write(opening: Opening, kind: LetterKind, letters: Mapping[str, bytes], by: Officer) -> str:
    known = {REPORTER, opening.to.label, opening.requested_by.label}
    known |= {share.custodian.label for share in asking.working(opening.box)}
    asking.check_letters(letters, known=known)
    return write_letters(opening, kind, letters, by)


def _is_enough(opening: Opening) -> bool:
    kind = OpeningKind(opening.kind)
    custodians = [
        one.custodian for one in opening.approvals.filter(approved=True).select_related("custodian")
    ]
    if len(custodians) < need(kind):
        return False
    outside = any(one.body_id != opening.box.body_id for one in custodians)
    # What the reporter did not agree to is never opened by one service among itself.
    return outside or kind is OpeningKind.CONSENT


def _can_still_open(opening: Opening) -> bool:
    answered = dict(opening.approvals.values_list("index", "approved"))
    parties = {opening.to_id, opening.requested_by_id}
    able = sum(
        answered.get(share.index, share.custodian_id not in parties)
        for share in asking.working(opening.box)
    )
    return able >= need(OpeningKind(opening.kind))
