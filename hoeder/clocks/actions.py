"""Everything that changes clocks."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import ClockKind, end_of_day, legal_day
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor

#: One sweep takes this many, so that its transaction stays short; call it until it finds none.
SWEEP = 2000


@transaction.atomic
def start(*, case: UUID, kind: ClockKind, due_on: date, zone: str, by: Actor) -> Clock:
    """Start a clock that ends with that day in that time zone."""
    if _running(case, kind) is not None:
        raise NotNow(_("A clock of this kind is running already."), kind="clock-runs")
    clock = Clock.objects.create(**new_clock(case=case, kind=kind, due_on=due_on, zone=zone))
    ledger.append(
        kind="clock.started",
        case=case,
        by=by,
        detail={"kind": str(kind), "due_on": due_on.isoformat()},
    )
    return clock


@transaction.atomic
def start_hours(*, case: UUID, kind: ClockKind, due_at: datetime, zone: str, by: Actor) -> Clock:
    """Start a clock that ends at a moment, for terms that the law counts in hours."""
    if _running(case, kind) is not None:
        raise NotNow(_("A clock of this kind is running already."), kind="clock-runs")
    due_on = legal_day(due_at, zone)
    clock = Clock.objects.create(
        **new_clock(case=case, kind=kind, due_on=due_on, zone=zone) | {"due_at": due_at}
    )
    ledger.append(
        kind="clock.started",
        case=case,
        by=by,
        detail={"kind": str(kind), "due_on": due_on.isoformat()},
    )
    return clock


@transaction.atomic
def meet(*, case: UUID, kind: ClockKind, on: date, by: Actor) -> Clock:
    """Note that what was due has been done, in time or late."""
    clock = _running(case, kind)
    if clock is None:
        raise NotNow(_("Nothing of this kind is due."), kind="nothing-due")
    clock.met_on = on
    clock.save(update_fields=["met_on"])
    ledger.append(
        kind="clock.met",
        case=case,
        by=by,
        detail={"kind": str(kind), "due_on": clock.due_on.isoformat(), "met_on": on.isoformat()},
    )
    return clock


@transaction.atomic
def bring_forward(*, case: UUID, kind: ClockKind, due_on: date, zone: str, by: Actor) -> Clock:
    """Move a running clock to an earlier day. A later day is ignored: no term gets longer."""
    clock = _running(case, kind)
    if clock is None:
        raise NotNow(_("Nothing of this kind is due."), kind="nothing-due")
    if due_on >= clock.due_on:
        return clock
    before, clock.due_on = clock.due_on, due_on
    clock.due_at = end_of_day(due_on, zone)
    clock.save(update_fields=["due_on", "due_at"])
    ledger.append(
        kind="clock.brought-forward",
        case=case,
        by=by,
        detail={
            "kind": str(kind),
            "due_on": due_on.isoformat(),
            "before": before.isoformat(),
        },
    )
    return clock


@transaction.atomic
def sweep(*, by: Actor, now: datetime | None = None) -> list[Clock]:
    """Note as missed what was due and not done; return these clocks. Run again, it finds none."""
    now = now or timezone.now()
    late = list(
        Clock.objects.select_for_update(skip_locked=True)
        .filter(met_on=None, missed_on=None, due_at__lt=now)
        .order_by("due_at")[:SWEEP]
    )
    for clock in late:
        # East of Greenwich the day after has begun while UTC still counts the day itself.
        clock.missed_on = max(now.date(), clock.due_on + timedelta(days=1))
    Clock.objects.bulk_update(late, ["missed_on"], batch_size=500)
    for clock in late:
        ledger.append(
            kind="clock.missed",
            case=clock.case,
            by=by,
            detail={"kind": clock.kind, "due_on": clock.due_on.isoformat()},
        )
    return late


def _running(case: UUID, kind: ClockKind) -> Clock | None:
    return Clock.objects.select_for_update().filter(case=case, kind=kind, met_on=None).first()
