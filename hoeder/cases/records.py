"""What the handling of cases owes the journal (see `hoeder.ledger.records`)."""

from hoeder.cases.meeting import STEPS, MeetingState, MeetingStep
from hoeder.cases.models import (
    Case,
    Closing,
    ClosingOver,
    Declaration,
    Exclusion,
    Feedback,
    Forwarding,
    Hearing,
    Meeting,
    Postponement,
    Reclassification,
    Recusal,
    Unheard,
)
from hoeder.cases.rules import Classification, OutcomeAnswer, Status
from hoeder.clocks.rules import ClockKind
from hoeder.ledger.records import Rows, Table, begins, for_each, only, says
from hoeder.ledger.sayings import (
    BY,
    CHAIN,
    DAY,
    EMPTY,
    NOTHING,
    UNSAID,
    Near,
    Said,
    Value,
    always,
    bare,
    day_in,
    member,
    officer,
    saying,
    text,
    veiled,
)

ITS = {"case_id": CHAIN}
DECIDED = {"decided_by_id": BY, "decided_on": DAY}
OF_CLOSING = {"closing__case_id": CHAIN}


def _leave(rows: Rows, said: Said) -> None:
    """Whoever steps back, or is cut off, handles the case no more."""
    gone = {bare(str(one.detail["each"])) for one in said.each("holder_")}
    if said.kind == "case.recused":
        gone = {bare(said.actor)}
    row = rows.by_key.get((said.chain,))
    if row is not None and row.values["handler_id"] in gone - {EMPTY}:
        rows.set(said, (said.chain,), handler_id=EMPTY)


def _settle(rows: Rows, said: Said) -> None:
    """Settled again, the first day stays."""
    row = rows.by_key.get((said.chain,))
    if row is not None and row.values["protection_settled_on"] == EMPTY:
        rows.set(said, (said.chain,), protection_settled_on=Near(said.day))


def _falls(rows: Rows, said: Said) -> None:
    """What somebody proposed falls with them when they are cut off."""
    gone = {bare(str(one.detail["each"])) for one in said.each("holder_")}
    for key, row in rows.of_chain(said.chain):
        if row.values["decided_on"] == EMPTY and row.values["proposed_by_id"] in gone:
            by = bare(said.actor)
            rows.set(said, key, decided_by_id=by, decided_on=Near(said.day))


def _withdrawn(rows: Rows, said: Said) -> None:
    """A proposal to close over her ends when she agrees, or when the outcome is taken back."""
    if said.kind == "case.outcome-answered" and said.get("answer") != OutcomeAnswer.AGREES:
        return
    for key, row in rows.of_chain(said.chain):
        if row.values["decided_on"] == EMPTY:
            by = row.values["proposed_by_id"]
            rows.set(said, key, decided_by_id=by, decided_on=Near(said.day))


