"""Who can be given a case: questions about officers, asked before anything is stored."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from hoeder.cases.models import Case, Recusal
from hoeder.cases.rules import ADMITS, NEVER_IN_A_CASE
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations.models import Channel, ChannelReader, Officer, OfficerKey
from hoeder.organisations.rules import Power
from hoeder.rooms.rules import REPORTER, RoomKind

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


def refuse_other_readers(channel: Channel, holders: Iterable[str]) -> None:
    """Refuse a report for anybody but active readers, with a key, of this channel or above it."""
    wanted = {officer_id(holder): holder for holder in holders if holder != REPORTER}
    if not wanted:
        raise NotValid(_("A report is sealed to at least one officer."), kind="holders")
    confirmed = OfficerKey.objects.filter(
        officer=OuterRef("officer"), withdrawn_on=None, confirmed_on__isnull=False
    )
    reads = ChannelReader.objects.filter(
        Exists(confirmed), officer__in=wanted, officer__is_active=True
    ).values_list("officer", "channel", "channel__body")
    found = list(reads)
    able = {officer for officer, read, _body in found if read == channel.pk}
    if able != wanted.keys():
        above = set(channel.body.bodies_above())
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
