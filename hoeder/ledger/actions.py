"""Everything that writes in the ledger."""

import secrets
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from .events import event_text, is_reporter
from .models import NO_CASE, Chain, Journal


class Actor(Protocol):
    """Whoever does something: `reporter`, `officer:<id in hex>`, `system`. Never a name."""

    @property
    def label(self) -> str: ...


# No savepoint: an entry that fails takes its change with it, even when the caller catches it.
@transaction.atomic(savepoint=False)
def append(
    *,
    kind: str,
    by: Actor,
    case: UUID | None = None,
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Write in the journal what the caller has just done, in the caller's own transaction.

    `detail` holds ids, labels, days and numbers; never content. The case must have been adopted.
    """
    _refuse_outside_a_transaction()
    chain = case or NO_CASE
    n = _next_number(chain)
    now = timezone.now()
    Journal.objects.create(
        chain=chain,
        n=n,
        kind=kind,
        actor=by.label,
        day=now.date(),
        at=None if is_reporter(by.label) else now.replace(microsecond=0),
        event=event_text(kind=kind, actor=by.label, case=case, n=n, at=now, detail=detail or {}),
    )


@transaction.atomic(savepoint=False)
def adopt_case(*, case: UUID, key: bytes, by: Actor) -> None:
    """Begin the chain of a case, blinded by the ledger key that the reporter's receipt gives.

    `by` is the reporter: nobody else has that key. The first event is appended by the caller.
    """
    _refuse_outside_a_transaction()
    if len(key) != 32 or case == NO_CASE or not is_reporter(by.label):
        raise ValueError("A case is adopted by its reporter, with a ledger key of 32 bytes.")
    Chain.objects.create(case=case, key=key)


def _refuse_outside_a_transaction() -> None:
    # An entry that is kept when its change is not, or the reverse, is worse than none. Our own
    # `atomic` is the innermost; without an outer one Django has noted no savepoint level.
    if not connection.savepoint_ids:
        raise TransactionManagementError("An entry belongs to the transaction of its change.")


def _next_number(chain: UUID) -> int:
    """Count one event more and return its number.

    The row stays locked until the caller commits: events of one chain commit in their order.
    """
    number = _count_one_more(chain)
    if number is None and chain == NO_CASE:
        Chain.objects.get_or_create(case=NO_CASE, defaults={"key": secrets.token_bytes(32)})
        number = _count_one_more(chain)
    if number is None:
        raise LookupError(f"No open chain for case {chain.hex}: adopt the case first.")
    return number


def _count_one_more(chain: UUID) -> int | None:
    value = Chain._meta.pk.get_db_prep_value(chain, connection, prepared=False)
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE ledger_chain SET length = length + 1 WHERE "case" = %s AND "key" IS NOT NULL'
            " RETURNING length",
            [value],
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0]) - 1
