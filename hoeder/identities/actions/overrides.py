"""Openings that the law demands without consent, and what passes by time alone."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.clocks.rules import Parameter, day_after
from hoeder.errors import NotNow, NotValid
from hoeder.identities import asking
from hoeder.identities.ending import move, ripen, write_letters
from hoeder.identities.models import Box, Opening
from hoeder.identities.rules import (
    LIVE,
    OVERRIDE_NEED,
    Ground,
    LetterKind,
    OpeningKind,
    State,
)
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.rooms.models import today
from hoeder.rooms.rules import REPORTER

from .openings import Asked

#: One sweep takes this many of each kind, so that its transaction stays short.
SWEEP = 500


@transaction.atomic
def request_override(
    *,
    box: Box,
    opening: UUID,
    ground: Ground,
    authority_name: str,
    legal_basis: str,
    letters: Mapping[str, bytes],
    deferred_until: date | None,
    deferral: Mapping[str, bytes],
    by: Officer,
) -> Asked:
    """Announce an override: written reasons to everybody, and a waiting time before anything.

    Notice to the reporter may be put off, with reasons to custodians and the commission; that it is
    put off, and until when, stands in the ledger at once.
    """
    box = asking.lock(box)
    asking.must_have(Power.REQUEST_OVERRIDE, box, by)
    asking.must_hold_case(box, by)
    asking.key_of(box.authority)
    asking.refuse_frozen(box)
    running = box.openings.live().filter(kind=OpeningKind.OVERRIDE).first()
    if running is not None:
        return Asked(running, repeated=True)
    shares = asking.working(box)
    if len(shares) < OVERRIDE_NEED:
        raise NotNow(
            _("Too few custodians are left for an override."),
            kind="too-few-shares",
            extras={"working": len(shares)},
        )
    law = box.body.law
    told = asking.told_of_override(box)
    known = asking.keepers_of(box) | told
    # Whoever asks need not write to themselves.
    asking.check_letters(letters, needed=told - {by.label}, known=known)
    judges = told - {REPORTER, box.authority.label}
    latest = day_after(law, Parameter.DEFERRED_NOTICE, today())
    _refuse_deferral(deferred_until, latest, deferral, judges - {by.label}, known - {REPORTER})
    asking.refuse_used_id(opening)
    # Time to object before anything is known (Dir. art. 16(3); Wbk art. 1a).
    opens_on = day_after(law, Parameter.OVERRIDE_WAIT, today())
    asked = Opening.objects.create(
        id=opening,
        box=box,
        kind=OpeningKind.OVERRIDE,
        to=box.authority,
        requested_by=by,
        ground=ground,
        authority_name=authority_name,
        legal_basis=legal_basis,
        state=State.ANNOUNCED if deferred_until is None else State.DEFERRED,
        requested_on=today(),
        opens_on=opens_on,
        not_after=day_after(law, Parameter.OVERRIDE_USE, opens_on),
        deferred_until=deferred_until,
    )
    # Words of hers who asks: she who is told later is not to guess them before by this event.
    veiled = {
        "letters": write_letters(asked, LetterKind.OVERRIDE, _only(letters, told), by),
        "deferral": write_letters(asked, LetterKind.DEFERRAL, _only(deferral, judges), by),
        "authority": authority_name,
        "basis": legal_basis,
    }
    kind = "override.announced" if deferred_until is None else "override.deferred"
    notices.tell(holders=told - {REPORTER, by.label}, kind=kind, by=by)
    detail = {
        "opening": opening.hex,
        "to": box.authority.label,
        "ground": str(ground),
        "opens_on": opens_on.isoformat(),
        "not_after": asked.not_after.isoformat(),
    }
    if deferred_until is not None:
        detail["until"] = deferred_until.isoformat()
    ledger.append(kind=kind, case=box.case, by=by, detail=detail, veiled=veiled)
    return Asked(asked, repeated=False)


@transaction.atomic
def sweep(*, by: Actor) -> int:
    """Do what comes due by itself; return how many openings that were. Run again, it finds none.

    Waiting times end, deferred notice is given, and what is past its last day is erased.
    """
    day, came_due = today(), []
    for opening in _due(state__in=[State.ANNOUNCED, State.DEFERRED], opens_on__lte=day):
        ripen(opening, day)
        custodians = [share.custodian.label for share in asking.working(opening.box)]
        notices.tell(holders=custodians, kind="override.ripe", by=by)
        came_due.append(("override.ripe", opening))
    for opening in _due(deferred_until__lte=day, notice_given_on=None):
        opening.notice_given_on = day
        opening.save(update_fields=["notice_given_on"])
        came_due.append(("override.notice-given", opening))
    for opening in _due(state__in=LIVE, not_after__lt=day):
        move(opening, State.ENDED if opening.state == State.OPEN else State.EXPIRED)
        came_due.append(("opening.lapsed", opening))
    for kind, opening in came_due:
        ledger.append(kind=kind, case=opening.box.case, by=by, detail={"opening": opening.pk.hex})
    return len(came_due)


def _due(**condition: object) -> list[Opening]:
    found = Opening.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "box__body"
    )
    return list(found.filter(**condition).order_by("pk")[:SWEEP])


def _only(letters: Mapping[str, bytes], holders: set[str]) -> dict[str, bytes]:
    return {holder: letters[holder] for holder in letters.keys() & holders}


def _refuse_deferral(
    until: date | None,
    latest: date,
    deferral: Mapping[str, bytes],
    told: set[str],
    known: set[str],
) -> None:
    if until is None:
        asking.check_letters(deferral)
        return
    if not today() < until <= latest:
        raise NotValid(
            _("Notice is put off until a day from tomorrow to %(latest)s.")
            % {"latest": latest.isoformat()},
            kind="deferred-until",
        )
    asking.check_letters(deferral, needed=told, known=known)
