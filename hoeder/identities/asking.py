"""What the actions of this domain ask before they change something. Each question may refuse."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities.models import Box, Opening, Share, ShutOut
from hoeder.identities.rules import State
from hoeder.identities.statements import Person
from hoeder.organisations.models import Appointment, Body, Custody, Officer, OfficerKey
from hoeder.organisations.rules import POWERS, Power
from hoeder.rooms import envelope
from hoeder.rooms.models import Member
from hoeder.rooms.rules import REPORTER, Holder


def lock(box: Box) -> Box:
    """Lock a box, always before its openings and shares: two actions never wait for each other."""
    locked = (
        Box.objects.select_for_update(of=("self",))
        .select_related("body", "authority")
        .get(pk=box.pk)
    )
    if locked.erased_on is not None:
        raise NotNow(_("This was erased. Nothing can be added to it."), kind="erased")
    return locked


def lock_opening(opening: Opening) -> Opening:
    """Lock an opening with its box, and read it as it is now."""
    box = lock(Box(pk=opening.box_id))
    found = Opening.objects.select_for_update(of=("self",)).select_related(
        "to__body", "requested_by"
    )
    locked: Opening = found.get(pk=opening.pk)
    locked.box = box
    return locked


def box_of(case: UUID) -> Box:
    """Find the box of a case, or refuse: a body without custody takes reports without one."""
    box = Box.objects.filter(case=case, erased_on=None).first()
    if box is None:
        raise NotNow(
            _("This report came in before there were custodians, so it has no identity box."),
            kind="no-box",
        )
    return box


def refuse_frozen(box: Box) -> None:
    """Refuse to let anybody come to know a name while an alarm is being looked into."""
    if box.frozen_on is not None:
        raise NotNow(
            _(
                "The reporter raised the alarm. Nobody can be let in until the commission has "
                "looked into it. Ask the commission."
            ),
            kind="frozen",
        )


def is_shut_out(case: UUID, officer: Officer) -> bool:
    """Tell whether an officer is kept from everything about this box."""
    return ShutOut.objects.filter(case=case, officer=officer).exists()


def holds_case(case: UUID, officer: Officer) -> bool:
    """Tell whether an officer is in a room of the case today."""
    held = Member.objects.live().in_cases().filter(room__case=case, holder=officer.label)
    return held.exists()


def must_be_reporter(box: Box, by: Holder) -> None:
    """Refuse everybody but the reporter whose box it is: every reporter has the same label."""
    if by.label != REPORTER or getattr(by, "case", None) != box.case:
        raise NotAllowed(_("Only the reporter herself can do this."))


def must_have(power: Power, box: Box, officer: Officer) -> None:
    """Refuse an officer without this power at the body of the case or above it."""
    bodies = {box.body_id, *box.body.bodies_above()}
    if is_shut_out(box.case, officer) or not officer.bodies_where(power) & bodies:
        raise NotAllowed(_("This officer does not have a role that allows this."))


def must_hold_case(box: Box, by: Officer) -> None:
    """Refuse an officer who is in no room of the case."""
    if not holds_case(box.case, by):
        raise NotAllowed(_("You do not hold this case."))


def must_see_circle(case: UUID, body: Body, officer: Officer) -> None:
    """Refuse all but the reporter's protection officer and the commission above."""
    bodies = {body.pk, *body.bodies_above()}
    may = officer.bodies_where(Power.PROTECT) | officer.bodies_where(Power.OVERSEE)
    if is_shut_out(case, officer) or not may & bodies:
        raise NotAllowed(_("Only the protection officer and the commission see who knows."))


def key_of(officer: Officer) -> OfficerKey:
    """Find the key that the directory says of an officer, or refuse."""
    key = officer.confirmed_key() if officer.is_active else None
    if key is None:
        raise NotNow(
            _("This officer has no confirmed key yet, so nothing can be sealed to them."),
            kind="no-key",
        )
    return key


def person(officer: Officer) -> Person:
    """Give an officer with their keys, as a consent names them."""
    key = key_of(officer)
    return Person(officer.pk, key.recipient, key.verify)


