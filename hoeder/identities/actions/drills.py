"""Drills: everybody who keeps a part of a key proves that they can open it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import asking, sealing
from hoeder.identities.models import Drill, DrillShare
from hoeder.identities.sealing import NewAuthority, NewBox, NewShare
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest, digest_of
from hoeder.notices import actions as notices
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Body, Custody, Officer
from hoeder.organisations.rules import CUSTODIANS
from hoeder.rooms.models import today


@transaction.atomic
def start_drill(*, body: Body, case: UUID, author: str, box: NewBox, by: Officer) -> Drill:
    """Hand everybody a part of a box with nothing in it, sealed with throw-away keys.

    The custody that is being prepared is drilled, or else the one in force. A deputy can be drilled
    in the place of a custodian.
    """
    custody = Custody.newest(body.pk)
    places = {place.officer_id: place.officer for place in custody.in_order()} if custody else {}
    if custody is None or by.pk not in places:
        raise NotAllowed(_("Only those who keep the shares of this body can do this."))
    sealing.check(box, organisation=body.organisation_id, case=case, author=author)
    chosen = {share.custodian for share in box.shares}
    known = chosen <= places.keys() and box.authority.officer == custody.authority_id
    if not known or len(chosen) != CUSTODIANS:
        raise NotValid(
            _("A drill is for the custodians and the authority of this body."), kind="box"
        )
    if Drill.objects.filter(pk=box.id).exists():
        raise NotNow(_("Another drill has this id already."), kind="id-taken")
    drill = Drill.objects.create(
        id=box.id,
        custody=custody,
        statement=box.statement,
        signature=box.signature,
        started_by=by,
        day=today(),
    )
    DrillShare.objects.bulk_create(
        [
            *(_part(drill, one.custodian, one.index, one) for one in box.shares),
            _part(drill, box.authority.officer, 0, box.authority),
        ]
    )
    holders = {f"officer:{one.hex}" for one in (*chosen, custody.authority_id)}
    notices.tell(holders=holders - {by.label}, kind="drill.started", by=by)
    ledger.append(
        kind="drill.started",
        by=by,
        detail={
            **box.as_event(),
            "drill": drill.pk.hex,
            "body": body.pk.hex,
            "custody": custody.pk.hex,
            "signature": box.signature,
            "custodian_0": f"officer:{box.authority.officer.hex}",
            "share_0": digest(box.authority.sealed),
            "proof_0": digest_of([box.authority.hash, box.authority.proof_hash]),
        },
    )
    return drill


@transaction.atomic
def prove_drill(*, drill: Drill, proof: bytes, by: Officer) -> bool:
    """Note that somebody opened their part; tell whether everybody has now.

    With the last one, a custody that was being prepared is in force.
    """
    drill = Drill.objects.select_for_update(of=("self",)).select_related("custody").get(pk=drill.pk)
    part = drill.shares.filter(officer=by).first()
    if part is None:
        raise NotAllowed(_("You have no part in this drill."))
    asking.refuse_wrong_proof(proof, part.proof_hash)
    if part.passed_on is None:
        part.passed_on, part.sealed = today(), None
        part.save(update_fields=["passed_on", "sealed"])
        ledger.append(
            kind="drill.passed", by=by, detail={"drill": drill.pk.hex, "index": part.index}
        )
        if not drill.shares.filter(passed_on=None).exists():
            _finish(drill, by)
    return not drill.shares.filter(passed_on=None).exists()


def _part(drill: Drill, officer: UUID, index: int, part: NewShare | NewAuthority) -> DrillShare:
    return DrillShare(
        drill=drill,
        officer_id=officer,
        index=index,
        hash=part.hash,
        proof_hash=part.proof_hash,
        sealed=part.sealed,
    )


def _finish(drill: Drill, by: Officer) -> None:
    custody = drill.custody
    tested = set(drill.shares.exclude(index=0).values_list("officer", flat=True))
    ledger.append(kind="drill.finished", by=by, detail={"drill": drill.pk.hex})
    # Only the five themselves: whoever stands in for one of them today has not proved it for them.
    if custody.ready_on is None and tested == {one.pk for one in custody.custodians()}:
        organisations.mark_ready(custody=custody, by=by)
