"""What protecting a reporter owes the journal (see `hoeder.ledger.records`)."""

from django.db.models import Q

from hoeder.cases.models import Case
from hoeder.ledger.records import Rows, Table, begins, ends, only, says
from hoeder.ledger.sayings import (
    ACTOR,
    BY,
    CHAIN,
    DAY,
    EMPTY,
    UNKNOWN,
    UNSAID,
    Near,
    Said,
    Value,
    always,
    bare,
    digest_of,
    member,
    officer,
    saying,
    text,
    veiled,
)
from hoeder.protection.caring_records import CARING
from hoeder.protection.models import (
    Account,
    AccountLetter,
    Commitment,
    Duty,
    Elsewhere,
    Emergency,
    GroundsMonth,
    GroundsQuestion,
    GroundsReview,
    Incident,
    SharedDetriment,
    SupportOffer,
)
from hoeder.protection.promising import Decision, Promise
from hoeder.rooms.models import Room

COMMITMENT = {"id": member("commitment")}
EMERGENCY = {"id": member("emergency")}
DUTY = {"id": member("duty")}
INCIDENT = {"id": member("incident")}
DECIDED = {"decided_by_id": BY, "decided_on": DAY}
SIGNED = ("statement", "signature", "signed_with", "answered_on")


def _make(rows: Rows, said: Said) -> None:
    """A commitment is proposed, offered, or granted; offered, it may be there."""
    key = (text(said.get("commitment")),)
    offered = said.kind != "commitment.proposed"
    state = {
        "state": str(Promise.OFFERED if offered else Promise.PROPOSED),
        "offered_on": Near(said.day) if offered else EMPTY,
    }
    if key in rows.by_key:
        rows.set(said, key, **state)
        return
    rows.begin(
        said,
        id=key[0],
        case_id=said.chain,
        kind=said.get("kind"),
        owner_id=bare(said.get("owner")),
        due_on=said.get("due_on"),
        promised_on=said.get("promised_on"),
        proposed_by=said.actor,
        proposed_on=Near(said.day),
        **state,
    )


def _pass_on(rows: Rows, said: Said) -> None:
    """Another owner has signed nothing yet."""
    key = (text(said.get("commitment")),)
    row = rows.by_key.get(key)
    owner = text(bare(said.get("owner")))
    if row is not None and row.values["owner_id"] != owner:
        rows.set(said, key, **dict.fromkeys(SIGNED, EMPTY))
        rows.set(said, key, owner_id=owner, state=str(Promise.OFFERED))


def _open_incident(rows: Rows, said: Said) -> None:
    is_case = (said.chain,) in rows.tables[Case._meta.label].by_key
    rows.begin(
        said,
        id=said.get("incident"),
        kind=said.get("kind"),
        chain=said.chain,
        case_id=said.chain if is_case else EMPTY,
        body_id=said.get("body"),
        opened_at=Near(said.day),
        opened_by=said.actor,
        told=said.get("told"),
    )


def _body_of(rows: Rows, said: Said) -> Value:
    """Give the body of a case; of an alarm without one, the body that it is about."""
    for model in (Case, Elsewhere):
        found = rows.tables[model._meta.label].by_key.get((said.chain,))
        if found is not None:
            return found.values["body_id"]
    return UNSAID


def _share(rows: Rows, said: Said) -> None:
    room = rows.tables[Room._meta.label].by_key.get((text(said.get("room")),))
    rows.begin(
        said,
        item=said.get("id"),
        chain=said.chain,
        room_kind=room.values["kind"] if room else UNSAID,
        shared_on=Near(said.day),
        body_id=_body_of(rows, said),
        chosen=veiled("chosen")(said),
    )


IS_PROTECTION = saying("record", "protection")


