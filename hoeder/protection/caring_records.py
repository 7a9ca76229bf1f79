"""What plans and check-ins owe the journal (see `hoeder.ledger.records`)."""

from hoeder.clocks.rules import ClockKind
from hoeder.ledger.records import Rows, Table, begins, ends, only, says
from hoeder.ledger.sayings import CHAIN, DAY, EMPTY, UNSAID, Near, Said, Value, member, saying
from hoeder.protection.models import Care, CheckIn, CheckInAnswer, Origin, Plan
from hoeder.protection.rules import PlanState, Settled, Way
from hoeder.rooms.rules import REPORTER

#: What is owed before anything happened with it.
FRESH = {
    "state": str(PlanState.NEEDED),
    "assessed_on": EMPTY,
    "settled": EMPTY,
    "settled_by": EMPTY,
    "way": str(Way.PAGE),
}
MOVES = {
    "care.proposed": PlanState.PROPOSED,
    "care.approved": PlanState.APPROVED,
    "care.refused": PlanState.REFUSED,
    "care.declined": PlanState.DECLINED,
}
#: After these, a plan is owed by a clock that they name, or none is.
OWING = ("care.begun", "care.assessed", "care.outdated", *MOVES)
SETTLES = {"care.approved": Settled.APPROVED, "care.declined": Settled.DECLINED}


def _care(rows: Rows, said: Said) -> None:
    """What is owed has no event of its own beginning: the first that speaks of it begins it."""
    key = (said.chain,)
    if key not in rows.by_key:
        rows.begin(said, case_id=said.chain, since=UNSAID, **FRESH)
    row = rows.by_key[key]
    now: dict[str, Value] = {}
    if said.kind == "care.way-chosen":
        now = {"way": said.get("way")}
    elif said.kind == "care.assessed":
        now = {"assessed_on": Near(said.day)}
        if row.values["state"] == PlanState.DECLINED and said.actor == REPORTER:
            now |= {"state": str(PlanState.NEEDED), "since": Near(said.day)}
    elif said.kind == "care.outdated":
        now = {**FRESH, "way": row.values["way"], "state": said.get("state")}
        now["since"] = Near(said.day)
    elif said.kind in MOVES:
        now = {"state": str(MOVES[said.kind]), "since": Near(said.day)}
    if said.kind in SETTLES or said.kind == "care.without":
        ground = SETTLES.get(said.kind) or said.get("ground")
        now |= {"settled": ground if isinstance(ground, str) else UNSAID, "settled_by": said.actor}
    if said.kind in OWING:
        now |= {"owed": said.get("owed")}
    rows.set(said, key, **now)


def _propose(rows: Rows, said: Said) -> None:
    rows.begin(
        said,
        care_id=said.chain,
        number=str(len(rows.of_chain(said.chain)) + 1),
        item=said.get("item"),
        proposed_by=said.actor,
        proposed_on=Near(said.day),
    )


def _answer_plan(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        if row.values["item"] == said.get("plan"):
            yes = "1" if said.kind == "care.approved" else EMPTY
            rows.set(said, key, approved=yes, answered_on=Near(said.day))


def _answer(rows: Rows, said: Said) -> None:
    rows.begin(
        said,
        id=said.get("said"),
        care_id=said.chain,
        check_in_id=said.get("check_in"),
        answer=said.get("answer"),
        by=said.actor,
        item=said.get("item"),
        day=Near(said.day),
        number=str(len(rows.of_chain(said.chain)) + 1),
    )


IS_CHECK_IN = saying("kind", ClockKind.CHECK_IN)

CARING = [
    Table(
        Care,
        key=("case_id",),
        also=("since", *FRESH, "owed"),
        before={**FRESH, "owed": EMPTY},
        tells={
            name: _care
            for name in (
                *("care.begun", "care.assessed", "care.proposed", "care.approved"),
                *("care.refused", "care.declined", "care.without", "care.outdated"),
                "care.way-chosen",
            )
        },
    ),
    Table(
        Origin,
        key=("care_id", "day"),
        tells={"care.outdated": begins(care_id=CHAIN, day=member("origin"))},
    ),
    Table(
        Plan,
        key=("care_id", "number"),
        also=("item", "proposed_by", "proposed_on", "approved", "answered_on"),
        tells={
            "care.proposed": _propose,
            "care.approved": _answer_plan,
            "care.refused": _answer_plan,
        },
    ),
    Table(
        CheckIn,
        key=("id",),
        tells={
            "clock.started": only(
                IS_CHECK_IN,
                begins(
                    id=member("about"),
                    care_id=CHAIN,
                    due_on=member("due_on"),
                    opens_on=member("opens_on"),
                ),
            ),
            # She wants no check-ins: those to come go, and their clocks end.
            "clock.ended": only(
                IS_CHECK_IN,
                ends(
                    id=member("about"),
                ),
            ),
            "care.silent": says(id=member("check_in"), silent_on=DAY),
        },
    ),
    Table(
        CheckInAnswer,
        key=("id",),
        also=("care_id", "check_in_id", "answer", "by", "item", "day", "number"),
        tells={"care.answered": _answer},
    ),
]
