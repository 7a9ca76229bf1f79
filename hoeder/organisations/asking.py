"""What the actions of this domain ask before they change something. Each question may refuse."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Operator, Power


def must_be_operator(by: Officer | Operator) -> None:
    """Refuse everybody who only signs in."""
    if not isinstance(by, Operator):
        raise NotAllowed(_("This can only be done on the server itself."))


def must_administer(by: Officer | Operator, at: Body) -> None:
    """Refuse whoever may not set up this body and its people."""
    if not isinstance(by, Operator) and not by.has(Power.INVITE_OFFICERS, at):
        raise NotAllowed(_("Only an administrator of this body can do this."))


def must_not_be_self(by: Officer | Operator, officer: Officer) -> None:
    """Refuse an administrator who works on their own account."""
    if by == officer:
        raise NotAllowed(_("Nobody does this for themselves. Please ask somebody else."))


def must_be_active(officer: Officer) -> None:
    """Refuse an officer who can no longer sign in."""
    if not officer.is_active:
        raise NotNow(_("This officer is no longer active."))


def must_be_well_formed(row: Model) -> None:
    """Refuse a row that its fields, constraints or lines of reporting do not allow."""
    try:
        row.full_clean()
    except ValidationError as fault:
        raise NotValid(" ".join(fault.messages)) from None
