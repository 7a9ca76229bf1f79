"""Everything that writes in the ledger."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from hoeder.storing import ask, store

from . import checkpoint, cosigning, leaves, released, tree
from .events import event_text, is_reporter
from .models import (
    NO_CASE,
    SITE,
    Chain,
    Checkpoint,
    Cosignature,
    Journal,
    Log,
    Release,
    Stamp,
    Witness,
)
from .note import Statement, read_statement, read_verifier, split_note
from .policy import Policy
from .rules import Outcome
from .tiles import Tiles, extend_entries


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
    veiled: Mapping[str, str] | None = None,
) -> None:
    """Write in the journal what the caller has just done, in the caller's own transaction.

    `detail` holds ids, labels, days and numbers; never content. The case must have been adopted.
    Of what is `veiled` it holds a commitment on which nobody who opens the event can try values: by
    a key that only this server has. The reporter has the chain's own, and so has whoever printed
    her words.
    """
    _refuse_outside_a_transaction()
    chain = case or NO_CASE
    n, key = _next_number(chain)
    said = dict(detail or {})
    if veiled:
        key = key or _begin_without_a_case()
        said |= {name: leaves.veil(key, chain, n, name, veiled[name]) for name in veiled}
    now = timezone.now().replace(microsecond=0)
    event = event_text(kind=kind, actor=by.label, case=case, n=n, at=now, detail=said)
    row: dict[str, object] = {
        "chain": chain,
        "n": n,
        "kind": kind,
        "actor": by.label,
        "day": now.date(),
        "at": None if is_reporter(by.label) else now,
        "event": event,
        "leaf": None,
    }
    store(Journal, [row])


@transaction.atomic(savepoint=False)
def append_daily(*, kind: str, by: Actor, case: UUID | None) -> None:
    """Write that somebody did something of this kind in a case, the first time on a day.

    Where there is no such case, nothing is written that stays, and as much work is done: a commit
    that has to reach the disk takes longer than one that does not, and that would tell.
    """
    _refuse_outside_a_transaction()
    # The row stays locked: of two at once, the second finds the event of the first.
    is_open = ask(
        'UPDATE ledger_chain SET length = length WHERE "case" = %s AND "key" IS NOT NULL'
        " RETURNING length",
        [case or NO_CASE],
    )
    day = timezone.now().date()
    before = Journal.objects.filter(chain=case or uuid4(), kind=kind, actor=by.label, day=day)
    if not before.exists() and case is not None and is_open:
        append(kind=kind, by=by, case=case)


@transaction.atomic(savepoint=False)
def adopt_case(*, case: UUID, key: bytes, by: Actor) -> None:
    """Begin the chain of a case, blinded by the ledger key that the reporter's receipt gives.

    `by` is the reporter: nobody else has that key. The first event is appended by the caller.
    """
    _refuse_outside_a_transaction()
    if len(key) != leaves.KEY_SIZE or case == NO_CASE or not is_reporter(by.label):
        raise ValueError("A case is adopted by its reporter, with a ledger key of 32 bytes.")
    store(Chain, [{"case": case, "key": key, "length": 0}])


@transaction.atomic
def begin_chain(*, chain: UUID, by: Actor) -> None:
    """Begin the chain of what is no reporter's, such as a register of a body: its key is random.

    The first event is appended by the caller.
    """
    _refuse_outside_a_transaction()
    if chain == NO_CASE or is_reporter(by.label):
        raise ValueError("A chain of nobody's is not begun by a reporter.")
    store(Chain, [{"case": chain, "key": secrets.token_bytes(leaves.KEY_SIZE), "length": 0}])


@transaction.atomic
def forget_case(*, case: UUID, by: Actor) -> None:
    """Erase a case from the journal: its key and its rows go, its leaves become noise.

    The tree stays as it was. That a case was forgotten is itself an event, outside the case.
    """
    chain = Chain.objects.select_for_update().get(case=case)
    if chain.key is None or case in (NO_CASE, SITE):
        raise LookupError(f"The case {case.hex} has no key to destroy.")
    if Journal.objects.filter(chain=case, leaf__isnull=True).exists():
        # Without its leaf an event would vanish without a trace. The next batch publishes it.
        raise LookupError(f"The case {case.hex} has events that are not published yet.")
    chain.key = None
    chain.save(update_fields=["key"])
    # The one way in which rows leave; the trigger on PostgreSQL allows it once the key is gone.
    rows = Journal.objects.filter(chain=case)
    rows._raw_delete(rows.db)
    append(kind="ledger.case_forgotten", by=by, detail={"case": case.hex, "events": chain.length})


@transaction.atomic
def begin_log(*, by: Actor) -> None:
    """Make the log and its signing key where there are none yet."""
    _locked_log()


@transaction.atomic
def publish(*, by: Actor, at_once: bool = False) -> int | None:
    """Publish a batch: every event that waits, among dummies, shuffled, under a signed checkpoint.

    A batch is made once in each slot of LEDGER_BATCH_SECONDS, also when nothing happened; a second
    node that asks in the same slot makes none. `at_once` makes one whatever the clock says. Return
    the new size of the log, or None when no batch was due.
    """
    # Everything below is done by one process at a time: the row of the log is the lock.
    log = _locked_log()
    last = Checkpoint.objects.order_by("-number").first()
    now = timezone.now()
    if last is not None:
        if not at_once and _slot(now) <= _slot(last.published_at):
            return None
        # A clock that was set back does not set the log back.
        now = max(now, last.published_at)
    key = checkpoint.load_key(settings.DATA_DIR, known=read_verifier(log.key), origin=log.origin)
    _refuse_to_go_back(key)

    size = last.size if last else 0
    batch = _shuffled_batch(now)
    tiles = Tiles()
    tiles.write(tree.extend(size, [tree.leaf_hash(leaf) for leaf, _ in batch], tiles.read))
    tiles.write(extend_entries(size, [leaf for leaf, _ in batch], tiles))
    _note_places(size, batch)
    statement = Statement(log.origin, size + len(batch), tree.root(size + len(batch), tiles.read))
    note = key.sign(statement)
    Checkpoint.objects.create(
        number=last.number + 1 if last else 0, size=statement.size, note=note, published_at=now
    )
    # Only what was committed counts as published. A crash before this line leaves an older file,
    # which the newer database contains: the next batch goes on from there.
    transaction.on_commit(lambda: checkpoint.keep_newest(settings.DATA_DIR, note))
    return statement.size


@transaction.atomic
def keep_cosignatures(*, note: str, policy: Policy, by: Actor) -> list[str]:
    """Keep what witnesses of the policy signed under a checkpoint of ours; return their names.

    What is kept already, or is by a stranger, is passed over. A wrong signature is refused.
    """
    checkpoint = cosigning.checkpoint_of(note)
    names = []
    for known, one in cosigning.holding(checkpoint, note, policy):
        key = known.cosigner.text()
        Witness.objects.get_or_create(key=key)
        # The row is the lock: two that bring the same cosignature count it once.
        witness = Witness.objects.select_for_update().get(key=key)
        if not checkpoint.cosignatures.filter(witness=witness).exists():
            signed_at = datetime.fromtimestamp(one.time, UTC)
            Cosignature.objects.create(
                checkpoint=checkpoint, witness=witness, line=one.line(), signed_at=signed_at
            )
            witness.kept += 1
        witness.outcome, witness.asked_at = Outcome.COSIGNED, timezone.now()
        witness.save()
        names.append(known.name)
    return names


@transaction.atomic
def note_outcome(*, key: str, outcome: Outcome, by: Actor) -> None:
    """Note how it went when a witness was asked for its cosignature and none came."""
    now = timezone.now()
    Witness.objects.update_or_create(key=key, defaults={"outcome": outcome, "asked_at": now})


@transaction.atomic
def note_release(*, manifest: str, by: Actor) -> bool:
    """Write down what is served now, when it is not what was served before; tell whether it was.

    The manifest is a line for each page and file: the SHA-256 of its bytes and its path.
    """
    # One at a time: two nodes that begin to serve the same release note it once.
    _locked_log()
    digest = sha256(manifest.encode()).hexdigest()
    newest = released.newest()
    if newest is not None and released.digest_of(newest) == digest:
        return False
    if not Chain.objects.filter(case=SITE).exists():
        begin_chain(chain=SITE, by=by)
    # What was served before may be served again: its list is there already.
    Release.objects.get_or_create(digest=digest, defaults={"manifest": manifest})
    detail: dict[str, str | int] = {"manifest": digest, "files": manifest.count("\n")}
    append(kind="site.released", case=SITE, by=by, detail=detail)
    return True


@transaction.atomic
def keep_stamp(*, note: str, response: bytes, at: datetime, authority: str, by: Actor) -> bool:
    """Keep a time stamp that was verified; an event outside all cases says so. One a day.

    Return whether it was kept: another node may have been first today.
    """
    _locked_log()
    size, today = read_statement(split_note(note)[0]).size, timezone.now().date()
    if Stamp.objects.filter(Q(size=size) | Q(kept_on=today)).exists():
        return False
    Stamp.objects.create(
        size=size,
        note=note,
        response=response,
        at=at,
        authority=authority,
        kept_on=today,
    )
    digest = sha256(response).hexdigest()
    append(kind="log.stamped", by=by, detail={"size": size, "response": digest})
    return True


def _refuse_outside_a_transaction() -> None:
    # An entry that is kept when its change is not, or the reverse, is worse than none. Our own
    # `atomic` is the innermost; without an outer one Django has noted no savepoint level.
    if not connection.savepoint_ids:
        raise transaction.TransactionManagementError(
            "An entry belongs to the transaction of its change."
        )


def _next_number(chain: UUID) -> tuple[int, bytes | None]:
    """Count one event more; return its number and the key of the chain without a case.

    The row stays locked until the caller commits: events of one chain commit in their order.
    """
    counted = _count_one_more(chain)
    if counted is None and chain == NO_CASE:
        _begin_without_a_case()
        counted = _count_one_more(chain)
    if counted is None:
        raise LookupError(f"No open chain for case {chain.hex}: adopt the case first.")
    return counted


def _count_one_more(chain: UUID) -> tuple[int, bytes | None] | None:
    counted = ask(
        'UPDATE ledger_chain SET length = length + 1 WHERE "case" = %s AND "key" IS NOT NULL'
        ' RETURNING length, (SELECT own."key" FROM ledger_chain own WHERE own."case" = %s)',
        [chain, NO_CASE],
    )
    if not counted:
        return None
    ((length, key),) = counted
    return int(length) - 1, None if key is None else bytes(key)


def _begin_without_a_case() -> bytes:
    key = secrets.token_bytes(leaves.KEY_SIZE)
    return bytes(Chain.objects.get_or_create(case=NO_CASE, defaults={"key": key})[0].key or b"")


def _locked_log() -> Log:
    log = Log.objects.select_for_update().first()
    if log is None:
        key = checkpoint.load_key(settings.DATA_DIR, known=None, origin=settings.LEDGER_ORIGIN)
        Log.objects.get_or_create(id=1, defaults={"origin": key.name, "key": key.verifier.text()})
        log = Log.objects.select_for_update().get()
    return log


def _refuse_to_go_back(key: checkpoint.LogKey) -> None:
    """Refuse when the newest published checkpoint is not among ours.

    Signing on from an older database would make a second history: the very thing a log prevents.
    """
    newest = checkpoint.newest(settings.DATA_DIR, key.verifier)
    if (
        newest is not None
        and not Checkpoint.objects.filter(size=newest[0], note=newest[1]).exists()
    ):
        raise ImproperlyConfigured(
            f"The database is older than the log that was published (see"
            f" {settings.DATA_DIR / checkpoint.NEWEST_FILE}): restore a newer copy of it."
        )


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // settings.LEDGER_BATCH_SECONDS


def _shuffled_batch(now: datetime) -> list[tuple[bytes, int | None]]:
    """Return the leaves of a batch in their order, each with its journal row or None for a dummy.

    All carry the day of the batch: a leaf with another day than its neighbours would be an event.
    """
    today = now.date()
    keys = _keys_in_use()
    batch: list[tuple[bytes, int | None]] = [
        (leaves.leaf(keys[chain], n, event.encode(), today), row)
        for row, chain, n, event in Journal.objects.filter(leaf__isnull=True)
        .order_by("id")
        .values_list("id", "chain", "n", "event")
    ]
    multiple = settings.LEDGER_BATCH_LEAVES
    wanted = max(1, -(-len(batch) // multiple)) * multiple
    batch += [(leaves.dummy(today), None) for _ in range(wanted - len(batch))]
    secrets.SystemRandom().shuffle(batch)
    return batch


def _keys_in_use() -> dict[UUID, bytes]:
    """Return the keys of the chains that have an event to publish."""
    waiting = Journal.objects.filter(leaf__isnull=True).values("chain")
    chains = Chain.objects.filter(case__in=waiting).values_list("case", "key")
    return {case: bytes(key) for case, key in chains if key is not None}


def _note_places(size: int, batch: list[tuple[bytes, int | None]]) -> None:
    places = [(size + at, row) for at, (_, row) in enumerate(batch) if row is not None]
    if places:
        # Past the model, which refuses updates; the trigger lets a leaf be set once.
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE ledger_journal SET leaf = %s WHERE id = %s", places)
