"""Ask the witnesses of the policy to cosign the newest checkpoint.

Nothing here happens inside a database transaction, and nothing waits for it: a batch is published
and a report taken in whether witnesses answer or not.
"""

import re
from collections.abc import Sequence

from django.db.models import Max

from hoeder.errors import NotNow, NotValid

from . import actions, asking, tree
from .actions import Actor
from .asking import Answer
from .cosigning import WrongClock
from .models import Checkpoint, Cosignature
from .policy import Policy, Witness
from .rules import Outcome
from .tiles import Tiles

#: A witness may have moved on between two questions; more often than this it is not asked.
ROUNDS = 3
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n")
_REFUSED = {
    400: Outcome.MALFORMED,
    403: Outcome.WRONG_KEY,
    404: Outcome.UNKNOWN_LOG,
    422: Outcome.OTHER_HISTORY,
}


def submit(*, policy: Policy, by: Actor) -> dict[str, Outcome]:
    """Ask each witness that has an address and has not cosigned the newest checkpoint yet.

    Return what came of it, by the policy's names.
    """
    newest = Checkpoint.objects.order_by("-number").first()
    if newest is None:
        return {}
    waiting = {one.name: one for one in policy.witnesses if one.url}
    sizes = {name: _size_of(one) for name, one in waiting.items()}
    waiting = {name: one for name, one in waiting.items() if sizes[name] != newest.size}
    outcomes: dict[str, Outcome] = {}
    tiles = Tiles()
    for _round in range(ROUNDS):
        answers = asking.ask_all(
            {
                name: (one.url or "", _body(newest, sizes[name], tiles))
                for name, one in waiting.items()
            }
        )
        behind: dict[str, Witness] = {}
        for name, answer in answers.items():
            size = _size_in(answer)
            if size is not None and size <= newest.size and size != sizes[name]:
                sizes[name], behind[name] = size, waiting[name]
            else:
                outcomes[name] = _outcome(waiting[name], newest, answer, policy, by)
        waiting = behind
        if not waiting:
            break
    for name, one in waiting.items():
        outcomes[name] = _noted(one, Outcome.NONSENSE, by)
    return outcomes


def _size_of(witness: Witness) -> int:
    """Return the size up to which we know that a witness has seen the log."""
    kept = Cosignature.objects.filter(witness__key=witness.cosigner.text())
    return int(kept.aggregate(size=Max("checkpoint__size"))["size"] or 0)


def _body(newest: Checkpoint, older: int, tiles: Tiles) -> bytes:
    proof: Sequence[bytes] = tree.consistency_proof(older, newest.size, tiles.read)
    return asking.request_body(older, proof, newest.note)


def _size_in(answer: Answer) -> int | None:
    """Read how far the witness says to be (409)."""
    if answer.status != 409 or answer.kind != asking.SIZE_TYPE:
        return None
    found = _SIZE.fullmatch(answer.body)
    return int(found[1]) if found else None


def _outcome(
    witness: Witness, newest: Checkpoint, answer: Answer, policy: Policy, by: Actor
) -> Outcome:
    if answer.status == 200:
        return _kept(witness, newest, answer.body, policy, by)
    size = _size_in(answer)
    if size is not None and size > newest.size:
        # It has cosigned more than there is now: this log was set back.
        return _noted(witness, Outcome.OTHER_HISTORY, by)
    unreachable = answer.status == 0 or answer.status >= 500
    otherwise = Outcome.UNREACHABLE if unreachable else Outcome.NONSENSE
    return _noted(witness, _REFUSED.get(answer.status, otherwise), by)


def _kept(witness: Witness, newest: Checkpoint, lines: bytes, policy: Policy, by: Actor) -> Outcome:
    if len(lines) > asking.LARGEST_ANSWER:
        return _noted(witness, Outcome.NONSENSE, by)
    try:
        note = newest.note + lines.decode()
        names = actions.keep_cosignatures(note=note, policy=policy, by=by)
    except WrongClock:
        return _noted(witness, Outcome.WRONG_CLOCK, by)
    except (NotValid, NotNow, ValueError):
        return _noted(witness, Outcome.NONSENSE, by)
    # It may bring lines of others, but its own must be there.
    return Outcome.COSIGNED if witness.name in names else _noted(witness, Outcome.NONSENSE, by)


def _noted(witness: Witness, outcome: Outcome, by: Actor) -> Outcome:
    actions.note_outcome(key=witness.cosigner.text(), outcome=outcome, by=by)
    return outcome