TABLES = [
    *CARING,
    Table(
        Commitment,
        key=("id",),
        hashed=("statement",),
        also=(
            *("case_id", "kind", "owner_id", "due_on", "promised_on", "proposed_by"),
            *("proposed_on", "offered_on"),
        ),
        tells={
            "commitment.proposed": _make,
            "commitment.offered": _make,
            "emergency.granted": _make,
            "commitment.accepted": says(
                **COMMITMENT,
                state=always(Promise.ACCEPTED),
                statement=member("statement"),
                signature=member("signature"),
                signed_with=member("signed_with"),
                answered_on=DAY,
            ),
            "commitment.declined": says(
                **COMMITMENT, state=always(Promise.DECLINED), answered_on=DAY
            ),
            "commitment.claimed": says(**COMMITMENT, state=always(Promise.CLAIMED), claimed_on=DAY),
            "commitment.kept": says(**COMMITMENT, state=always(Promise.KEPT), settled_on=DAY),
            "commitment.refused": says(**COMMITMENT, state=always(Promise.REFUSED), settled_on=DAY),
            "commitment.ended": says(**COMMITMENT, state=always(Promise.ENDED), settled_on=DAY),
            "commitment.disputed": says(**COMMITMENT, state=always(Promise.DISPUTED)),
            "commitment.passed-on": _pass_on,
            "commitment.abandoned": _pass_on,
        },
    ),
    Table(
        Emergency,
        key=("id",),
        tells={
            "emergency.asked": begins(
                **EMERGENCY, case_id=CHAIN, kind=member("kind"), asked_on=DAY
            ),
            "emergency.granted": says(**EMERGENCY, decision=always(Decision.GRANTED), **DECIDED),
            "emergency.refused": says(
                **EMERGENCY,
                decision=always(Decision.REFUSED),
                ground=member("ground"),
                **DECIDED,
            ),
        },
    ),
    Table(
        Duty,
        key=("id",),
        digests={"reader": ("reader_recipient", "reader_verify")},
        tells={
            "duty.given": begins(
                **DUTY,
                case_id=CHAIN,
                kind=member("kind"),
                owner_id=lambda said: text(bare(said.get("owner"))),
                given_on=DAY,
                due_on=member("due_on"),
                reader=always(digest_of([EMPTY, EMPTY])),
            ),
            "duty.reader-named": says(**DUTY, reader=member("reader")),
            "duty.accounted-for": says(**DUTY, done_on=DAY),
            "duty.abandoned": says(**DUTY, owner_id=officer("owner")),
        },
    ),
    Table(
        SharedDetriment,
        key=("item",),
        digests={"chosen": ("form", "colleagues")},
        also=("chain", "room_kind", "shared_on", "body_id"),
        tells={"detriment.shared": _share},
    ),
    Table(
        GroundsMonth,
        key=("id",),
        tells={
            "grounds.asked": begins(
                id=CHAIN, body_id=member("body"), month=member("month"), due_on=member("due_on")
            ),
            "grounds.complete": says(id=CHAIN, complete_on=DAY, complete_by=ACTOR),
        },
    ),
    Table(
        GroundsQuestion,
        key=("item",),
        tells={
            "grounds.question": begins(
                item=member("question"), month_id=CHAIN, asked_on=DAY, due_on=member("due_on")
            ),
            "grounds.answered": says(item=member("question"), answered_on=DAY),
        },
    ),
    Table(
        GroundsReview,
        key=("item",),
        tells={
            "grounds.to-weigh": begins(
                item=member("review"),
                case_id=CHAIN,
                room_kind=member("room_kind"),
                asked_on=DAY,
                due_on=member("due_on"),
            ),
            "grounds.weighed": says(
                item=member("review"),
                weighed=veiled("weighed"),
                weighed_on=DAY,
                weighed_by=ACTOR,
            ),
        },
    ),
    Table(
        Incident,
        key=("id",),
        also=("kind", "chain", "case_id", "body_id", "opened_at", "opened_by", "told"),
        tells={
            "incident.opened": _open_incident,
            "incident.measures": says(**INCIDENT, measures_on=DAY),
            "incident.notification": says(
                **INCIDENT, notification=member("decision"), notification_on=DAY
            ),
            "incident.closed": says(**INCIDENT, closed_on=DAY, closed_by=ACTOR),
            "incident.default-told": says(**INCIDENT, default_told_on=DAY),
        },
    ),
    Table(
        Elsewhere,
        key=("receipt__case",),
        tells={"alarm.elsewhere": begins(receipt__case=CHAIN, body_id=member("body"))},
    ),
    # Whoever is asked learns of nobody else: the event names them all at once.
    Table(
        Account,
        side="asked",
        key=("incident_id",),
        together=True,
        digests={"who": ("holder", "asked_on")},
        tells={"incident.opened": begins(incident_id=member("incident"), who=veiled("who"))},
    ),
    Table(
        Account,
        side="given",
        key=("incident_id", "holder"),
        where=Q(answered_on__isnull=False),
        tells={
            "account.given": begins(incident_id=member("incident"), holder=ACTOR, answered_on=DAY)
        },
    ),
    # Nor does it say to whom an answer is sealed.
    Table(
        AccountLetter,
        key=("account__incident_id", "account__holder"),
        together=True,
        digests={"letters": ("to", "sealed")},
        tells={
            "account.given": begins(
                account__incident_id=member("incident"),
                account__holder=ACTOR,
                letters=veiled("sealed"),
            ),
            "retention.destroying": only(IS_PROTECTION, says(letters=UNKNOWN)),
            "retention.destroyed": only(IS_PROTECTION, ends()),
        },
    ),
    Table(
        SupportOffer,
        key=("id",),
        tells={
            "care.support-owed": begins(
                id=member("offer"),
                case_id=CHAIN,
                cause=member("cause"),
                about=member("about"),
                since=DAY,
            ),
            "care.support-offered": says(id=member("offer"), met_on=DAY, met_by=ACTOR),
        },
    ),
]
ID = "a number by which the database finds the row"
SAYS_NOTHING = {
    "protection.Account.id": ID,
    "protection.AccountLetter.id": ID,
    "protection.AccountLetter.account_id": "the account itself, which is held, reached by it",
    "protection.Origin.id": ID,
    "protection.Plan.id": ID,
    "protection.Elsewhere.receipt_id": "the look-up id of her receipt, which no journal may hold;"
    " the chain of her alarm, reached by it, is held",
    "protection.Elsewhere.fingerprint": "by what the same request is known when it is sent again",
    "protection.Care.next_on": "when her case is looked at next; counted anew from the law's days",
}
