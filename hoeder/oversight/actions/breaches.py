"""The register of broken duties: opened, and closed with a decision."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hoeder.cases.models import Case
from hoeder.clocks.rules import legal_day
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor as LedgerActor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.oversight import guards
from hoeder.oversight.levels import level_above, not_impartial
from hoeder.oversight.models import Breach
from hoeder.oversight.rules import (
    POSSIBLE,
    Actor,
    BreachKind,
    Decision,
    Ground,
    Sanction,
    Side,
)
from hoeder.protection.models import Incident
from hoeder.protection.rules import IncidentKind
from hoeder.rooms.opening import NewItem


@transaction.atomic
def open_breach(
    *,
    breach: UUID,
    chain: UUID,
    body: Body,
    kind: BreachKind,
    actor: Actor,
    happened_on: date,
    item: NewItem | None,
    by: Officer,
) -> Breach:
    """Put a broken duty in the register, past the line of whoever broke it (law.md DTY-01, DTY-03).

    Whoever it is has no name here: that is sealed in the reporter's room, where there is one.
    """
    before = Breach.objects.filter(pk=breach, chain=chain).first()
    if before is not None:
        return before
    if happened_on > body.today():
        raise NotValid(_("This day is in the future. Look at the date."), kind="happened-on")
    aside = not_impartial(chain)
    level = level_above(body, Side.COMMISSION if actor == Actor.COMMISSION else None, aside)
    if level.body is None:
        raise NotNow(
            _(
                "Nobody above may decide on this. Go to the Huis voor Klokkenluiders: "
                "088 133 10 00."
            ),
            kind="nobody-above",
        )
    guards.put_reasons(chain, item, by)
    row = Breach.objects.create(
        pk=breach,
        chain=chain,
        case=Case.objects.filter(pk=chain).first(),
        body=body,
        level=level.body,
        kind=kind,
        actor=actor,
        happened_on=happened_on,
        opened_on=body.today(),
        opened_by=by.label,
    )
    notices.tell(holders=set(level.members) - {by.label}, kind="breach.opened", by=by)
    ledger.append(
        kind="breach.opened",
        case=chain,
        by=by,
        detail=_detail(row),
    )
    return row


@transaction.atomic
def note_possible_breaches(*, by: LedgerActor) -> int:
    """Put what an alarm may have been in the register, once (law.md DTY-02); return how many."""
    known = Breach.objects.filter(incident=OuterRef("pk"))
    found = list(Incident.objects.filter(~Exists(known)).select_related("body", "case"))
    for incident in found:
        level = level_above(incident.body, None, not_impartial(incident.chain))
        row, new = Breach.objects.get_or_create(
            incident=incident,
            defaults={
                "chain": incident.chain,
                "case": incident.case,
                "body": incident.body,
                "level": level.body,
                "kind": POSSIBLE[IncidentKind(incident.kind)],
                "happened_on": legal_day(incident.opened_at, incident.body.time_zone),
                "opened_on": incident.body.today(),
                "opened_by": by.label,
            },
        )
        if new:
            ledger.append(
                kind="breach.possible",
                case=incident.chain,
                by=by,
                detail=_detail(row),
            )
    return len(found)


@transaction.atomic
def decide_breach(
    *,
    breach: Breach,
    actor: Actor,
    decision: Decision,
    sanction: Sanction,
    ground: Ground,
    item: NewItem | None,
    by: Officer,
) -> Breach:
    """Decide, with a ground; there is no other way to close a breach (law.md DTY-01)."""
    breach = Breach.objects.select_for_update(of=("self",)).select_related("body").get(pk=breach.pk)
    guards.oversees(breach, by)
    if breach.closed_on is not None:
        raise NotNow(_("This was decided already."), kind="closed")
    if decision == Decision.NOT_ESTABLISHED and sanction != Sanction.NONE:
        raise NotValid(
            _("Without a breach there is no sanction. Choose “no sanction”."), kind="sanction"
        )
    if actor == Actor.COMMISSION and not _is_above_the_commission(breach, by):
        raise NotAllowed(_("A commission does not judge its own members. The level above does."))
    guards.put_reasons(breach.chain, item, by)
    breach.actor, breach.decision = actor, decision
    breach.sanction, breach.ground = sanction, ground
    breach.closed_on, breach.closed_by = breach.body.today(), by.label
    breach.save()
    ledger.append(
        kind="breach.decided",
        case=breach.chain,
        by=by,
        detail={
            "breach": breach.pk.hex,
            "actor": str(actor),
            "decision": str(decision),
            "sanction": str(sanction),
            "ground": str(ground),
        },
    )
    return breach


def _detail(row: Breach) -> dict[str, str | int]:
    """Say in the ledger what was put in the register."""
    return {
        "breach": row.pk.hex,
        "kind": str(row.kind),
        "actor": str(row.actor),
        "body": row.body_id.hex,
        "level": row.level_id.hex if row.level_id else "none",
        "happened_on": row.happened_on.isoformat(),
        "incident": row.incident_id.hex if row.incident_id else "",
    }


def _is_above_the_commission(breach: Breach, by: Officer) -> bool:
    level = level_above(breach.body, Side.COMMISSION, not_impartial(breach.chain))
    return level.body is not None and by.has(Power.OVERSEE, at=level.body)
