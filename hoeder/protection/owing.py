"""Beginning what is owed to one reporter: part of the actions that call it."""

from datetime import date
from uuid import uuid4

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind, check_ins_due, due_after
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.protection import caring
from hoeder.protection.models import Care, CheckIn, Origin
from hoeder.protection.rules import Way


def lock(case: Case) -> tuple[Case, Care]:
    """Lock a case and find what is owed in it, made when it is first asked for."""
    case = guards.lock(case)
    return case, care_of(case)


def care_of(case: Case) -> Care:
    """Find what is owed in a case that is locked, and begin with it where nobody did."""
    care = Care.objects.filter(case=case).first()
    if care is None:
        care = Care.of(case)
        care.save(force_insert=True)
    return care


def owe_plan(case: Case, care: Care, by: Actor) -> None:
    """Start the clock of a plan, unless one runs: no term gets longer."""
    if caring.plan_clock(care) is not None:
        return
    care.owed = uuid4()
    care.save(update_fields=["owed"])
    clocks.start(
        case=case.pk,
        kind=ClockKind.DUTY,
        about=care.owed,
        due_on=due_after(case.body.law, ClockKind.DUTY, case.body.today()),
        zone=case.body.time_zone,
        by=by,
    )


def owed(care: Care) -> dict[str, str | int]:
    """Say in the ledger which clock is that of the plan that is owed, if one is."""
    return {"owed": care.owed.hex if care.owed else ""}


def begin_series(*, case: Case, care: Care, by: Actor) -> date:
    """Count check-ins from today too: her name was opened, or she raised the alarm."""
    origin, _new = Origin.objects.get_or_create(care=care, day=case.body.today())
    if care.way != Way.NONE:
        keep_one_ahead(case, care, by)
    return origin.day


def keep_one_ahead(case: Case, care: Care, by: Actor) -> None:
    """See to it that the next date has its check-in, and so have those that passed meanwhile."""
    day = case.body.today()
    origins = {case.received_on, *care.origins.values_list("day", flat=True)}
    dates = sorted({due for one in origins for due in check_ins_due(case.body.law, one)})
    there = set(care.check_ins.values_list("due_on", flat=True))
    missing: list[date] = []
    if care.next_on is not None:
        # Nobody looked meanwhile: she was to be asked on these days, and that is on record.
        missing = [due for due in dates if care.next_on <= due < day and due not in there]
    ahead = next((due for due in dates if due >= day), None)
    if ahead is not None and ahead not in there:
        missing.append(ahead)
    for due in missing:
        _start(case, care, due, by)
    care.next_on = ahead
    care.save(update_fields=["next_on"])


def _start(case: Case, care: Care, due: date, by: Actor) -> None:
    opens = caring.opens_on(case.body.law, due)
    row = CheckIn.objects.create(care=care, due_on=due, opens_on=opens)
    clocks.start(
        case=case.pk,
        kind=ClockKind.CHECK_IN,
        about=row.pk,
        due_on=due,
        zone=case.body.time_zone,
        by=by,
        opens_on=opens,
    )
    if care.way == Way.OFFICER:
        notices.tell(holders=caring.protectors(case), kind="care.check-in", by=by, due_on=opens)