def _reopen(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        if row.values["ended_on"] == EMPTY:
            rows.set(said, key, ended_on=Near(said.day))


def _ask_to_meet(rows: Rows, said: Said) -> None:
    rows.begin(
        said,
        id=said.get("meeting"),
        case_id=said.chain,
        state=str(MeetingState.ASKED),
        asked_on=Near(said.day),
        changed_on=Near(said.day),
        number=str(len(rows.of_chain(said.chain)) + 1),
    )


def _after(said: Said) -> Value:
    step = said.get("step")
    return str(STEPS[MeetingStep(step)].after) if isinstance(step, str) else UNSAID


def _minutes(said: Said) -> Value:
    return said.get("minutes")


MEETING = {"id": member("meeting"), "state": _after, "changed_on": DAY}
PROPOSED = {"proposed_by_id": BY, "proposed_on": DAY}

TABLES = [
    Table(
        Case,
        key=("id",),
        also=("protection_settled_on",),
        tells={
            "case.received": begins(
                id=CHAIN,
                body_id=member("body"),
                status=always(Status.RECEIVED),
                classification=always(Classification.REPORT),
                received_on=member("received_on"),
                number=veiled("number"),
            ),
            "case.acknowledged": says(
                id=CHAIN, status=always(Status.ACKNOWLEDGED), handler_id=BY, acknowledged_on=DAY
            ),
            "case.investigated": says(id=CHAIN, status=always(Status.INVESTIGATED)),
            "case.answered": says(id=CHAIN, status=always(Status.ANSWERED)),
            "case.closed": says(id=CHAIN, status=always(Status.CLOSED)),
            "case.reopened": says(id=CHAIN, status=always(Status.ANSWERED)),
            "case.handed-over": says(id=CHAIN, handler_id=officer("to")),
            "case.recused": _leave,
            "case.cut-off": _leave,
            "case.reclassified": says(id=CHAIN, classification=member("to")),
            "case.frozen": says(id=CHAIN, frozen_on=DAY),
            "case.thawed": says(id=CHAIN, frozen_on=NOTHING),
            "case.protection-settled": _settle,
            "case.protection-unsettled": says(id=CHAIN, protection_settled_on=NOTHING),
        },
    ),
    Table(
        Recusal,
        key=("case_id", "officer_id"),
        tells={"case.recused": begins(**ITS, officer_id=BY, day=DAY)},
    ),
    Table(
        Declaration,
        key=("case_id", "officer_id"),
        tells={"case.declared": begins(**ITS, officer_id=BY, day=DAY)},
    ),
    Table(
        Exclusion,
        key=("case_id",),
        numbered=True,
        # Nobody who reads the journal is to draw the line of a person by it.
        tells={
            "case.cut-off": for_each(
                "officer_",
                begins(**ITS, officer_id=veiled("officer_{place}"), by_id=BY, day=DAY),
            )
        },
    ),
    Table(
        Reclassification,
        key=("case_id",),
        numbered=True,
        tells={
            "case.reclassification-proposed": begins(**ITS, **PROPOSED, to=member("to")),
            "case.reclassified": says(**ITS, **DECIDED, confirmed=always(True)),
            "case.reclassification-refused": says(**ITS, **DECIDED),
            "case.cut-off": _falls,
        },
    ),
    Table(
        Closing,
        key=("case_id",),
        numbered=True,
        tells={
            "case.outcome-told": begins(
                **ITS,
                outcome=member("outcome"),
                told_by_id=BY,
                told_on=DAY,
                answer_by=member("answer_by"),
            ),
            "case.outcome-answered": says(**ITS, answer=member("answer"), answered_on=DAY),
            "case.outcome-withdrawn": says(**ITS, ended_on=DAY),
            "case.closed": says(**ITS, closed_on=DAY),
            "case.reopened": _reopen,
        },
    ),
    Table(
        ClosingOver,
        key=("closing__case_id",),
        numbered=True,
        tells={
            "case.closing-over-proposed": begins(
                **OF_CLOSING, **PROPOSED, closing_id=veiled("closing")
            ),
            "case.closed-over": says(**OF_CLOSING, **DECIDED, confirmed=always(True)),
            "case.closing-over-refused": says(**OF_CLOSING, **DECIDED),
            "case.cut-off": _falls,
            "case.outcome-answered": _withdrawn,
            "case.outcome-withdrawn": _withdrawn,
        },
    ),
    Table(
        Feedback,
        key=("case_id",),
        numbered=True,
        tells={
            "case.answered": begins(
                **ITS,
                item=member("item"),
                stage=member("stage"),
                measure=member("measure"),
                reason=member("reason"),
                given_on=DAY,
                next_on=lambda said: text(said.get("next_on")),
            )
        },
    ),
    Table(
        Forwarding,
        key=("case_id",),
        numbered=True,
        tells={
            "case.forwarded": begins(
                **ITS, authority=member("authority"), item=member("item"), by_id=BY, day=DAY
            )
        },
    ),
    Table(
        Hearing,
        key=("id",),
        hashed=("id",),
        tells={
            "case.view-shown": begins(id=member("hearing"), **ITS, begun_by_id=BY, shown_on=DAY),
            "case.heard": says(id=member("hearing"), heard_on=DAY),
            "case.cleared": says(id=member("hearing"), cleared_on=DAY),
        },
    ),
    Table(
        Unheard,
        key=("case_id",),
        numbered=True,
        tells={
            "case.unheard-proposed": begins(**ITS, **PROPOSED),
            "case.unheard-confirmed": says(**ITS, **DECIDED, confirmed=always(True)),
            "case.unheard-refused": says(**ITS, **DECIDED),
            "case.cut-off": _falls,
        },
    ),
    Table(
        Postponement,
        key=("id",),
        tells={
            "case.informing-postponed": begins(
                id=member("postponement"),
                **ITS,
                by_id=BY,
                postponed_on=DAY,
                until=member("until"),
            ),
            "clock.met": only(
                saying("kind", ClockKind.REVIEW),
                says(id=member("about"), ended_on=day_in("met_on")),
            ),
        },
    ),
    Table(
        Meeting,
        key=("id",),
        also=("case_id", "asked_on", "number"),
        tells={
            "case.meeting-asked": _ask_to_meet,
            "case.meeting-answered": says(**MEETING),
            "case.meeting-arranged": says(**MEETING, minutes=_minutes),
        },
    ),
]
ID = "a number by which the database finds the row"
COPY = "a copy of what is due first, for the order of the inbox; the clock itself is held"
SAYS_NOTHING = {
    **{
        f"cases.{name}.id": ID
        for name in (
            *("Recusal", "Declaration", "Exclusion", "Reclassification"),
            *("Closing", "ClosingOver", "Feedback", "Forwarding", "Unheard"),
        )
    },
    "cases.Case.next_kind": COPY,
    "cases.Case.next_due_on": COPY,
    "cases.CaseNumber": "counts the cases of a body, for the number of the next one",
}
