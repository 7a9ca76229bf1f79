"""The directory: one canonical JSON text that says who is who (docs/spec/rooms.md §5).

The root key signs `PREFIX + document`. Browsers trust nothing about officers but this.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from hoeder.errors import NotNow
from hoeder.ledger import reading
from hoeder.organisations import policies
from hoeder.organisations.canonical import Json, parse, write
from hoeder.organisations.models import (
    Appointment,
    Body,
    Channel,
    Custody,
    Function,
    Officer,
    OfficerKey,
    Organisation,
    Unit,
)
from hoeder.organisations.rules import CUSTODIANS, FEWEST_FROM_OUTSIDE, POWERS, Power, Role

#: What stands before the document when it is signed: a signature for this and nothing else.
PREFIX = b"hoeder-directory-v1\n"


class Log(TypedDict):
    """The log: its name, the text of its verifier key, and who must witness it, if anybody."""

    origin: str
    key: str
    policy: NotRequired[str]


def log_of_this_server(policy: str | None = None) -> Log:
    """Return the log that this server publishes, or refuse when it has not begun yet.

    `policy` is the text of a C2SP tlog-policy, None without witnesses.
    """
    verifier = reading.verifier()
    if verifier is None:
        raise NotNow(_("The ledger has no log yet. Begin it first: manage.py publish_log."))
    log = Log(origin=verifier.name, key=verifier.text())
    if policy is not None:
        policies.must_be_of(policy, verifier)
        log["policy"] = policy
    return log


def signed_bytes(document: str) -> bytes:
    """Return the bytes that the root key signs."""
    return PREFIX + document.encode()


def draft(organisation: Organisation, *, version: int, day: datetime.date, log: Log) -> str:
    """Write the directory as the tables are now."""
    officers = _officers(organisation)
    present = {officer.pk: officer for officer in officers}
    document: dict[str, Json] = {
        "v": 1,
        "organisation": {
            "id": organisation.pk.hex,
            "slug": organisation.slug,
            "names": _both(organisation.name_nl, organisation.name_en),
            "root": organisation.root,
        },
        "version": version,
        "day": day.isoformat(),
        "log": {name: str(value) for name, value in log.items()},
        "bodies": _sorted(map(_body, Body.objects.filter(organisation=organisation))),
        "units": _sorted(map(_unit, Unit.objects.filter(body__organisation=organisation))),
        "functions": _sorted(
            _function(function, present)
            for function in Function.objects.filter(unit__body__organisation=organisation)
        ),
        "officers": _sorted(map(_officer, officers)),
        "former": _sorted(
            map(
                _former,
                OfficerKey.objects.filter(
                    officer__body__organisation=organisation,
                    confirmed_on__isnull=False,
                    withdrawn_on__isnull=False,
                ),
            )
        ),
        "channels": _sorted(
            _channel(channel, present)
            for channel in Channel.objects.filter(body__organisation=organisation).prefetch_related(
                "readers"
            )
        ),
        "custody": _sorted(_custodies(organisation, present)),
    }
    return write(document)


def published_keys(document: Mapping[str, Json]) -> set[str]:
    """Collect the ids (hex) of the officers' keys that stand in a parsed directory."""
    officers = document["officers"]
    assert isinstance(officers, Sequence)  # noqa: S101
    keys = [officer["key"] for officer in officers if isinstance(officer, Mapping)]
    return {str(key["id"]) for key in keys if isinstance(key, Mapping)}


def keys_of_newest(organisation: Organisation) -> set[str]:
    """Collect the ids (hex) of the keys that stand in the directory that is published now."""
    newest = organisation.newest_directory()
    document = parse(newest.document) if newest else None
    return published_keys(document) if isinstance(document, Mapping) else set()


def differences(signed: Json, expected: Json) -> list[str]:
    """Name the places in which two directories differ, apart from version and day."""
    if not isinstance(signed, Mapping) or not isinstance(expected, Mapping):
        return ["v"]
    return [
        place
        for name in sorted({*signed, *expected} - {"version", "day"})
        for place in _differing(name, signed.get(name), expected.get(name))
    ]


def _differing(name: str, signed: Json, expected: Json) -> list[str]:
    # Texts are compared, since Python holds 1 and true for equal.
    if write(signed) == write(expected):
        return []
    theirs, ours = _by_id(signed), _by_id(expected)
    found = [
        f"{name} {number}"
        for number in sorted({*theirs, *ours})
        if write(theirs.get(number)) != write(ours.get(number))
    ]
    # The same items in another order, or one of them twice.
    return found or [name]


def _by_id(value: Json) -> dict[str, Json]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return {}
    return {str(item["id"]): item for item in value if isinstance(item, Mapping) and "id" in item}


