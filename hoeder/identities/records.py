"""What identity boxes, and who knows, owe the journal (see `hoeder.ledger.records`)."""

from uuid import UUID

from hoeder.identities.models import (
    Alias,
    Approval,
    Box,
    CircleRow,
    Drill,
    DrillShare,
    Letter,
    Opening,
    Pledge,
    Share,
    ShutOut,
)
from hoeder.identities.rules import LIVE, How, LetterKind, OpeningKind, State
from hoeder.ledger.records import Row, Rows, Table, Tell, begins, ends, for_each, only, says
from hoeder.ledger.sayings import (
    ACTOR,
    BY,
    CHAIN,
    DAY,
    EMPTY,
    NOTHING,
    UNKNOWN,
    UNSAID,
    Committed,
    Near,
    Said,
    Source,
    Value,
    always,
    bare,
    member,
    officer,
    saying,
    text,
    veiled,
)

PARTS = ("recipient", "authority_hash", "authority_proof_hash")
IS_IDENTITY = saying("record", "identity")
IS_CIRCLE = saying("record", "circle")
OPENING = {"id": member("opening")}


def _has_box(said: Said) -> bool:
    return isinstance(said.get("box"), str)


def _of_share(name: str) -> Source:
    return lambda said: said.get(f"{name}_{said.detail['place']}")


MADE = only(
    _has_box,
    begins(
        id=member("box"),
        case=CHAIN,
        body_id=member("body"),
        content=member("content"),
        version=always(1),
        statement=member("statement"),
        signature=member("signature"),
        author_key=member("author"),
        authority_id=officer("authority"),
        authority_sealed=member("sealed"),
        parts=member("parts"),
        made_on=DAY,
    ),
)
SHARES = only(
    _has_box,
    for_each(
        "custodian_",
        begins(
            box_id=member("box"),
            index=member("place"),
            custodian_id=officer("each"),
            sealed=_of_share("share"),
            proof=_of_share("proof"),
            sealed_on=DAY,
        ),
    ),
)


def _share(row: Row, said: Said) -> bool:
    return (row.values["box_id"], row.values["index"]) == (said.get("box"), said.get("index"))


def _prove(rows: Rows, said: Said) -> None:
    """A part that was handed over counts from its test, and the one before it ends."""
    tested, others, waiting = None, [], False
    for key, row in rows.of_chain(said.chain):
        if not _share(row, said) or row.values["ended_on"] != EMPTY:
            continue
        if row.values["custodian_id"] == bare(said.actor):
            tested, waiting = key, row.values["waiting"] != EMPTY
        else:
            others.append(key)
    if tested is not None:
        rows.set(said, tested, waiting=EMPTY, tested_on=Near(said.day))
    for key in others if waiting else []:
        if rows.by_key[key].values["waiting"] == EMPTY:
            rows.set(said, key, ended_on=Near(said.day), sealed=EMPTY)


def _hand_over(rows: Rows, said: Said) -> None:
    proof: Value = UNSAID
    for key, row in rows.of_chain(said.chain):
        if _share(row, said):
            proof = row.values["proof"]
            if row.values["waiting"] != EMPTY and row.values["ended_on"] == EMPTY:
                rows.set(said, key, ended_on=Near(said.day), sealed=EMPTY)
    rows.begin(
        said,
        box_id=said.get("box"),
        index=said.get("index"),
        custodian_id=bare(said.get("to")),
        sealed=said.get("sealed"),
        proof=proof,
        sealed_on=Near(said.day),
        waiting="1",
    )


def _erase_shares(rows: Rows, said: Said) -> None:
    if not IS_IDENTITY(said):
        return
    for key, row in rows.of_chain(said.chain):
        ended = row.values["ended_on"]
        rows.set(said, key, sealed=EMPTY, ended_on=Near(said.day) if ended == EMPTY else ended)


