"""Boxes and their shares: a late box, a new content, tests, hand-overs, and who is kept out."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hoeder.erasable.fields import mask
from hoeder.erasable.keys import Part
from hoeder.errors import NotAllowed, NotNow
from hoeder.identities import asking
from hoeder.identities.ending import move
from hoeder.identities.models import Approval, Box, Opening, Share, ShutOut
from hoeder.identities.rules import (
    CONTENT_PLAINTEXT,
    LIVE,
    SHARE_PLAINTEXT,
    OpeningKind,
    State,
    need,
)
from hoeder.identities.sealing import (
    NewBox,
    check,
    check_sealed,
    refuse_other_custody,
    store_box,
)
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest, digest_of_set, plain
from hoeder.notices import actions as notices
from hoeder.organisations import published
from hoeder.organisations.models import Body, Custody, Officer, Organisation
from hoeder.organisations.rules import Power
from hoeder.rooms.models import today
from hoeder.rooms.rules import REPORTER, Holder


class Made(NamedTuple):
    """The box of a case, and whether this very one was there before."""

    box: Box
    repeated: bool


@transaction.atomic
def make_box(*, case: UUID, body: Body, box: NewBox, author: str, by: Holder) -> Made:
    """Keep the box of a case that came in without one. The reporter makes it, and only once.

    `author` is the public signing key of her receipt.
    """
    if by.label != REPORTER or getattr(by, "case", None) != case:
        raise NotAllowed(_("Only the reporter herself can do this."))
    before = Box.objects.filter(case=case).first()
    if before is not None:
        return _made_before(before, box)
    check(box, organisation=body.organisation_id, case=case, author=author)
    newest = Organisation(pk=body.organisation_id).newest_directory()
    custody = None
    if newest is not None:
        custody = published.custody(body.organisation_id, newest.version, newest.signature, body.pk)
    refuse_other_custody(box, custody)
    chosen = {share.custodian for share in box.shares}
    if ShutOut.objects.filter(case=case, officer__in=chosen).exists():
        raise NotAllowed(_("Somebody who is kept out of this case gets no share of its box."))
    try:
        with transaction.atomic():
            store_box(box, case=case, body=body.pk, author=author, day=today())
    except IntegrityError as error:
        raise NotNow(_("This id is used already. Try again."), kind="id-taken") from error
    detail = {**box.as_event(), "author": digest(author), "body": body.pk.hex}
    ledger.append(kind="box.made", case=case, by=by, detail=detail)
    return Made(Box.objects.get(pk=box.id), repeated=False)


def _made_before(box: Box, sent: NewBox) -> Made:
    if (box.pk, box.statement) != (sent.id, sent.statement):
        raise NotNow(_("There is a box already. Open this page again to see it."), kind="box-made")
    return Made(box, repeated=True)


class Replaced(NamedTuple):
    """The box with its content, and whether it had this content before."""

    box: Box
    repeated: bool


@transaction.atomic
def replace_content(*, box: Box, version: int, content: bytes, by: Holder) -> Replaced:
    """Put another content in the reporter's own box, under the same key and the same shares."""
    box = asking.lock(box)
    asking.must_be_reporter(box, by)
    check_sealed(content, CONTENT_PLAINTEXT)
    if version == box.version and bytes(box.content) == content:
        return Replaced(box, repeated=True)
    if version != box.version + 1:
        raise NotNow(
            _("This box has another version by now. Fetch it and send again."),
            kind="box-moved-on",
            extras={"version": box.version},
        )
    box.version, box.content = version, mask(content, box.case, Part.IDENTITY)
    box.save(update_fields=["version", "content"])
    # Whoever gets this row reads what was sent, as from the database.
    box.content = content
    ledger.append(
        kind="box.replaced",
        case=box.case,
        by=by,
        detail={"box": box.pk.hex, "version": version, "content": digest(content)},
    )
    return Replaced(box, repeated=False)


@transaction.atomic
def fetch_share(*, share: Share, by: Officer) -> Share:
    """Hand out a custodian's own sealed share, journalled first."""
    box = asking.lock(Box(pk=share.box_id))
    share = _own(share, box, by)
    ledger.append(
        kind="share.fetched", case=box.case, by=by, detail={"box": box.pk.hex, "index": share.index}
    )
    return share


@transaction.atomic
def prove_share(*, share: Share, proof: bytes, by: Officer) -> Share:
    """Note that a custodian can open a share; one that was handed over counts from now on."""
    box = asking.lock(Box(pk=share.box_id))
    share = _own(share, box, by)
    asking.refuse_wrong_proof(proof, share.proof_hash)
    if share.tested_on is not None:
        return share
    if share.waiting:
        box.shares.filter(index=share.index, waiting=False, ended_on=None).update(
            ended_on=today(), sealed=b""
        )
    share.waiting, share.tested_on = False, today()
    share.save(update_fields=["waiting", "tested_on"])
    ledger.append(
        kind="share.tested", case=box.case, by=by, detail={"box": box.pk.hex, "index": share.index}
    )
    return share


