"""Who can be given a case: questions about officers, asked before anything is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.cases.models import Case, Recusal
from hoeder.cases.rules import ADMITS, NEVER_IN_A_CASE
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations.models import (
    Body,
    Channel,
    ChannelReader,
    DirectoryVersion,
    Officer,
    OfficerKey,
)
from hoeder.organisations.rules import Power
from hoeder.rooms.rules import REPORTER, RoomKind
from hoeder.storing import ask

_OFFICER = "officer:"


def officer_id(holder: str) -> UUID:
    """Read the id in a holder label, `officer:` and 32 hex digits."""
    digits = holder.removeprefix(_OFFICER)
    try:
        found = UUID(hex=digits)
    except ValueError:
        found = None
    if found is None or f"{_OFFICER}{found.hex}" != holder:
        raise NotValid(_("A holder is `officer:` and the officer's id."), kind="holders")
    return found


@dataclass(frozen=True, slots=True)
class WayIn:
    """What must be known of a channel to take in a report."""

    channel: UUID
    body: UUID
    law: str
    time_zone: str
    directory: int | None


# Both questions are asked for every report while the database is locked for others, so they are
# written out: Django takes ten times as long to put them together as the database to answer.
_WAY_IN = f"""
SELECT body.id, body.law, body.time_zone,
       (SELECT MAX(version) FROM {DirectoryVersion._meta.db_table} AS directory
         WHERE directory.organisation_id = body.organisation_id)
  FROM {Channel._meta.db_table} AS channel
  JOIN {Body._meta.db_table} AS body ON body.id = channel.body_id
 WHERE channel.id = %s AND body.organisation_id = %s
"""  # noqa: S608
_READS = f"""
SELECT reader.officer_id, channel.id, channel.body_id
  FROM {ChannelReader._meta.db_table} AS reader
  JOIN {Channel._meta.db_table} AS channel ON channel.id = reader.channel_id
  JOIN {Officer._meta.db_table} AS officer ON officer.id = reader.officer_id
  JOIN {OfficerKey._meta.db_table} AS key ON key.officer_id = officer.id
 WHERE officer.is_active AND key.confirmed_on IS NOT NULL AND key.withdrawn_on IS NULL
   AND officer.id IN
"""  # noqa: S608


def way_in(organisation: UUID, channel: UUID) -> WayIn:
    """Find a channel of an organisation, or refuse."""
    found = ask(_WAY_IN, [channel, organisation])
    if not found:
        raise NotNow(_("There is no such way to report here."), kind="no-channel")
    ((body, law, time_zone, directory),) = found
    return WayIn(channel, _id(body), law, time_zone, directory)


def _id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=str(value))


def refuse_other_readers(way: WayIn, holders: Iterable[str]) -> None:
    """Refuse a report for anybody but active readers, with a key, of this channel or above it."""
    wanted = {officer_id(holder): holder for holder in holders if holder != REPORTER}
    if not wanted:
        raise NotValid(_("A report is sealed to at least one officer."), kind="holders")
    marks = ", ".join(["%s"] * len(wanted))
    reads = ask(f"{_READS} ({marks})", list(wanted))
    found = [(_id(officer), _id(read), _id(body)) for officer, read, body in reads]
    able = {officer for officer, read, _body in found if read == way.channel}
    if able != wanted.keys():
        above = set(Body.objects.get(pk=way.body).bodies_above())
        able |= {officer for officer, _channel, body in found if body in above}
    unable = sorted(wanted[officer] for officer in wanted.keys() - able)
    if unable:
        raise NotNow(
            _(
                "Somebody whom this report is for can no longer receive it. Load the list of "
                "officers again, choose, and send once more. Nothing you wrote is lost."
            ),
            kind="directory-changed",
            extras={"holders": unable},
        )


def refuse_unfit(case: Case, officer: Officer, kind: RoomKind) -> None:
    """Refuse an officer who may not be in a room of that kind of this case."""
    if Recusal.objects.filter(case=case, officer=officer).exists():
        raise NotAllowed(_("This officer has stepped back from this case."))
    # Of the case's own body or of a body above it: no other service learns of the case.
    bodies = {case.body_id, *case.body.bodies_above()}
    if not any(officer.bodies_where(power) & bodies for power in ADMITS[kind]):
        raise NotAllowed(_("This officer does not have a role that allows this."))
    if not NEVER_IN_A_CASE.isdisjoint(officer.roles()):
        raise NotAllowed(_("Whoever advises in confidence or administers never handles a case."))
    if officer.confirmed_key() is None:
        raise NotNow(
            _("This officer has no confirmed key yet, so nothing can be sealed to them."),
            kind="no-key",
        )


def needs_end_date(officer: Officer, case: Case) -> bool:
    """Tell whether this officer is in the case only to investigate, and so until a date."""
    bodies = {case.body_id, *case.body.bodies_above()}
    return not officer.bodies_where(Power.HANDLE_CASE) & bodies
