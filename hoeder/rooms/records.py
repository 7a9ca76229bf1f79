"""What rooms, and what is in them, owe the journal (see `hoeder.ledger.records`)."""

from datetime import date

from hoeder.ledger.records import Row, Rows, Table, Tell, begins, for_each, says
from hoeder.ledger.sayings import (
    ACTOR,
    CHAIN,
    DAY,
    EMPTY,
    NOTHING,
    UNSAID,
    Near,
    Said,
    Source,
    Value,
    always,
    member,
    text,
)
from hoeder.rooms.file_records import FILES
from hoeder.rooms.models import (
    NO_HASH,
    Epoch,
    Grant,
    Item,
    Member,
    Room,
)
from hoeder.rooms.rules import REPORTER, RoomKind
from hoeder.rooms.told import epoch_of, is_erased, kind_of

#: What begins a room together with what it is for, and the kind of that room.
FIRST = {
    "case.received": RoomKind.DIALOGUE,
    "advice.begun": RoomKind.ADVICE,
    "alarm.elsewhere": RoomKind.COMMISSION,
    "file.opened": RoomKind.FILE,
}
IN_ROOM = {"room_id": member("room")}
#: The first item of a room is the same for all of these.
FIRST_ITEM: "dict[str, Source]" = {
    **IN_ROOM,
    "id": member("id"),
    "sequence": always(1),
    "epoch": always(1),
    "hash": member("item"),
    "sealed": member("item"),
    "by": ACTOR,
    "day": DAY,
}
FIRST_KEY: "dict[str, Source]" = {
    **IN_ROOM,
    "epoch": always(1),
    "by": ACTOR,
    "granted_on": DAY,
}


def _erase(rows: Rows, said: Said) -> None:
    """Items, grants and files of a class are gone; a key that was destroyed opens none of them."""
    for key, row in rows.of_chain(said.chain):
        if is_erased(rows, said, row.values["room_id"]):
            rows.end(key)


