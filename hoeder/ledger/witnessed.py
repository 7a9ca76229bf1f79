"""What the witnesses have cosigned, for who asks the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from .models import Checkpoint, Cosignature
from .models import Witness as Row
from .policy import NONE, Policy, Witness

#: A witness that comes by itself, once in each slot, is this many slots late at most.
LATE_SLOTS = 3


@dataclass(frozen=True)
class Head:
    """A checkpoint as the page names it."""

    size: int
    published_at: datetime


@dataclass(frozen=True)
class State:
    """How far one witness of the policy has come."""

    name: str
    witness: Witness
    #: The largest tree that it has cosigned, 0 for none, and when, by its own clock.
    size: int
    cosigned_at: datetime | None
    #: When the first checkpoint was published that it should have cosigned and has not.
    silent_since: datetime | None
    #: What came of the last time that it was asked (`models.Outcome`), None when it never was.
    outcome: str | None


def newest() -> str | None:
    """Return the newest signed checkpoint with the cosignatures that came so far."""
    return _with_cosignatures(_newest())


def newest_that_counts(policy: Policy | None) -> str | None:
    """Return the newest checkpoint whose quorum is met, with its cosignatures."""
    return _with_cosignatures(_that_counts(policy))


def heads(policy: Policy | None) -> tuple[Head | None, Head | None]:
    """Return the newest checkpoint, and the newest whose quorum is met."""
    return _head(_newest()), _head(_that_counts(policy))


def _head(checkpoint: Checkpoint | None) -> Head | None:
    return Head(checkpoint.size, checkpoint.published_at) if checkpoint else None


def _newest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-number").first()


def _that_counts(policy: Policy | None) -> Checkpoint | None:
    if policy is None or policy.quorum == NONE:
        return _newest()
    keys = {one.cosigner.text(): one.name for one in policy.witnesses}
    rows = Row.objects.filter(key__in=keys).values_list("id", "key")
    names = {number: keys[key] for number, key in rows}
    begin = _newest_possible(policy, names)
    if begin is None:
        return None
    kept = Cosignature.objects.filter(witness__in=names, checkpoint_id__lte=begin)
    kept = kept.order_by("-checkpoint_id")
    number: int | None = None
    signers: set[str] = set()
    for checkpoint, witness in kept.values_list("checkpoint_id", "witness_id").iterator():
        if checkpoint != number:
            number, signers = checkpoint, set()
        signers.add(names[witness])
        if policy.is_met(signers):
            return Checkpoint.objects.get(number=number)
    return None


def _newest_possible(policy: Policy, names: Mapping[int, str]) -> int | None:
    """Return the newest checkpoint that could count: enough have signed it or a later one.

    So a witness that was silent for a year costs no walk through that year.
    """
    kept = Cosignature.objects.filter(witness__in=names).values("witness_id")
    last = dict(kept.annotate(last=Max("checkpoint_id")).values_list("witness_id", "last"))
    for number in sorted(set(last.values()), reverse=True):
        if policy.is_met({names[witness] for witness in last if last[witness] >= number}):
            return int(number)
    return None


def states(policy: Policy) -> list[State]:
    """Return how far each witness of the policy has come, in its order."""
    return [_state(one) for one in policy.witnesses]


def _state(witness: Witness) -> State:
    row = Row.objects.filter(key=witness.cosigner.text()).first()
    kept = row.cosignatures.select_related("checkpoint").order_by("-checkpoint_id") if row else None
    last = kept.first() if kept is not None else None
    size = last.checkpoint.size if last else 0
    # The first of all cannot be missed by who was not a witness yet: silence begins with a word.
    missed = Checkpoint.objects.filter(size__gt=size).order_by("size").first() if last else None
    late = timedelta(seconds=LATE_SLOTS * settings.LEDGER_BATCH_SECONDS)
    since = missed.published_at if missed else None
    return State(
        name=witness.name,
        witness=witness,
        size=size,
        cosigned_at=last.signed_at if last else None,
        silent_since=since if since and timezone.now() - since > late else None,
        outcome=row.outcome if row and row.asked_at else None,
    )


def _with_cosignatures(checkpoint: Checkpoint | None) -> str | None:
    if checkpoint is None:
        return None
    lines = checkpoint.cosignatures.order_by("id").values_list("line", flat=True)
    return checkpoint.note + "".join(lines)
