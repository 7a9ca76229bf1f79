"""Who keeps the shares of identity boxes: chosen on the server, in force when all was tested."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations.asking import must_be_operator
from hoeder.organisations.models import Body, Custody, CustodyPlace, Officer, today
from hoeder.organisations.rules import (
    CUSTODIANS,
    FEWEST_FROM_OUTSIDE,
    MOST_DEPUTIES,
    Operator,
    Power,
    Role,
    clash,
)


@transaction.atomic
def set_custody(
    *,
    body: Body,
    custodians: Sequence[Officer],
    deputies: Sequence[Officer],
    authority: Officer,
    by: Officer | Operator,
) -> Custody:
    """Prepare who keeps the shares of a body. Those in force stay so until these are ready."""
    must_be_operator(by)
    body = Body.objects.select_for_update().get(pk=body.pk)
    _must_be_five(custodians, deputies, body)
    for officer in (*custodians, *deputies):
        _must_keep_shares(officer, body)
    _must_be_apart(authority, {*custodians, *deputies}, body)
    newest = Custody.newest(body.pk)
    if newest is None or newest.ready_on is not None:
        number = newest.number + 1 if newest else 1
        newest = Custody.objects.create(body=body, number=number, authority=authority)
    else:
        newest.authority = authority
        newest.save(update_fields=["authority"])
        newest.places.all().delete()
    CustodyPlace.objects.bulk_create(
        CustodyPlace(custody=newest, officer=officer, number=number)
        for number, officer in enumerate((*custodians, *deputies), 1)
    )
    detail: dict[str, str | int] = {"body": body.pk.hex, "number": newest.number}
    detail |= {f"custodian_{n}": officer.label for n, officer in enumerate(custodians, 1)}
    detail |= {f"deputy_{n}": officer.label for n, officer in enumerate(deputies, 1)}
    ledger.append(kind="custody.set", by=by, detail={**detail, "authority": authority.label})
    return newest


@transaction.atomic
def mark_ready(*, custody: Custody, by: Officer) -> None:
    """Put a custody in force: the last of its shares has just been tested.

    That every share was tested is decided in `hoeder.identities`, which keeps the drills. It stands
    in the next directory that the root key signs.
    """
    custody = Custody.objects.select_for_update().get(pk=custody.pk)
    custodians = custody.custodians()
    if by not in (*custodians, custody.authority):
        raise NotAllowed(_("Only those who keep the shares of this body can do this."))
    if custody.ready_on is not None:
        raise NotNow(_("This custody is in force already."), kind="custody-ready")
    _must_be_five(custodians, custody.deputies(), custody.body)
    if any(officer.confirmed_key() is None for officer in (*custodians, custody.authority)):
        raise NotNow(
            _("This officer has no confirmed key yet, so nothing can be sealed to them."),
            kind="no-key",
        )
    custody.ready_on = today()
    custody.save(update_fields=["ready_on"])
    ledger.append(
        kind="custody.ready",
        by=by,
        detail={"body": custody.body_id.hex, "number": custody.number},
    )


def _must_be_five(custodians: Sequence[Officer], deputies: Sequence[Officer], body: Body) -> None:
    if len(set(custodians)) != CUSTODIANS or len(custodians) != CUSTODIANS:
        raise NotValid(
            _("A body has exactly five custodians. Name five different people."),
            kind="custodians",
        )
    if len({*custodians, *deputies}) != len(custodians) + len(deputies):
        raise NotValid(_("Nobody has two places in one custody."), kind="custodians")
    if len(deputies) > MOST_DEPUTIES:
        raise NotValid(
            _("A body has at most %(most)d deputies.") % {"most": MOST_DEPUTIES},
            kind="custodians",
        )
    if sum(officer.body_id != body.pk for officer in custodians) < FEWEST_FROM_OUTSIDE:
        raise NotValid(
            _("At least one custodian is of another body. Choose somebody from outside."),
            kind="custodians",
        )


def _must_keep_shares(officer: Officer, body: Body) -> None:
    if not officer.has(Power.HOLD_SHARE, body):
        raise NotValid(
            _("One of these officers is no custodian of this body. Appoint them first."),
            kind="custodians",
        )
    if any(clash([role], Role.CUSTODIAN) for role in officer.roles()):
        raise NotValid(
            _("One of these officers has a role that does not go with keeping a share."),
            kind="custodians",
        )


def _must_be_apart(authority: Officer, others: set[Officer], body: Body) -> None:
    if authority in others or authority.body_id in {body.pk, *(one.body_id for one in others)}:
        raise NotValid(
            _("The external authority is none of the custodians, nor of a body of theirs."),
            kind="authority",
        )
    if not authority.has(Power.OPEN_BY_OVERRIDE):
        raise NotValid(
            _("This officer is no external authority. Appoint them first."), kind="authority"
        )
