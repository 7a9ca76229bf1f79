"""Who can be given a case: questions about officers, asked before anything is stored."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hoeder.cases.models import Case, Exclusion, Recusal
from hoeder.cases.rules import ADMITS, NEVER_IN_A_CASE
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import sealing
from hoeder.organisations import published
from hoeder.organisations.models import (
    Appointment,
    Body,
    Channel,
    ChannelReader,
    DirectoryVersion,
    Function,
    Officer,
    OfficerKey,
)
from hoeder.organisations.rules import POWERS, Power
from hoeder.reports.models import advised
from hoeder.reports.receiving import Submission
from hoeder.rooms.models import Member, Room
from hoeder.rooms.rules import REPORTER, RoomKind, officers_among
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
    #: The signature of that directory, which names it among all.
    signature: str | None


# Both questions are asked for every report while the database is locked for others, so they are
# written out: Django takes ten times as long to put them together as the database to answer.
_WAY_IN = f"""
SELECT body.id, body.law, body.time_zone, directory.version, directory.signature
  FROM {Channel._meta.db_table} AS channel
  JOIN {Body._meta.db_table} AS body ON body.id = channel.body_id
  LEFT JOIN {DirectoryVersion._meta.db_table} AS directory
    ON directory.organisation_id = body.organisation_id
   AND directory.version = (SELECT MAX(version) FROM {DirectoryVersion._meta.db_table} AS every
                             WHERE every.organisation_id = body.organisation_id)
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
    ((body, *rest),) = found
    return WayIn(channel, _id(body), *rest)


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


def refuse_other_custody(way: WayIn, submission: Submission) -> None:
    """Refuse a box for others than keep the shares of this body."""
    custody = None
    if way.directory is not None and way.signature is not None:
        custody = published.custody(submission.organisation, way.directory, way.signature, way.body)
    sealing.refuse_other_custody(submission.box, custody)


def refuse_unfit(case: Case, officer: Officer, kind: RoomKind) -> None:
    """Refuse an officer who may not be in a room of that kind of this case."""
    if Recusal.objects.filter(case=case, officer=officer).exists():
        raise NotAllowed(_("This officer has stepped back from this case."))
    if Exclusion.objects.filter(case=case, officer=officer).exists():
        raise NotAllowed(_("This officer is named in this case, or in the line of somebody named."))
    if advised(officer).filter(case=case.pk).exists():
        # In the words for anybody who does not fit: that she asked advice is hers alone.
        raise NotAllowed(_("This officer does not have a role that allows this."))
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


def refuse_not_above(case: Case, holders: Iterable[str]) -> None:
    """Refuse holders who are no fit readers of a channel of a body above that of the case."""
    above = case.body.bodies_above()
    for holder in holders:
        officer = (
            Officer.objects.active()
            .filter(pk=officer_id(holder), pk__in=_readers_of(above))
            .select_related("body")
            .first()
        )
        if officer is None:
            raise NotAllowed(_("Only readers of the level above can be let in here."))
        refuse_unfit(case, officer, RoomKind.DIALOGUE)


def _readers_of(bodies: Collection[UUID]) -> QuerySet[ChannelReader, UUID]:
    return ChannelReader.objects.filter(channel__body__in=bodies).values_list("officer", flat=True)


def in_line(case: Case, officers: Collection[UUID], functions: Collection[UUID]) -> set[UUID]:
    """Collect the officers who are named, hold a named function, or are above or below one.

    Both are of the organisation that the case is in; anything else is refused.
    """
    organisation = case.body.organisation_id
    named = Officer.objects.filter(pk__in=officers, body__organisation=organisation)
    places = Function.objects.filter(unit__body__organisation=organisation)
    chosen = places.filter(pk__in=functions)
    if named.count() != len(set(officers)) or chosen.count() != len(set(functions)):
        raise NotValid(_("Somebody named here is not in the directory."), kind="named")
    line: set[UUID] = set()
    for place in places.filter(Q(pk__in=functions) | Q(holder__in=officers)):
        line |= {place.pk, *place.line()}
    held = places.filter(pk__in=line, holder__isnull=False).values_list("holder", flat=True)
    return {*officers, *(officer for officer in held if officer is not None)}


def needs_end_date(officer: Officer, case: Case) -> bool:
    """Tell whether this officer is in the case only to investigate, and so until a date."""
    bodies = {case.body_id, *case.body.bodies_above()}
    return not officer.bodies_where(Power.HANDLE_CASE) & bodies


def officers_of(*cases: UUID) -> list[str]:
    """List the officers who are in a room of these cases today."""
    held = Member.objects.live().in_cases().filter(room__case__in=cases)
    return officers_among(set(held.values_list("holder", flat=True)))


def overseers_above(case: Case) -> list[str]:
    """Find the officers who oversee the bodies above the one that is in default."""
    roles = [role for role, powers in POWERS.items() if Power.OVERSEE in powers]
    held = Appointment.objects.filter(
        Appointment.holds_today(),
        role__in=roles,
        body__in=case.body.bodies_above(),
        officer__is_active=True,
    )
    found = set(held.values_list("officer", flat=True))
    return sorted(f"officer:{officer.hex}" for officer in found)


def officers_in(room: Room) -> list[str]:
    """List the officers who are in a room today."""
    held = Member.objects.live().filter(room=room)
    return officers_among(held.values_list("holder", flat=True))