def _box_of(rows: Rows, said: Said) -> Value:
    """Give the box of a case: there is one, or none."""
    found = rows.tables[Box._meta.label].of_chain(said.chain)
    return found[0][0][0] if found else UNSAID


def _ask(rows: Rows, said: Said) -> None:
    consent = said.kind == "opening.asked"
    deferred = said.kind == "override.deferred"
    state = State.ASKED if consent else State.DEFERRED if deferred else State.ANNOUNCED
    rows.begin(
        said,
        id=said.get("opening"),
        box_id=_box_of(rows, said),
        kind=str(OpeningKind.CONSENT if consent else OpeningKind.OVERRIDE),
        to_id=bare(said.get("to")),
        requested_by_id=bare(said.actor),
        purpose=text(said.get("purpose")),
        ground=text(said.get("ground")),
        authority_name=EMPTY if consent else veiled("authority")(said),
        legal_basis=EMPTY if consent else veiled("basis")(said),
        state=str(state),
        requested_on=Near(said.day),
        not_after=said.get("not_after"),
        opens_on=text(said.get("opens_on")),
        deferred_until=text(said.get("until")),
    )


def _end(rows: Rows, said: Said, key: tuple[str, ...], state: Value) -> None:
    """What was released is erased with the end: her half, and the shares of custodians."""
    rows.set(said, key, state=state, half=EMPTY, ended_on=Near(said.day))
    approvals = rows.tables[Approval._meta.label]
    for other, row in approvals.of_chain(said.chain):
        if row.values["opening_id"] == key[0]:
            approvals.set(said, other, sealed=EMPTY)


ENDS = {"opening.refused": State.REFUSED, "opening.withdrawn": State.WITHDRAWN}


def _step(rows: Rows, said: Said) -> None:
    key = (text(said.get("opening")),)
    row = rows.by_key.get(key)
    if row is None:
        return
    state = row.values["state"]
    if said.kind in ENDS:
        _end(rows, said, key, str(ENDS[said.kind]))
    elif said.kind == "opening.lapsed":
        _end(rows, said, key, str(State.ENDED if state == State.OPEN else State.EXPIRED))
    elif said.kind == "opening.open":
        rows.set(said, key, state=str(State.OPEN))
    elif state in (State.ANNOUNCED, State.DEFERRED):
        # The first custodian who answers after the waiting time finds it ripe.
        rows.set(said, key, state=str(State.RIPE))


def _shut_out(rows: Rows, said: Said) -> None:
    """What somebody who is kept out asked for ends; what they released is taken back."""
    gone = bare(said.get("officer"))
    for key, row in rows.of_chain(said.chain):
        state = row.values["state"]
        if gone in (row.values["to_id"], row.values["requested_by_id"]) and state in LIVE:
            _end(rows, said, key, str(State.ENDED if state == State.OPEN else State.REFUSED))
    approvals = rows.tables[Approval._meta.label]
    for key, row in approvals.of_chain(said.chain):
        opening = rows.by_key.get((text(row.values["opening_id"]),))
        if row.values["custodian_id"] != gone or opening is None:
            continue
        if opening.values["state"] in LIVE:
            approvals.end(key)
            if opening.values["state"] == State.OPEN:
                # It may need another custodian now: whether so, its next event tells.
                rows.set(said, (text(row.values["opening_id"]),), state=UNSAID)


