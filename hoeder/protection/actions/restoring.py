"""Return and restoration are followed until the reporter confirms them (law.md RET-11).

Directive (EU) 2019/1937, art. 21(8): remedies and full compensation. Closing a case ends nothing of
it: promises keep their owner, their day and their clocks.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import actions as cases
from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.cases.rules import Outcome
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import keeping
from hoeder.protection.models import Commitment
from hoeder.protection.promising import UNSETTLED, Promise
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind


@transaction.atomic
def tell_outcome(
    *, case: Case, outcome: Outcome, item: NewItem, goes_on: bool = False, by: Officer
) -> Case:
    """Tell the reporter how her case ends; `goes_on` that what restores her is still followed.

    Without it nothing ends while a return or a restoration is open: the reasons in `item` say how
    it goes on, and the record that they do.
    """
    still = _refuse_unsaid(case, goes_on)
    done = cases.tell_outcome(case=case, outcome=outcome, item=item, by=by)
    if still:
        ledger.append(kind="restoration.goes-on", case=case.pk, by=by, detail={"open": still})
    return done


@transaction.atomic
def propose_closing_over(*, case: Case, item: NewItem, goes_on: bool = False, by: Officer) -> Case:
    """Propose to close without her yes; what restores her is said to go on, as above."""
    still = _refuse_unsaid(case, goes_on)
    done = cases.propose_closing_over(case=case, item=item, by=by)
    if still:
        ledger.append(kind="restoration.goes-on", case=case.pk, by=by, detail={"open": still})
    return done


@transaction.atomic
def end_restoration(*, commitment: Commitment, item: NewItem, by: Officer) -> Commitment:
    """End the following of a promise that restores her: the commission alone, with its reasons.

    They are sealed to her in the room that she opened with the commission.
    """
    commitment = keeping.lock(commitment)
    case = commitment.case
    room = Room.objects.visible_to(by).filter(case=case.pk, kind=RoomKind.COMMISSION).first()
    if room is None or not by.has(Power.OVERSEE, at=case.body):
        raise NotAllowed(
            _("Only the commission above can do this, by somebody whom the reporter let in.")
        )
    guards.may_read(case.pk, by)
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return commitment
    keeping.refuse_other_state(commitment, UNSETTLED)
    commitment.state, commitment.settled_on = Promise.ENDED, case.body.today()
    commitment.save(update_fields=["state", "settled_on"])
    for kind in (ClockKind.ANSWER, ClockKind.PROMISE):
        clocks.end(case=case.pk, kind=kind, by=by, about=commitment.pk)
    keeping.tell_owner(commitment, "commitment.ended", by)
    ledger.append(kind="commitment.ended", case=case.pk, by=by, detail=keeping.detail(commitment))
    return commitment


def _refuse_unsaid(case: Case, goes_on: bool) -> int:
    """Tell how many are open; refuse to end the case in silence about them."""
    guards.lock(case)
    still = Commitment.objects.filter(case=case).restoring().count()
    if still and not goes_on:
        raise NotNow(
            _(
                "A return or a restoration that was promised is still open. Say in your reasons "
                "how it goes on, and tick that you did."
            ),
            kind="restoration-open",
            extras={"open": still},
        )
    return still
