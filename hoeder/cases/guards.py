"""Checks that begin most actions on a case: lock it, and refuse who or what does not fit."""

from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.cases import readers
from hoeder.cases.models import Case, Declaration
from hoeder.cases.rules import Status, may_move
from hoeder.errors import NotAllowed, NotNow
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.rooms.rules import RoomKind


def lock(case: Case) -> Case:
    """Lock a case, always before its rooms and clocks: two actions never wait for each other."""
    return Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)


def may_read(case: UUID, who: Officer | Receipt) -> None:
    """Refuse an officer who has not declared to be impartial in this case; reporters need not.

    What is no case, a talk or the alarm of somebody who reported elsewhere, has nothing to declare.
    """
    if isinstance(who, Receipt) or Declaration.objects.filter(case=case, officer=who).exists():
        return
    if Case.objects.filter(pk=case).exists():
        raise NotNow(
            _("Declare first whether you have a conflict of interest in this case."),
            kind="declaration-needed",
        )


def holds_dialogue(case: Case, by: Officer) -> None:
    """Refuse all but the impartial officers who are in the dialogue with the reporter."""
    if not case.dialogue().has_member(by):
        raise NotAllowed(_("You do not hold this case."))
    may_read(case.pk, by)


def may_handle(case: Case, by: Officer) -> None:
    """Refuse all but the handler; while there is none, any officer of the dialogue may be it."""
    if case.handler_id is not None:
        is_handler(case, by)
        return
    holds_dialogue(case, by)
    readers.refuse_unfit(case, by, RoomKind.DIALOGUE)


def is_handler(case: Case, by: Officer) -> None:
    """Refuse all but the handler."""
    if by.pk != case.handler_id:
        raise NotAllowed(_("Only the handler of this case can do this."))
    may_read(case.pk, by)


def refuse_frozen(case: Case) -> None:
    """Refuse to let anybody in while an alarm is being looked into."""
    if case.frozen_on is not None:
        raise NotNow(
            _(
                "The reporter raised the alarm. Nobody can be let in until the commission has "
                "looked into it. Ask the commission."
            ),
            kind="frozen",
        )


def is_closed(case: Case, *, closed: bool) -> None:
    """Refuse what is only for closed cases, or not for them."""
    if (case.status == Status.CLOSED) == closed:
        return
    text = _("This case is not closed.") if closed else _("Open this case again first.")
    raise NotNow(text, kind="case-moved-on", extras={"status": case.status})


def move(case: Case, after: Status) -> None:
    """Set the status, where the table of moves allows it; the caller saves the case."""
    if not may_move(Status(case.status), after):
        raise NotNow(
            _("This cannot follow: the case is at “%(status)s”.")
            % {"status": Status(case.status).label},
            kind="case-moved-on",
            extras={"status": case.status},
        )
    if case.status == Status.ACKNOWLEDGED and case.protection_settled_on is None:
        raise NotNow(
            _(
                "First a protection plan that the reporter approved, or her word that she wants "
                "none. The panel “Protection plan” says who must do what, and what you can do "
                "when nobody does."
            ),
            kind="plan-needed",
        )
    case.status = after