def working(box: Box) -> list[Share]:
    """List the shares that still work: their holder keeps shares here, with the key of that day.

    A share that was sealed before its holder's present key was made can no longer be opened.
    """
    out = set(ShutOut.objects.filter(case=box.case).values_list("officer", flat=True))
    made = _keepers_of_today(box.body)
    return [
        share
        for share in box.shares_in_use()
        if share.custodian_id not in out
        and share.custodian_id in made
        and made[share.custodian_id] <= share.sealed_on
    ]


def _keepers_of_today(body: Body) -> Mapping[UUID, date]:
    """Find who may keep shares of a body today, each with the day their key was made.

    Keeping shares does not reach down: an appointment at the body itself is needed.
    """
    roles = [role for role, powers in POWERS.items() if Power.HOLD_SHARE in powers]
    appointed = Appointment.objects.filter(Appointment.holds_today(), role__in=roles, body=body)
    keys = OfficerKey.objects.filter(
        withdrawn_on=None,
        confirmed_on__isnull=False,
        officer__in=appointed.values("officer"),
        officer__is_active=True,
    )
    return dict(keys.values_list("officer", "created_on"))


def share_of(box: Box, by: Officer) -> Share:
    """Find the working share of a custodian, or refuse."""
    for share in working(box):
        if share.custodian_id == by.pk:
            return share
    raise NotAllowed(_("You hold no share of this identity box."))


def overseers(box: Box) -> set[str]:
    """Find those who oversee the bodies above and can be written to."""
    roles = [role for role, powers in POWERS.items() if Power.OVERSEE in powers]
    appointed = Appointment.objects.filter(
        Appointment.holds_today(),
        role__in=roles,
        body__in=box.body.bodies_above(),
        officer__is_active=True,
        officer__keys__withdrawn_on=None,
        officer__keys__confirmed_on__isnull=False,
    ).select_related("officer")
    return {one.officer.label for one in appointed if not is_shut_out(box.case, one.officer)}


def told_of_override(box: Box) -> set[str]:
    """Collect those to whom the reasons of an override are written."""
    custodians = {share.custodian.label for share in working(box)}
    return {REPORTER, box.authority.label} | custodians | overseers(box)


def must_be_at(opening: Opening, *states: State, today: date) -> None:
    """Refuse unless the opening is at one of these states and its last day is not past."""
    if opening.state == State.WITHDRAWN:
        raise NotNow(_("The reporter has withdrawn her consent."), kind="withdrawn")
    if opening.state == State.EXPIRED or opening.not_after < today:
        raise NotNow(_("The last day of this opening is past."), kind="expired")
    if opening.state not in states:
        raise NotNow(
            _("This cannot follow: the opening is at “%(state)s”.")
            % {"state": State(opening.state).label},
            kind="opening-moved-on",
            extras={"state": opening.state},
        )


def check_letters(
    letters: Mapping[str, bytes], *, needed: Iterable[str] = (), known: Iterable[str] = ()
) -> None:
    """Refuse letters that are not sealed to those who must, and may, hear of an opening."""
    for sealed in letters.values():
        envelope.check_grant(sealed)
    if lacking := set(needed) - letters.keys():
        raise NotValid(
            _("Somebody who must be told gets no letter. Write to all of them."),
            kind="letters",
            extras={"holders": sorted(lacking)},
        )
    if strange := letters.keys() - set(known) - set(needed):
        raise NotValid(
            _("A letter is for somebody who has no part in this opening."),
            kind="letters",
            extras={"holders": sorted(strange)},
        )


def keepers_of(box: Box) -> set[str]:
    """Collect the labels of everybody who keeps shares for the body, of this box or not.

    Whoever asks writes to all of them: who of them the reporter left out is not theirs to know.
    """
    custody = Custody.in_force(box.body_id)
    return {place.officer.label for place in custody.in_order()} if custody else set()


def refuse_wrong_proof(proof: bytes, proof_hash: str) -> None:
    """Refuse what does not prove that a part was opened."""
    if not compare_digest(sha256(proof).hexdigest(), proof_hash):
        raise NotValid(
            _("This is not what lies in the share. Tell whoever runs the drill."), kind="proof"
        )


def refuse_used_id(opening: UUID) -> None:
    """Refuse an id that another opening has: ids are random, so nobody meets one by chance."""
    if Opening.objects.filter(pk=opening).exists():
        raise NotNow(_("Another opening has this id already."), kind="id-taken")