def _officers(organisation: Organisation) -> list[Officer]:
    keys = OfficerKey.objects.filter(withdrawn_on=None, confirmed_on__isnull=False)
    return list(
        Officer.objects.active()
        .filter(body__organisation=organisation)
        .prefetch_related(
            Prefetch("keys", queryset=keys, to_attr="good_keys"),
            Prefetch(
                "appointments",
                queryset=Appointment.objects.filter(Appointment.holds_today()),
                to_attr="good_appointments",
            ),
        )
    )


def _body(body: Body) -> dict[str, Json]:
    return {
        "id": body.pk.hex,
        "slug": body.slug,
        "kind": body.kind,
        "names": _both(body.name_nl, body.name_en),
        "above": _hex(body.above_id),
        "law": body.law,
        "time_zone": body.time_zone,
    }


def _unit(unit: Unit) -> dict[str, Json]:
    return {
        "id": unit.pk.hex,
        "body": unit.body_id.hex,
        "names": _both(unit.name_nl, unit.name_en),
        "parent": _hex(unit.parent_id),
    }


def _function(function: Function, present: Mapping[UUID, Officer]) -> dict[str, Json]:
    holder = present.get(function.holder_id) if function.holder_id else None
    return {
        "id": function.pk.hex,
        "unit": function.unit_id.hex,
        "titles": _both(function.title_nl, function.title_en),
        "holder_name": function.holder_name or (holder.name if holder else None),
        "officer": _hex(holder.pk) if holder else None,
        "reports_to": _hex(function.reports_to_id),
    }


def _officer(officer: Officer) -> dict[str, Json]:
    key = next(iter(officer.good_keys), None)  # type: ignore[attr-defined]
    return {
        "id": officer.pk.hex,
        "name": officer.name,
        "body": officer.body_id.hex,
        "roles": sorted({given.role for given in officer.good_appointments}),  # type: ignore[attr-defined]
        "key": key and {"id": key.pk.hex, "recipient": key.recipient, "verify": key.verify},
    }


def _former(key: OfficerKey) -> dict[str, Json]:
    # What was signed with a key while it counted stays readable after it was withdrawn.
    assert key.withdrawn_on is not None  # noqa: S101
    return {
        "id": key.pk.hex,
        "officer": key.officer_id.hex,
        "verify": key.verify,
        "withdrawn_on": key.withdrawn_on.isoformat(),
    }


def _channel(channel: Channel, present: Mapping[UUID, Officer]) -> dict[str, Json]:
    # Whoever is no longer appointed is no reader, also before somebody tidies the list.
    readers = [
        reader.pk.hex
        for reader in channel.readers.all()
        if reader.pk in present and _may_read(present[reader.pk], channel.body_id)
    ]
    return {
        "id": channel.pk.hex,
        "body": channel.body_id.hex,
        "slug": channel.slug,
        "titles": _both(channel.title_nl, channel.title_en),
        "readers": sorted(readers),
    }


def _may_read(officer: Officer, body: UUID) -> bool:
    return _has(officer, Power.READ_REPORTS, body)


def _has(officer: Officer, power: Power, body: UUID | None = None) -> bool:
    return any(
        body in (None, given.body_id) and power in POWERS[Role(given.role)]
        for given in officer.good_appointments  # type: ignore[attr-defined]
    )


def _custodies(
    organisation: Organisation, present: Mapping[UUID, Officer]
) -> Iterator[dict[str, Json]]:
    """Write the custody in force of each body that has one, with deputies for who is gone."""
    newest: dict[UUID, Custody] = {}
    ready = Custody.objects.filter(body__organisation=organisation, ready_on__isnull=False)
    for custody in ready.prefetch_related("places").order_by("number"):
        newest[custody.body_id] = custody
    for body, custody in newest.items():
        authority = present.get(custody.authority_id)
        places = sorted(custody.places.all(), key=lambda place: place.number)
        able = [
            place.officer_id
            for place in places
            if (officer := present.get(place.officer_id))
            and _has_key(officer)
            and _has(officer, Power.HOLD_SHARE, body)
        ]
        chosen, deputies = able[:CUSTODIANS], able[CUSTODIANS:]
        outside = sum(present[one].body_id != body for one in chosen)
        # With fewer, a box could be lost, or opened by one service among itself: better none.
        if (
            authority is not None
            and _has_key(authority)
            and _has(authority, Power.OPEN_BY_OVERRIDE)
            and len(chosen) == CUSTODIANS
            and outside >= FEWEST_FROM_OUTSIDE
        ):
            yield {
                "id": body.hex,
                "custodians": [one.hex for one in chosen],
                "deputies": [one.hex for one in deputies],
                "authority": authority.pk.hex,
            }


def _has_key(officer: Officer) -> bool:
    return bool(officer.good_keys)  # type: ignore[attr-defined]


def _both(nl: str, en: str) -> dict[str, Json]:
    return {"nl": nl, "en": en}


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _sorted(items: Iterable[dict[str, Json]]) -> list[Json]:
    return [*sorted(items, key=_id)]


def _id(item: dict[str, Json]) -> str:
    return str(item["id"])
