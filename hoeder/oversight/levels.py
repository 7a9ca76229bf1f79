"""Whose commission looks at a default: the level above, and who of it is impartial."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from hoeder.cases.models import Exclusion, Recusal
from hoeder.organisations.models import Appointment, Body
from hoeder.organisations.rules import POWERS, Power
from hoeder.oversight.models.escalations import HANDLING
from hoeder.oversight.rules import Side
from hoeder.rooms.models import Member
from hoeder.rooms.rules import officers_among


@dataclass(frozen=True)
class Level:
    """A body whose commission is asked, and the labels of those of it who may look."""

    body: Body | None
    members: tuple[str, ...]


#: Nobody above may look: the reporter is sent to the authority outside.
NOBODY = Level(None, ())


def level_above(body: Body, side: Side | None, aside: Collection[str] = ()) -> Level:
    """Find the nearest level above the one in default with somebody impartial in it.

    Handlers are of the body, so the commission above it looks. Where the commission itself did
    nothing, its own members never judge that: the level above the commission does.
    """
    by_id = Body.objects.in_bulk(body.bodies_above())
    above = [(by_id[pk], _overseers(pk)) for pk in body.bodies_above()]
    with_commission = [(one, members) for one, members in above if members]
    if side == Side.COMMISSION:
        with_commission = with_commission[1:]
    for one, members in with_commission:
        if able := members - set(aside):
            return Level(one, tuple(sorted(able)))
    return NOBODY


def not_impartial(chain: UUID) -> set[str]:
    """Collect the labels of those who do not look: named, in the line, stepped back, handling."""
    officers = {
        *Exclusion.objects.filter(case=chain).values_list("officer", flat=True),
        *Recusal.objects.filter(case=chain).values_list("officer", flat=True),
    }
    held = Member.objects.filter(room__case=chain, room__kind__in=HANDLING)
    handling = officers_among(set(held.values_list("holder", flat=True)))
    return {f"officer:{one.hex}" for one in officers} | set(handling)


def still_able(level: UUID, chain: UUID) -> set[str]:
    """Collect who of a level may look at a case today."""
    return _overseers(level) - not_impartial(chain)


def _overseers(body: UUID) -> set[str]:
    roles = [role for role, powers in POWERS.items() if Power.OVERSEE in powers]
    held = Appointment.objects.filter(
        Appointment.holds_today(), role__in=roles, body=body, officer__is_active=True
    )
    return {f"officer:{one.hex}" for one in held.values_list("officer_id", flat=True)}
