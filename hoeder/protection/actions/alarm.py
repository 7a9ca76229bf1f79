"""Opening an incident: in one press, or by itself."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import hours_due, legal_day
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest_of_set, plain
from hoeder.notices import actions as notices
from hoeder.organisations.models import Body
from hoeder.protection import asking
from hoeder.protection.models import Account, Incident
from hoeder.protection.rules import PROBING_DAYS, PROBING_TRIES, STARTS, IncidentKind, OfferCause
from hoeder.rooms.models import today

from .offers import owe_support
from .plans import outdate


@transaction.atomic
def raise_alarm(*, chain: UUID, body: Body, by: Actor) -> Incident:
    """Open an incident because a reporter's name is out; pressed twice, it is one incident.

    `chain` is the case, or the chain of a receipt without one when she reported elsewhere. She is
    asked for nothing first: what she knows follows, sealed, in her room with the commission.
    """
    incident = _open(chain, body, IncidentKind.NAME_OUT, by)
    ledger.append(
        kind="alarm.raised",
        case=chain,
        by=by,
        detail={"incident": incident.pk.hex},
    )
    return incident


@transaction.atomic
def notice_probing(*, case: Case, by: Actor) -> Incident | None:
    """Open an incident when one officer was refused too often for a case; None where nobody was."""
    since = today() - timedelta(days=PROBING_DAYS)
    tries = asking.refused_tries(case.pk, since)
    if not any(count >= PROBING_TRIES for count in tries.values()):
        return None
    before = Incident.objects.filter(
        chain=case.pk, kind=IncidentKind.PROBING, opened_at__date__gte=since
    ).first()
    if before is not None:
        return before
    incident = _open(case.pk, case.body, IncidentKind.PROBING, by)
    ledger.append(
        kind="alarm.probing",
        case=case.pk,
        by=by,
        detail={"incident": incident.pk.hex, "tries": max(tries.values())},
    )
    return incident


def _open(chain: UUID, body: Body, kind: IncidentKind, by: Actor) -> Incident:
    before = Incident.objects.open().filter(chain=chain, kind=kind).first()
    if before is not None:
        return before
    case = Case.objects.filter(pk=chain).first()
    if case is not None:
        # Locks the case: two presses at the same instant meet here, and the second finds the first.
        case = cases.freeze(case=case, by=by)
        before = Incident.objects.open().filter(chain=chain, kind=kind).first()
        if before is not None:
            return before
    now = timezone.now()
    asked = asking.could_know(case) if case is not None else set()
    # A candidate learns what they are asked and no more: not where the inquiry stands.
    told = asking.watchers(body) - asked - (asking.cut_off(case) if case is not None else set())
    incident = Incident.objects.create(
        kind=kind,
        chain=chain,
        case=case,
        body=body,
        opened_at=now,
        opened_by=by.label,
        told=len(told),
    )
    _start_clocks(incident, by)
    if case is not None and kind == IncidentKind.NAME_OUT:
        outdate(case=case, by=by)
        owe_support(case=case, cause=OfferCause.LEAK, about=incident.pk, by=by)
    day = _ask(incident, asked, by)
    notices.tell(holders=told, kind="incident.opened", by=by)
    ledger.append(
        kind="incident.opened",
        case=chain,
        by=by,
        detail={
            "incident": incident.pk.hex,
            "kind": str(kind),
            "body": body.pk.hex,
            "told": len(told),
            "asked": len(asked),
        },
        # Whoever is asked learns of nobody else.
        veiled={"who": digest_of_set([holder, plain(day)] for holder in asked)},
    )
    return incident


def _start_clocks(incident: Incident, by: Actor) -> None:
    law, zone = incident.body.law, incident.body.time_zone
    for kind in STARTS[IncidentKind(incident.kind)]:
        due_at = hours_due(law, kind, incident.opened_at, zone)
        same = Clock.objects.filter(case=incident.chain, kind=kind)
        # A second incident of the same day shares the first one's term: it is not longer.
        if not same.filter(due_on=legal_day(due_at, zone)).exists() and not same.running().exists():
            clocks.start_hours(case=incident.chain, kind=kind, due_at=due_at, zone=zone, by=by)


def _ask(incident: Incident, holders: Collection[str], by: Actor) -> date:
    day = incident.body.today()
    Account.objects.bulk_create(
        Account(incident=incident, holder=holder, asked_on=day) for holder in sorted(holders)
    )
    notices.tell(holders=holders, kind="account.asked", by=by)
    return day