def _erase_openings(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        if IS_CIRCLE(said):
            rows.end(key)
        elif IS_IDENTITY(said) and row.values["state"] in LIVE:
            _end(rows, said, key, str(State.ENDED))


def _letters(kind: LetterKind, name: str = "letters") -> Tell:
    """All letters of one step: that there are none is told alike."""
    return only(
        lambda said: isinstance(said.get(name), str),
        begins(opening_id=member("opening"), kind=always(kind), by=ACTOR, letters=veiled(name)),
    )


def _forget_letters(rows: Rows, said: Said) -> None:
    """With the key that masked them they are noise, and then they are gone."""
    if not IS_IDENTITY(said):
        return
    for key, _row in rows.of_chain(said.chain):
        if said.kind == "retention.destroyed":
            rows.end(key)
        else:
            rows.set(said, key, letters=UNSAID)


def _erase_approvals(rows: Rows, said: Said) -> None:
    for key, _row in rows.of_chain(said.chain):
        if IS_CIRCLE(said):
            rows.end(key)
        elif IS_IDENTITY(said):
            rows.set(said, key, sealed=EMPTY)


def _see_name(rows: Rows, said: Said) -> None:
    """Whoever fetches a box is in the circle from the first time on."""
    for _key, row in rows.of_chain(said.chain):
        if (row.values["knower"], row.values["how"]) == (said.actor, How.OPENED):
            return
    opening = rows.tables[Opening._meta.label].by_key.get((text(said.get("opening")),))
    why = opening.values if opening else {}
    rows.begin(
        said,
        case=said.chain,
        knower=said.actor,
        how=str(How.OPENED),
        ground=text(why.get("purpose", EMPTY)) or text(why.get("ground", EMPTY)),
        since=said.day.isoformat(),
        opening_id=said.get("opening"),
        declared_by=said.actor,
        day=Near(said.day),
    )


def _number(said: Said) -> Value:
    commit = said.get("commit")
    if not isinstance(commit, str):
        return UNSAID
    return Committed(UUID(hex=said.chain), f"alias\n{text(said.get('holder'))}", commit)


KNOWN = begins(
    case=CHAIN,
    knower=member("knower"),
    how=member("how"),
    since=member("since"),
    declared_by=ACTOR,
    day=DAY,
)
APPROVAL = {
    "opening_id": member("opening"),
    "index": member("index"),
    "custodian_id": BY,
    "day": DAY,
}
FORGOTTEN = only(
    IS_CIRCLE,
    ends(
        case=CHAIN,
    ),
)

OF_OVERRIDE = [_letters(LetterKind.OVERRIDE), _letters(LetterKind.DEFERRAL, "deferral")]
#: Each event holds all who are out by then: how many of a line were out before, it does not tell.
KEPT_OUT = begins(case=CHAIN, out=veiled("out"))

TABLES = [
    Table(
        Box,
        key=("id",),
        hashed=("statement", "author_key"),
        digests={"parts": PARTS},
        tells={
            "case.received": MADE,
            "box.made": MADE,
            "box.replaced": says(
                id=member("box"), version=member("version"), content=member("content")
            ),
            "box.frozen": says(case=CHAIN, frozen_on=DAY),
            "box.thawed": says(case=CHAIN, frozen_on=NOTHING),
            "retention.destroying": only(IS_IDENTITY, says(case=CHAIN, content=UNKNOWN)),
            "retention.destroyed": only(
                IS_IDENTITY,
                says(
                    case=CHAIN,
                    content=NOTHING,
                    statement=NOTHING,
                    signature=NOTHING,
                    authority_sealed=NOTHING,
                    erased_on=DAY,
                ),
            ),
        },
    ),
    Table(
        Share,
        key=("box_id", "index", "custodian_id"),
        numbered=True,
        order=("sealed_on", "pk"),
        digests={"proof": ("hash", "proof_hash")},
        also=("sealed", "sealed_on", "tested_on", "waiting", "ended_on"),
        tells={
            "case.received": SHARES,
            "box.made": SHARES,
            "share.tested": _prove,
            "share.handed-over": _hand_over,
            "retention.destroyed": _erase_shares,
        },
    ),
    Table(
        Approval,
        key=("opening_id", "index"),
        tells={
            "opening.approved": begins(**APPROVAL, approved=always(True), sealed=member("sealed")),
            "opening.declined": begins(**APPROVAL),
            "retention.destroyed": _erase_approvals,
        },
    ),
    Table(
        Letter,
        key=("opening_id", "kind", "by"),
        together=True,
        digests={"letters": ("holder", "sealed", "day")},
        tells={
            "opening.asked": _letters(LetterKind.REQUEST),
            "override.announced": OF_OVERRIDE,
            "override.deferred": OF_OVERRIDE,
            "opening.approved": _letters(LetterKind.APPROVAL),
            "opening.declined": _letters(LetterKind.REFUSAL),
            # Of a custodian's refusal, the event before holds the letters.
            "opening.refused": _letters(LetterKind.REFUSAL),
            "retention.destroying": _forget_letters,
            "retention.destroyed": _forget_letters,
        },
    ),
    Table(
        ShutOut,
        key=("case",),
        together=True,
        digests={"out": ("officer_id", "by", "day")},
        tells={"case.recused": KEPT_OUT, "case.cut-off": KEPT_OUT},
    ),
    Table(
        CircleRow,
        key=("case", "knower", "how", "since", "declared_by"),
        also=("ground", "opening_id"),
        tells={
            "circle.declared": KNOWN,
            "circle.told": KNOWN,
            "box.fetched": _see_name,
            "retention.destroyed": FORGOTTEN,
        },
    ),
    Table(
        Opening,
        key=("id",),
        hashed=("consent",),
        also=(
            *("box_id", "kind", "to_id", "requested_by_id", "purpose", "ground", "state"),
            *("requested_on", "not_after", "opens_on", "deferred_until", "ended_on"),
            *("authority_name", "legal_basis"),
        ),
        tells={
            "opening.asked": _ask,
            "override.announced": _ask,
            "override.deferred": _ask,
            "opening.consented": says(
                **OPENING,
                state=always(State.CONSENTED),
                consent=member("consent"),
                consent_signature=member("signature"),
                half=member("half"),
                not_after=member("not_after"),
            ),
            "opening.approved": _step,
            "opening.declined": _step,
            "opening.open": _step,
            "opening.refused": _step,
            "opening.withdrawn": _step,
            "opening.lapsed": _step,
            "override.ripe": _step,
            "override.notice-given": says(**OPENING, notice_given_on=DAY),
            "identities.shut-out": _shut_out,
            "retention.destroyed": _erase_openings,
        },
    ),
    Table(
        Pledge,
        key=("case", "officer_id"),
        hashed=("statement",),
        tells={
            "pledge.signed": begins(
                case=CHAIN,
                officer_id=BY,
                statement=member("statement"),
                signature=member("signature"),
                day=DAY,
            ),
            "retention.destroyed": FORGOTTEN,
        },
    ),
    Table(
        Alias,
        key=("case", "officer_id"),
        tells={
            "alias.given": begins(case=CHAIN, officer_id=officer("holder"), number=_number),
            "retention.destroyed": FORGOTTEN,
        },
    ),
    Table(
        Drill,
        key=("id",),
        hashed=("statement",),
        tells={
            "drill.started": begins(
                id=member("drill"),
                custody_id=member("custody"),
                statement=member("statement"),
                signature=member("signature"),
                started_by_id=BY,
                day=DAY,
            )
        },
    ),
    Table(
        DrillShare,
        key=("drill_id", "index"),
        digests={"proof": ("hash", "proof_hash")},
        tells={
            "drill.started": for_each(
                "custodian_",
                begins(
                    drill_id=member("drill"),
                    index=member("place"),
                    officer_id=officer("each"),
                    sealed=_of_share("share"),
                    proof=_of_share("proof"),
                ),
            ),
            "drill.passed": says(
                drill_id=member("drill"), index=member("index"), passed_on=DAY, sealed=NOTHING
            ),
        },
    ),
]
ID = "a number by which the database finds the row"
SAYS_NOTHING = {
    f"identities.{name}.id": ID
    for name in (
        *("Share", "Approval", "CircleRow", "Pledge", "Alias", "DrillShare"),
        *("Letter", "ShutOut"),
    )
}
