"""Who can keep a commitment of a case: questions that are asked before anything is stored."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.cases import readers
from hoeder.cases.models import Case, Exclusion
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations.models import Appointment, Body, Officer
from hoeder.organisations.rules import Power, Role
from hoeder.protection.models import Commitment, Duty
from hoeder.protection.promising import FURTHEST_DAYS, Promise
from hoeder.rooms.models import Room, today
from hoeder.rooms.rules import RoomKind, officers_among


def refuse_unfit_owner(case: Case, owner: Officer) -> None:
    """Refuse whoever may not be asked to keep a commitment of this case.

    A director who is named in the case may well be the one who promised. That stands in the sealed
    words; whoever keeps it is then somebody of the level above (law.md RET-02).
    """
    if Exclusion.objects.filter(case=case, officer=owner).exists():
        raise NotNow(
            _(
                "This person is named in the case, or in the line of somebody who is. Write down "
                "what they promised, and ask somebody of the level above to keep it."
            ),
            kind="owner-in-line",
        )
    bodies = {case.body_id, *case.body.bodies_above()}
    if not owner.bodies_where(Power.OWN_COMMITMENTS) & bodies:
        raise NotAllowed(_("This person has no role in which they can keep a commitment."))
    if owner.confirmed_key() is None:
        raise NotNow(
            _("This officer has no confirmed key yet, so nothing can be sealed to them."),
            kind="no-key",
        )
    handling = Room.objects.visible_to(owner).filter(
        case=case.pk, kind__in=[RoomKind.DIALOGUE, RoomKind.INVESTIGATION]
    )
    if handling.exists():
        raise NotNow(
            _("Whoever handles the report cannot be the one who keeps this. Ask somebody else."),
            kind="owner-handles",
        )


def can_still_own(case: Case, owner: Officer | None) -> bool:
    """Tell whether an owner is there, has the role, and is not cut off from the case."""
    if owner is None or not owner.is_active:
        return False
    if Exclusion.objects.filter(case=case, officer=owner).exists():
        return False
    bodies = {case.body_id, *case.body.bodies_above()}
    return bool(owner.bodies_where(Power.OWN_COMMITMENTS) & bodies)


def next_owner(case: Case, after: Officer | None) -> Officer | None:
    """Find who takes over: a director of the body, or else the level above.

    Where the one before was cut off, nobody of the same body takes over. None when nobody is left.
    """
    cut_off = {*case.exclusions.values_list("officer", flat=True)}
    left = after is None or after.pk not in cut_off
    bodies = [*([case.body_id] if left else []), *case.body.bodies_above()]
    for body in bodies:
        for role in (Role.DIRECTOR, Role.COMMISSION_MEMBER):
            found = Officer.objects.active().filter(
                appointments__in=_held(role, body), body__organisation=case.body.organisation_id
            )
            for one in found.exclude(pk__in=cut_off).order_by("pk"):
                if one != after and one.confirmed_key() is not None:
                    return one
    return None


def _held(role: Role, body: UUID) -> list[UUID]:
    held = Appointment.objects.filter(Appointment.holds_today(), role=role, body=body)
    return list(held.values_list("pk", flat=True))


def refuse_other_holders(case: Case, owner: Officer, grants: Mapping[str, bytes]) -> None:
    """Refuse members of its room beside the reporter, the owner, and those who look after her."""
    if owner.label not in grants:
        raise NotValid(_("Whoever keeps a commitment can read it."), kind="holders")
    for holder in officers_among(grants):
        if holder == owner.label:
            continue
        officer = (
            Officer.objects.filter(pk=readers.officer_id(holder)).select_related("body").first()
        )
        if officer is None:
            raise NotAllowed(_("This officer does not have a role that allows this."))
        readers.refuse_unfit(case, officer, RoomKind.COMMITMENT)


def refuse_unfit_days(body: Body, *, due_on: date, promised_on: date | None) -> None:
    """Refuse a day that is past or too far away, and a promise that was made in the future."""
    now = body.today()
    if due_on < now:
        raise NotValid(
            _("This day is past. Choose the day by which it must be done now."), kind="due-past"
        )
    if due_on > now + timedelta(days=FURTHEST_DAYS):
        raise NotValid(
            _("This day is too far away. Choose one within two years from today."),
            kind="due-too-far",
        )
    if promised_on is not None and promised_on > now:
        raise NotValid(_("Something cannot have been promised after today."), kind="promised-on")


def days_of_signing() -> tuple[date, date]:
    """Give the days that a statement signed a moment ago can bear, over midnight too."""
    return today(), today() - timedelta(days=1)


def without_owner() -> list[Commitment]:
    """Find the commitments whose owner is gone, has lost the role, or was cut off from the case."""
    open_ = Commitment.objects.unsettled().exclude(state=Promise.CLAIMED)
    found = open_.select_related("case__body", "owner__body").order_by("pk")
    return [one for one in found if not can_still_own(one.case, one.owner)]


def duties_without_owner() -> list[Duty]:
    """Find the open tasks of the employer whose owner is gone, or was cut off from the case."""
    found = Duty.objects.filter(done_on=None).select_related("case__body", "owner__body")
    return [one for one in found.order_by("pk") if not can_still_own(one.case, one.owner)]
