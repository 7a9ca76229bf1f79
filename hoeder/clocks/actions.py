"""Everything that changes clocks."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import SYSTEM, ClockKind, end_of_day, legal_day
from hoeder.errors import NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger import reading
from hoeder.ledger.actions import Actor

#: One sweep takes this many, so that its transaction stays short; call it until it finds none.
SWEEP = 2000


@transaction.atomic
def start(
    *,
    case: UUID,
    kind: ClockKind,
    due_on: date,
    zone: str,
    by: Actor,
    about: UUID | None = None,
    opens_on: date | None = None,
) -> Clock:
    """Start a clock that ends with that day in that time zone.

    From `opens_on`, what is due can be done; where that is said, it is the caller's to keep.
    """
    row = new_clock(case=case, kind=kind, due_on=due_on, zone=zone, about=about)
    clock = _begin(row)
    more = {"opens_on": opens_on.isoformat()} if opens_on else {}
    ledger.append(kind="clock.started", case=case, by=by, detail=_detail(clock, **more))
    return clock


@transaction.atomic
def start_hours(
    *,
    case: UUID,
    kind: ClockKind,
    due_at: datetime,
    zone: str,
    by: Actor,
    about: UUID | None = None,
) -> Clock:
    """Start a clock that ends at a moment, for terms that the law counts in hours."""
    due_on = legal_day(due_at, zone)
    row = new_clock(case=case, kind=kind, due_on=due_on, zone=zone, about=about)
    clock = _begin(row | {"due_at": due_at})
    # The hour is a reporter's own: the journal gets a commitment to it, as to an alias.
    moment = due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    commit = reading.commitment(case, f"due_at\n{moment}".encode())
    ledger.append(kind="clock.started", case=case, by=by, detail=_detail(clock, due_at=commit))
    return clock


@transaction.atomic
def meet(*, case: UUID, kind: ClockKind, on: date, by: Actor, about: UUID | None = None) -> Clock:
    """Note that what was due has been done, in time or late; then that it was missed as well."""
    clock = _running(case, kind, about)
    if clock.missed_on is None and clock.due_at < timezone.now():
        # Done before a sweep came by. The miss is on record all the same.
        _miss(clock)
        ledger.append(kind="clock.missed", case=case, by=SYSTEM, detail=_detail(clock))
    clock.met_on = on
    clock.save(update_fields=["met_on", "missed_on"])
    detail = _detail(clock, met_on=on.isoformat())
    ledger.append(kind="clock.met", case=case, by=by, detail=detail)
    return clock


@transaction.atomic
def end(*, case: UUID, kind: ClockKind, by: Actor, about: UUID | None = None) -> Clock | None:
    """End a clock whose cause has gone: a promise that was replaced, a case that is erased.

    It is neither a pause nor more time: the same cause gets no later clock by it, and what was
    missed before stays missed. None where nothing runs.
    """
    clock = _find(case, kind, about)
    if clock is None:
        return None
    clock.ended_on = timezone.now().date()
    clock.save(update_fields=["ended_on"])
    ledger.append(kind="clock.ended", case=case, by=by, detail=_detail(clock))
    return clock


@transaction.atomic
def bring_forward(
    *,
    case: UUID,
    kind: ClockKind,
    due_on: date,
    zone: str,
    by: Actor,
    about: UUID | None = None,
) -> Clock:
    """Move a running clock to an earlier day. A later day is ignored: no term gets longer."""
    clock = _running(case, kind, about)
    if due_on >= clock.due_on:
        return clock
    before, clock.due_on = clock.due_on, due_on
    clock.due_at = end_of_day(due_on, zone)
    clock.save(update_fields=["due_on", "due_at"])
    detail = _detail(clock, before=before.isoformat())
    ledger.append(kind="clock.brought-forward", case=case, by=by, detail=detail)
    return clock


@transaction.atomic
def sweep(*, by: Actor, now: datetime | None = None) -> list[Clock]:
    """Note as missed what was due and not done; return these clocks. Run again, it finds none.

    Any number of nodes may run it at once: each takes rows that no other holds. A server that was
    down, or a machine whose clock was wrong, notes late what it finds, with the day of the miss.
    """
    now = now or timezone.now()
    late = list(
        Clock.objects.running()
        .select_for_update(skip_locked=True)
        .filter(missed_on=None, due_at__lt=now)
        .order_by("due_at")[:SWEEP]
    )
    for clock in late:
        _miss(clock)
    Clock.objects.bulk_update(late, ["missed_on"], batch_size=500)
    for clock in late:
        ledger.append(kind="clock.missed", case=clock.case, by=by, detail=_detail(clock))
    return late


@transaction.atomic
def warn(*, kind: ClockKind, days: int, by: Actor, now: datetime | None = None) -> list[Clock]:
    """Mark the running clocks of a kind that end within so many days; each is returned once."""
    now = now or timezone.now()
    soon = list(
        Clock.objects.running()
        .select_for_update(skip_locked=True)
        .filter(kind=kind, warned_on=None, missed_on=None, due_at__lt=now + timedelta(days=days))
        .order_by("due_at")[:SWEEP]
    )
    for clock in soon:
        clock.warned_on = now.date()
    Clock.objects.bulk_update(soon, ["warned_on"], batch_size=500)
    for clock in soon:
        ledger.append(kind="clock.warned", case=clock.case, by=by, detail=_detail(clock))
    return soon


def _miss(clock: Clock) -> None:
    """Set the day on which it was missed: the day after, whenever that is noticed (CLK-06)."""
    clock.missed_on = clock.due_on + timedelta(days=1)


def _begin(row: dict[str, object]) -> Clock:
    try:
        with transaction.atomic():
            return Clock.objects.create(**row)
    except IntegrityError as error:
        raise NotNow(_("A clock of this kind is running already."), kind="clock-runs") from error


def _find(case: UUID, kind: ClockKind, about: UUID | None) -> Clock | None:
    running = Clock.objects.running().select_for_update()
    return running.filter(case=case, kind=kind, about=about).first()


def _running(case: UUID, kind: ClockKind, about: UUID | None) -> Clock:
    clock = _find(case, kind, about)
    if clock is None:
        raise NotNow(_("Nothing of this kind is due."), kind="nothing-due")
    return clock


def _detail(clock: Clock, **more: str) -> dict[str, str | int]:
    detail = {"kind": str(clock.kind), "due_on": clock.due_on.isoformat()} | more
    if clock.about is not None:
        detail["about"] = clock.about.hex
    return {**detail}
