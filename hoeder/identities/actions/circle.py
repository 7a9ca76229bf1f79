"""Who knows: promises of secrecy, and what is said of who knows by whom."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import asking, statements
from hoeder.identities.models import CircleRow, Opening, Pledge
from hoeder.identities.rules import How
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest
from hoeder.organisations import canonical
from hoeder.organisations.models import Function, Officer
from hoeder.rooms.models import today
from hoeder.rooms.rules import REPORTER, Holder

#: Whoever has no account and no function; more would be a name.
OTHER: Final = "other"
_KNOWER: Final = re.compile(r"(officer|function):([0-9a-f]{32})")
_HEX_32: Final = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def pledge(*, case: UUID, statement: str, signature: str, by: Officer) -> Pledge:
    """Keep an officer's signed promise of secrecy. The first one stays."""
    mine = Opening.objects.filter(box__case=case, to=by).exists()
    if not mine and not asking.holds_case(case, by):
        raise NotAllowed(_("You do not hold this case."))
    before = Pledge.objects.filter(case=case, officer=by).first()
    if before is not None:
        return before
    key = asking.key_of(by)
    said = _read(statement)
    text, day = str(said.get("text")), str(said.get("day"))
    expected = statements.pledge(
        organisation=by.body.organisation_id, case=case, officer=by.pk, text=text, day=day
    )
    days = {(today() + timedelta(days=off)).isoformat() for off in (-1, 0, 1)}
    signed = statements.is_signed(statements.PLEDGE, statement, signature=signature, key=key.verify)
    if statement != expected or not signed or day not in days or not _HEX_32.fullmatch(text):
        raise NotValid(_("This promise is not signed by you, for this case."), kind="pledge")
    kept = Pledge.objects.create(
        case=case, officer=by, statement=statement, signature=signature, day=today()
    )
    detail = {"text": text, "statement": digest(statement), "signature": signature}
    ledger.append(kind="pledge.signed", case=case, by=by, detail=detail)
    return kept


@transaction.atomic
def declare(*, case: UUID, how: How, since: date, by: Officer) -> CircleRow:
    """Say that one knows who the reporter is, and how that came; first comes a pledge."""
    if not asking.holds_case(case, by) or asking.is_shut_out(case, by):
        raise NotAllowed(_("You do not hold this case."))
    if not Pledge.objects.filter(case=case, officer=by).exists():
        raise NotNow(
            _("First promise secrecy about this case: sign the text that you are shown."),
            kind="pledge-needed",
        )
    row, is_new = _add(case, by.label, how, since, by)
    if is_new:
        ledger.append(kind="circle.declared", case=case, by=by, detail=_as_event(row))
    return row


@transaction.atomic
def tell(*, case: UUID, knower: str, how: How, since: date, by: Holder) -> CircleRow:
    """Say as the reporter who knows: “I told the director in May.”"""
    if by.label != REPORTER or getattr(by, "case", None) != case:
        raise NotAllowed(_("Only the reporter herself can do this."))
    _refuse_unknown(knower)
    row, is_new = _add(case, knower, how, since, by)
    if is_new:
        ledger.append(kind="circle.told", case=case, by=by, detail=_as_event(row))
    return row


def _add(case: UUID, knower: str, how: How, since: date, by: Holder) -> tuple[CircleRow, bool]:
    if how is How.OPENED:
        raise NotValid(_("That somebody opened the box stands here by itself."), kind="how")
    # A device east of Greenwich may be a day ahead.
    if since > today() + timedelta(days=1):
        raise NotValid(_("Nobody knows since a day that is still to come."), kind="since")
    same = {"case": case, "knower": knower, "how": how, "since": since, "declared_by": by.label}
    return CircleRow.objects.get_or_create(**same, defaults={"day": today()})


def _as_event(row: CircleRow) -> dict[str, str]:
    return {"knower": row.knower, "how": str(row.how), "since": row.since.isoformat()}


def _refuse_unknown(knower: str) -> None:
    if knower == OTHER:
        return
    found = _KNOWER.fullmatch(knower)
    if found is None or not _exists(found[1], UUID(hex=found[2])):
        raise NotValid(
            _("Whoever knows is an officer or a function of the directory, or somebody else."),
            kind="knower",
        )


def _exists(what: str, pk: UUID) -> bool:
    if what == "officer":
        return Officer.objects.filter(pk=pk).exists()
    return Function.objects.filter(pk=pk).exists()


def _read(statement: str) -> Mapping[str, object]:
    try:
        said = canonical.parse(statement)
    except canonical.NotCanonicalError:
        said = None
    return said if isinstance(said, Mapping) else {}
