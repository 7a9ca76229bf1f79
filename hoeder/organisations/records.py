"""What an organisation, its people and their keys owe the journal (see `hoeder.ledger.records`).

No journal holds a name: those stand in the directory, which the root key signs.
"""

from hoeder.ledger.records import Rows, Table, begins, ends, for_each, says
from hoeder.ledger.sayings import (
    BY,
    DAY,
    EMPTY,
    UNSAID,
    Near,
    Said,
    Value,
    always,
    bare,
    member,
    text,
    veiled,
)
from hoeder.organisations.models import (
    Appointment,
    Body,
    Channel,
    ChannelReader,
    Custody,
    CustodyPlace,
    DirectoryVersion,
    Function,
    Officer,
    OfficerKey,
    Organisation,
    Undertaking,
    Unit,
)

BODY = {"id": member("body")}
OFFICER = {"id": member("officer")}
#: Of the stored hash events hold a commitment: nobody can try passwords on it.
PASSWORD = veiled("password")
KEY = {"id": member("key")}
CUSTODY = {"body_id": member("body"), "number": member("number")}


def _shows_readers(said: Said) -> Value:
    found = said.get("shows_readers")
    return "1" if found == "1" else EMPTY if isinstance(found, str) else UNSAID


def _register(rows: Rows, said: Said) -> None:
    """A key that waits makes room for a newer one."""
    for key, row in rows.of_chain(said.chain):
        if _counts(row.values, bare(said.actor)) and row.values["confirmed_on"] == EMPTY:
            rows.set(said, key, withdrawn_on=Near(said.day))
    rows.begin(
        said,
        id=said.get("key"),
        officer_id=bare(said.actor),
        number=said.get("number"),
        recipient=said.get("recipient"),
        verify=said.get("verify"),
        wrap=said.get("wrap"),
        created_on=Near(said.day),
    )


def _confirm(rows: Rows, said: Said) -> None:
    """The key that counted until now is withdrawn with it."""
    mine = rows.by_key.get((text(said.get("key")),))
    if mine is None:
        return
    for key, row in rows.of_chain(said.chain):
        confirmed = row.values["confirmed_on"] != EMPTY
        if confirmed and _counts(row.values, mine.values["officer_id"]):
            rows.set(said, key, withdrawn_on=Near(said.day))
    by = bare(said.actor)
    rows.set(said, (text(said.get("key")),), confirmed_by_id=by, confirmed_on=Near(said.day))


def _counts(values: "dict[str, Value]", of: Value) -> bool:
    return values["officer_id"] == of and values["withdrawn_on"] == EMPTY


def _set_readers(rows: Rows, said: Said) -> None:
    """Those who are named, instead of all before."""
    channel = text(said.get("channel"))
    named = {text(bare(str(one.detail["each"]))) for one in said.each("reader_")}
    there = {key[1] for key in rows.by_key if key[0] == channel}
    for officer in there - named:
        rows.end((channel, officer))
    for officer in named - there:
        rows.begin(said, channel_id=channel, officer_id=officer)


def _leave(rows: Rows, said: Said) -> None:
    """With an account end its roles, and its keys."""
    name = "ended_on" if rows.table.model is Appointment else "withdrawn_on"
    for key, row in rows.of_chain(said.chain):
        if row.values["officer_id"] == said.get("officer") and row.values[name] == EMPTY:
            rows.set(said, key, **{name: Near(said.day)})


def _appoint(rows: Rows, said: Said) -> None:
    """One whose last day has passed makes room for a new one."""
    same = (said.get("officer"), said.get("role"), said.get("body"))
    for key, row in rows.of_chain(said.chain):
        values = row.values
        until = text(values["until"])
        if (values["officer_id"], values["role"], values["body_id"]) == same and (
            values["ended_on"] == EMPTY and until and until < said.day.isoformat()
        ):
            rows.set(said, key, ended_on=Near(said.day))
    rows.begin(
        said,
        id=said.get("appointment"),
        officer_id=same[0],
        role=same[1],
        body_id=same[2],
        until=said.get("until"),
    )


def _set_custody(rows: Rows, said: Said) -> None:
    """One that is being prepared is set anew under its own number; its places as well."""
    key = (text(said.get("body")), text(said.get("number")))
    if rows.table.model is Custody:
        if key in rows.by_key:
            rows.set(said, key, authority_id=bare(said.get("authority")))
        else:
            rows.begin(
                said, body_id=key[0], number=key[1], authority_id=bare(said.get("authority"))
            )
        return
    for other, _row in rows.of_chain(said.chain):
        if other[:2] == key:
            rows.end(other)
    custodians = [bare(str(one.detail["each"])) for one in said.each("custodian_")]
    deputies = [bare(str(one.detail["each"])) for one in said.each("deputy_")]
    for place, who in enumerate([*custodians, *deputies], 1):
        rows.begin(
            said,
            custody__body_id=key[0],
            custody__number=key[1],
            number=str(place),
            officer_id=who,
        )


