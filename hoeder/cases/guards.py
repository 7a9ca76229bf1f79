"""Checks that begin most actions on a case: lock it, and refuse who or what does not fit."""

from django.utils.translation import gettext as _

from hoeder.cases import readers
from hoeder.cases.models import Case
from hoeder.cases.rules import Status, may_move
from hoeder.errors import NotAllowed, NotNow
from hoeder.organisations.models import Officer
from hoeder.rooms.rules import RoomKind


def lock(case: Case) -> Case:
    """Lock a case, always before its rooms and clocks: two actions never wait for each other."""
    return Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)


def may_handle(case: Case, by: Officer) -> None:
    """Refuse all but the handler; while there is none, any officer of the dialogue may be it."""
    if case.handler_id is not None:
        is_handler(case, by)
        return
    if not case.dialogue().has_member(by):
        raise NotAllowed(_("You do not hold this case."))
    readers.refuse_unfit(case, by, RoomKind.DIALOGUE)


def is_handler(case: Case, by: Officer) -> None:
    """Refuse all but the handler."""
    if by.pk != case.handler_id:
        raise NotAllowed(_("Only the handler of this case can do this."))


def move(case: Case, after: Status) -> None:
    """Set the status, where the table of moves allows it; the caller saves the case."""
    if not may_move(Status(case.status), after):
        raise NotNow(
            _("This cannot follow: the case is at “%(status)s”.")
            % {"status": Status(case.status).label},
            kind="case-moved-on",
            extras={"status": case.status},
        )
    case.status = after