@transaction.atomic
def hand_over_share(*, share: Share, to: Officer, sealed: bytes, by: Officer) -> Share:
    """Seal one's share to a deputy. The old one counts until the deputy has tested the new one."""
    box = asking.lock(Box(pk=share.box_id))
    share = _own(share, box, by)
    if share.waiting:
        raise NotNow(_("Test this share before you hand it over."), kind="share-untested")
    _must_stand_in(box, to)
    check_sealed(sealed, SHARE_PLAINTEXT)
    # Somebody who never tested theirs makes room for the next.
    box.shares.filter(index=share.index, waiting=True, ended_on=None).update(
        ended_on=today(), sealed=b""
    )
    new = Share.objects.create(
        id=uuid4(),
        box=box,
        custodian=to,
        index=share.index,
        hash=share.hash,
        proof_hash=share.proof_hash,
        sealed=sealed,
        sealed_on=today(),
        waiting=True,
    )
    notices.tell(holders=[to.label], kind="share.handed-over", by=by)
    ledger.append(
        kind="share.handed-over",
        case=box.case,
        by=by,
        detail={
            "box": box.pk.hex,
            "index": share.index,
            "to": to.label,
            "sealed": digest(sealed),
        },
    )
    return new


@transaction.atomic
def shut_out(*, case: UUID, officers: Iterable[Officer], by: Actor) -> dict[str, str]:
    """Keep officers from the box of a case for good: what they asked for ends, what they released
    is erased. For those who are named in the case later, and those who step back from it.

    Return the digest of all who are kept out by now, for the caller's event to veil: how many of a
    line were out before would say who of it had stepped back.
    """
    box = Box.objects.filter(case=case, erased_on=None).first()
    if box is not None:
        box = asking.lock(box)
    for officer in officers:
        _row, is_new = ShutOut.objects.get_or_create(
            case=case, officer=officer, defaults={"by": by.label, "day": today()}
        )
        if not is_new:
            continue
        # Only those who had to do with the box are named: the journal does not draw a line.
        if box is not None and _had_to_do_with(box, officer):
            _end_openings(box, officer)
            _take_back_approvals(box, officer)
            ledger.append(
                kind="identities.shut-out", case=case, by=by, detail={"officer": officer.label}
            )
    rows = ShutOut.objects.filter(case=case).values_list("officer_id", "by", "day")
    return {"out": digest_of_set(map(plain, row) for row in rows)}


def _own(share: Share, box: Box, by: Officer) -> Share:
    found = Share.objects.filter(pk=share.pk, custodian=by, ended_on=None).first()
    # A share that waits is its holder's too: it must be opened to be tested.
    if found is None or asking.is_shut_out(box.case, by) or not by.has(Power.HOLD_SHARE, box.body):
        raise NotAllowed(_("You hold no share of this identity box."))
    return found


def _must_stand_in(box: Box, to: Officer) -> None:
    custody = Custody.in_force(box.body_id)
    places = {place.officer_id for place in custody.in_order()} if custody else set()
    if to.pk not in places or asking.is_shut_out(box.case, to):
        raise NotAllowed(_("This officer keeps no shares for this body."))
    asking.key_of(to)
    if box.shares.filter(custodian=to, ended_on=None).exists():
        raise NotNow(_("This officer holds another share of this box."), kind="holds-share")


def _had_to_do_with(box: Box, officer: Officer) -> bool:
    holds = box.shares.filter(custodian=officer, ended_on=None).exists()
    asks = box.openings.filter(Q(to=officer) | Q(requested_by=officer), state__in=LIVE).exists()
    return holds or asks or Approval.objects.filter(opening__box=box, custodian=officer).exists()


def _end_openings(box: Box, officer: Officer) -> None:
    for opening in box.openings.filter(state__in=LIVE).select_for_update():
        if officer.pk in (opening.to_id, opening.requested_by_id):
            move(opening, State.ENDED if opening.state == State.OPEN else State.REFUSED)


def _take_back_approvals(box: Box, officer: Officer) -> None:
    """Delete what an officer released to openings that run; one may need another custodian."""
    theirs = Approval.objects.filter(opening__box=box, opening__state__in=LIVE, custodian=officer)
    touched = list(theirs.values_list("opening", flat=True))
    theirs.delete()
    for opening in Opening.objects.filter(pk__in=touched, state=State.OPEN):
        kind = OpeningKind(opening.kind)
        if opening.approvals.filter(approved=True).count() < need(kind):
            move(opening, State.RIPE if kind is OpeningKind.OVERRIDE else State.CONSENTED)