#: Channels that somebody reads no more, with a role or with the account.
LEFT = for_each("left_", ends(channel_id=member("each"), officer_id=member("officer")))
A_FUNCTION = {
    "id": member("function"),
    "unit_id": member("unit"),
    "reports_to_id": member("reports_to"),
    "holder_id": member("officer"),
}

TABLES = [
    Table(
        Organisation,
        key=("id",),
        tells={"organisation.created": begins(id=member("organisation"), root=member("root"))},
    ),
    Table(
        Body,
        key=("id",),
        tells={
            "body.created": begins(
                **BODY,
                organisation_id=member("organisation"),
                kind=member("kind"),
                above_id=member("above"),
                law=member("law"),
                time_zone=member("time_zone"),
                shows_readers=_shows_readers,
            ),
            "body.grounds-begun": says(**BODY, grounds_from=member("month")),
        },
    ),
    Table(
        Unit,
        key=("id",),
        tells={
            "unit.added": begins(
                id=member("unit"), body_id=member("body"), parent_id=member("parent")
            )
        },
    ),
    Table(
        Function,
        key=("id",),
        tells={"function.added": begins(**A_FUNCTION), "function.changed": says(**A_FUNCTION)},
    ),
    Table(
        Officer,
        key=("id",),
        tells={
            "officer.invited": begins(
                **OFFICER, body_id=member("body"), is_active=always(True), password=PASSWORD
            ),
            **dict.fromkeys(
                (
                    *("officer.invited_again", "officer.invitation_accepted"),
                    *("officer.password_changed", "officer.password_rehashed"),
                ),
                says(**OFFICER, password=PASSWORD),
            ),
            "officer.deactivated": says(**OFFICER, is_active=always(False), password=PASSWORD),
        },
    ),
    Table(
        Appointment,
        key=("id",),
        also=("officer_id", "role", "body_id", "until", "ended_on"),
        tells={
            "officer.appointed": _appoint,
            "officer.appointment_ended": says(id=member("appointment"), ended_on=DAY),
            "officer.deactivated": _leave,
        },
    ),
    Table(
        OfficerKey,
        key=("id",),
        hashed=("recipient", "wrap"),
        also=(
            *("officer_id", "number", "recipient", "verify", "wrap", "created_on"),
            *("confirmed_by_id", "confirmed_on", "withdrawn_on"),
        ),
        tells={
            "key.registered": _register,
            "key.rewrapped": says(**KEY, wrap=member("wrap")),
            "key.confirmed": _confirm,
            "key.withdrawn": says(**KEY, withdrawn_on=DAY),
            "officer.deactivated": _leave,
        },
    ),
    Table(
        Undertaking,
        key=("id",),
        tells={
            "duties.accepted": begins(
                id=member("undertaking"),
                officer_id=BY,
                number=member("number"),
                version=member("version"),
                of_roles=member("roles"),
                accepted_on=DAY,
                until=member("until"),
            )
        },
    ),
    Table(
        Custody,
        key=("body_id", "number"),
        also=("authority_id",),
        tells={"custody.set": _set_custody, "custody.ready": says(**CUSTODY, ready_on=DAY)},
    ),
    Table(
        CustodyPlace,
        key=("custody__body_id", "custody__number", "number"),
        also=("officer_id",),
        tells={"custody.set": _set_custody},
    ),
    Table(
        Channel,
        key=("id",),
        tells={"channel.opened": begins(id=member("channel"), body_id=member("body"))},
    ),
    Table(
        ChannelReader,
        key=("channel_id", "officer_id"),
        tells={
            "channel.readers_set": _set_readers,
            "officer.appointment_ended": LEFT,
            "officer.deactivated": LEFT,
        },
    ),
    Table(
        DirectoryVersion,
        key=("organisation_id", "version"),
        hashed=("document",),
        tells={
            "directory.published": begins(
                organisation_id=member("organisation"),
                version=member("version"),
                document=member("sha256"),
                signature=member("signature"),
                published_on=DAY,
            )
        },
    ),
]
NAME = "a name: the directory holds it, which the root key signs"
ID = "a number by which the database finds the row"
SAYS_NOTHING = {
    **{
        f"organisations.{name}": NAME
        for name in (
            *("Organisation.slug", "Organisation.name_nl", "Organisation.name_en"),
            *("Body.slug", "Body.name_nl", "Body.name_en", "Unit.name_nl", "Unit.name_en"),
            *("Function.title_nl", "Function.title_en", "Function.holder_name"),
            *("Channel.slug", "Channel.title_nl", "Channel.title_en", "Officer.name"),
        )
    },
    "organisations.Officer.email": "to what address a mail without content goes, and by what name"
    " somebody signs in",
    "organisations.ChannelReader.id": ID,
    "organisations.Custody.id": ID,
    "organisations.CustodyPlace.id": ID,
    "organisations.CustodyPlace.custody_id": "the custody itself, reached by its body and number,"
    " is held",
    "organisations.DirectoryVersion.id": ID,
}
