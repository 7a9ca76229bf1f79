"""Bringing a case to the level above: by one press, or by itself."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoeder.cases.models import Case
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Body, Officer, Unit
from hoeder.oversight import causes, guards
from hoeder.oversight.levels import level_above, not_impartial, still_able
from hoeder.oversight.models import Breach, Escalation, Review
from hoeder.oversight.rules import Cause, Side


@transaction.atomic
def escalate(
    *,
    chain: UUID,
    body: Body,
    cause: Cause,
    side: Side | None = None,
    duty: ClockKind | None = None,
    about: UUID | None = None,
    trace: str = "",
    unit: Unit | None = None,
    by: Actor,
) -> Escalation:
    """Bring a case to the level above whoever is in default; the same twice is one.

    A reporter presses at any moment, also after closing (law.md EXT-06). What passes by itself has
    a `trace` and comes once, also when it was closed since (law.md CLK-06).
    """
    # Locks the case: two nodes and two presses at the same instant meet here.
    case = Case.objects.select_for_update(of=("self",)).filter(pk=chain).first()
    about = about or chain
    before = _before(chain, cause, duty, about, trace)
    if before is not None:
        return _said_where(before, unit, by)
    level = level_above(body, side, not_impartial(chain))
    number = Escalation.objects.filter(chain=chain).count() + 1
    row = Escalation(
        chain=chain,
        case=case,
        body=body,
        level=level.body,
        cause=cause,
        side=side or "",
        duty=duty or "",
        about=about,
        trace=trace or f"{cause}:{chain.hex}:{number}",
        unit=unit,
        opened_on=body.today(),
        opened_by=by.label,
        told=len(level.members),
    )
    try:
        # Where there is no case to lock, the database sees to it that there is one.
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Escalation.objects.get(trace=row.trace)
    notices.tell(holders=level.members, kind="escalation.opened", by=by)
    detail: dict[str, str | int] = {
        "escalation": row.pk.hex,
        "cause": str(cause),
        "told": row.told,
        "level": level.body.pk.hex if level.body else "none",
        "body": body.pk.hex,
        "side": str(side or ""),
        "about": about.hex,
    }
    if duty:
        detail["duty"] = str(duty)
    # Officers of the case read this. Where it happened is hers to say: it never shows if she did.
    ledger.append(kind="escalation.opened", case=chain, by=by, detail=detail, veiled=_where(row))
    return row


@transaction.atomic
def escalate_missed(*, by: Actor) -> int:
    """Bring to the level above what was missed and what an alarm is about; return how many.

    On many nodes at once it is done once, and run again it does nothing.
    """
    done = 0
    for cause in causes.CAUSES:
        for found in cause():
            escalate(
                chain=found.chain,
                body=found.body,
                cause=found.cause,
                side=found.side,
                duty=found.duty,
                about=found.about,
                trace=found.trace,
                by=by,
            )
            done += 1
    if done:
        ledger.append(kind="escalation.swept", by=by, detail={"found": done})
    return done


@transaction.atomic
def move_up(*, by: Actor) -> int:
    """Bring to the next level what nobody of a level may look at any more (law.md RTE-03)."""
    moved = 0
    for model in (Escalation, Review, Breach):
        for row in model.objects.open().filter(level__isnull=False).select_related("level"):
            level = row.level
            if level is None or still_able(level.pk, row.chain):
                continue
            above = level_above(level, None, not_impartial(row.chain))
            row.level = above.body
            row.save(update_fields=["level"])
            notices.tell(holders=above.members, kind="escalation.opened", by=by)
            ledger.append(
                kind="escalation.moved-up",
                case=row.chain,
                by=by,
                detail={
                    "what": str(row),
                    "told": len(above.members),
                    "level": above.body.pk.hex if above.body else "none",
                },
            )
            moved += 1
    return moved


@transaction.atomic
def close_escalation(*, escalation: Escalation, by: Officer) -> Escalation:
    """Say that this was looked at. What was missed stays missed, and the reporter sees it."""
    escalation = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    guards.oversees(escalation, by)
    if escalation.closed_on is not None:
        raise NotNow(_("This was closed already."), kind="closed")
    if Review.objects.open().filter(chain=escalation.chain).exists():
        raise NotNow(_("A review of this case is open: close that."), kind="review-open")
    escalation.closed_on, escalation.closed_by = escalation.body.today(), by.label
    escalation.save(update_fields=["closed_on", "closed_by"])
    ledger.append(
        kind="escalation.closed",
        case=escalation.chain,
        by=by,
        detail={"escalation": escalation.pk.hex},
    )
    return escalation


def _before(
    chain: UUID, cause: Cause, duty: ClockKind | None, about: UUID, trace: str
) -> Escalation | None:
    if trace and (same := Escalation.objects.filter(trace=trace).first()) is not None:
        return same
    still_open = Escalation.objects.open().filter(
        chain=chain, cause=cause, duty=duty or "", about=about
    )
    return still_open.first()


def _said_where(escalation: Escalation, unit: Unit | None, by: Actor) -> Escalation:
    """Note where it happened, if she says so only now: in the chain that nobody is shown."""
    if unit is not None and escalation.unit_id is None:
        escalation.unit = unit
        escalation.save(update_fields=["unit"])
        ledger.append(
            kind="escalation.said-where",
            by=by,
            detail={"escalation": escalation.pk.hex},
            veiled=_where(escalation),
        )
    return escalation


def _where(escalation: Escalation) -> dict[str, str]:
    return {"unit": escalation.unit_id.hex if escalation.unit_id else ""}