def _blank(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        if is_erased(rows, said, row.values["room_id"]):
            rows.set(said, key, sealed=UNSAID)


def _erase_room(rows: Rows, said: Said) -> None:
    for key, row in rows.of_chain(said.chain):
        if is_erased(rows, said, row.values["id"]):
            rows.set(said, key, erased_on=Near(said.day))


def _add_item(rows: Rows, said: Said) -> None:
    rows.begin(
        said,
        id=said.get("id"),
        room_id=said.get("room"),
        sequence=said.get("sequence"),
        epoch=epoch_of(rows, said),
        hash=said.get("item"),
        sealed=said.get("item"),
        by=said.actor,
        day=Near(said.day),
    )


def _first_room(kind: RoomKind) -> Tell:
    return begins(
        id=member("room"),
        kind=always(kind),
        case=CHAIN,
        epoch=always(1),
        head_sequence=always(1),
        head_hash=member("item"),
        head_on=DAY,
    )


def _first_members(_kind: RoomKind) -> list[Tell]:
    return [
        begins(**IN_ROOM, holder=always(REPORTER), seen_sequence=always(1)),
        for_each("holder_", begins(**IN_ROOM, holder=member("each"), seen_sequence=_seen_at_first)),
    ]


def _sealed_to(said: Said) -> Value:
    return said.get(f"sealed_{said.detail['place']}")


def _until_of(said: Said) -> Value:
    return text(said.get(f"until_{said.detail['place']}"))


def _seen_at_first(said: Said) -> Value:
    return "1" if said.get("each") == said.actor else "0"


def _first_grants(_kind: RoomKind) -> list[Tell]:
    mine = begins(**FIRST_KEY, holder=always(REPORTER), sealed=member("sealed_0"))
    theirs = for_each("holder_", begins(**FIRST_KEY, holder=member("each"), sealed=_sealed_to))
    return [mine, theirs]


def _grant_member(rows: Rows, said: Said) -> None:
    """A member again, with another last day, has read what they had read."""
    key = (text(said.get("room")), text(said.get("holder")))
    until = text(said.get("until"))
    if key in rows.by_key:
        rows.set(said, key, until=until, removed_on=EMPTY)
    else:
        rows.begin(said, room_id=key[0], holder=key[1], until=until, seen_sequence="0")


def _start_epoch(rows: Rows, said: Said) -> None:
    """Whoever gets no key of a new epoch is a member no more: removed now, or past a last day."""
    room = said.get("room")
    remain = {one.detail["each"] for one in said.each("holder_")}
    removed = {one.detail["each"] for one in said.each("removed_")}
    for key, row in rows.of_chain(said.chain):
        if row.values["room_id"] != room or row.values["removed_on"] != EMPTY or key[1] in remain:
            continue
        if remain or key[1] in removed or _is_past(row, said):
            rows.set(said, key, removed_on=Near(said.day))


def _is_past(row: Row, said: Said) -> bool:
    until = text(row.values["until"])
    return bool(until) and date.fromisoformat(until) < said.day


def _see(rows: Rows, said: Said) -> None:
    key = (text(said.get("room")), said.actor)
    row = rows.by_key.get(key)
    last = text(said.get("last" if said.kind == "items.fetched" else "sequence"))
    if row is not None and int(last) > int(text(row.values["seen_sequence"])):
        rows.set(said, key, seen_sequence=last)


def _grant_epoch(rows: Rows, said: Said) -> None:
    for one in said.each("holder_"):
        rows.begin(
            said,
            room_id=one.get("room"),
            holder=one.get("each"),
            epoch=one.get("epoch"),
            by=said.actor,
            sealed=_sealed_to(one),
            granted_on=Near(said.day),
        )


def _take_possession(rows: Rows, said: Said) -> None:
    """What was granted to words on paper is gone; the newest is granted to her own."""
    hers = [
        (key, row)
        for key, row in rows.of_chain(said.chain)
        if key[1] == REPORTER and kind_of(rows, row.values["room_id"]) == RoomKind.DIALOGUE
    ]
    newest = max((int(text(row.values["epoch"])) for _key, row in hers), default=0)
    for key, row in hers:
        if int(text(row.values["epoch"])) < newest:
            rows.end(key)


ROOM = {"id": member("room")}

TABLES = [
    # After what looks up its kind: that is still there when the rows of a room go.
    Table(
        Item,
        key=("room_id", "sequence"),
        also=("epoch",),
        tells={
            **dict.fromkeys(FIRST, begins(**FIRST_ITEM)),
            "item.added": _add_item,
            "retention.destroying": _blank,
            "retention.destroyed": _erase,
        },
    ),
    Table(
        Grant,
        key=("room_id", "holder", "epoch", "by"),
        tells={
            **{name: _first_grants(kind) for name, kind in FIRST.items()},
            "room.opened": for_each(
                "holder_", begins(**FIRST_KEY, holder=member("each"), sealed=_sealed_to)
            ),
            "member.granted": begins(
                **IN_ROOM,
                holder=member("holder"),
                epoch=member("epoch"),
                by=ACTOR,
                sealed=member("sealed"),
                granted_on=DAY,
            ),
            "epoch.started": _grant_epoch,
            "receipt.possessed": _take_possession,
            "retention.destroying": _blank,
            "retention.destroyed": _erase,
        },
    ),
    Table(
        Epoch,
        key=("room_id", "number"),
        hashed=("recipient",),
        tells={
            **{
                name: begins(
                    **IN_ROOM, number=always(1), recipient=member("recipient"), started_on=DAY
                )
                for name in [*FIRST, "room.opened"]
            },
            "epoch.started": begins(
                **IN_ROOM, number=member("epoch"), recipient=member("recipient"), started_on=DAY
            ),
        },
    ),
    Table(
        Member,
        key=("room_id", "holder"),
        also=("until", "removed_on", "seen_sequence"),
        tells={
            **{name: _first_members(kind) for name, kind in FIRST.items()},
            "room.opened": for_each(
                "holder_",
                begins(
                    **IN_ROOM,
                    holder=member("each"),
                    until=_until_of,
                    seen_sequence=always(0),
                ),
            ),
            "member.granted": _grant_member,
            "epoch.started": _start_epoch,
            "member.left": says(**IN_ROOM, holder=ACTOR, removed_on=DAY),
            "member.ended": for_each(
                "holder_", says(**IN_ROOM, holder=member("each"), removed_on=DAY)
            ),
            "item.added": _see,
            "items.fetched": _see,
        },
    ),
    *FILES,
    Table(
        Room,
        key=("id",),
        also=("erased_on",),
        tells={
            **{name: _first_room(kind) for name, kind in FIRST.items()},
            "room.opened": begins(
                **ROOM,
                kind=member("kind"),
                case=CHAIN,
                epoch=always(1),
                head_sequence=always(0),
                head_hash=always(NO_HASH),
            ),
            "item.added": says(
                **ROOM, head_sequence=member("sequence"), head_hash=member("item"), head_on=DAY
            ),
            "epoch.started": says(**ROOM, epoch=member("epoch"), stale=NOTHING),
            "member.left": says(**ROOM, stale=always(True)),
            "member.ended": says(**ROOM, stale=always(True)),
            "retention.destroyed": _erase_room,
        },
    ),
]
ID = "a number by which the database finds the row"
SAYS_NOTHING = {
    "rooms.Epoch.id": ID,
    "rooms.Member.id": ID,
    "rooms.Grant.id": ID,
    "rooms.AttachmentFetch.id": ID,
    "rooms.Piece.id": ID,
    "rooms.Item.size": "the length of `sealed`, which is held against its hash; it decides only how"
    " many items come in one answer",
    "rooms.Attachment.touched_on": "when the last piece came: an upload that stopped is forgotten"
    " after a week",
}
