"""One commit for several calls of an action that wait at the same time.

A commit that survives a power cut takes a disk its time, and SQLite has one writer: reports that
come in together would each wait for the commits of all before them. So whoever has its turn carries
out every call that waits by then, each in a savepoint of its own, and commits once. Nobody is
answered before that commit, and a call that is refused is undone alone.

Only on SQLite. PostgreSQL gathers the commits of its many writers itself; and there, of two
processes with a batch each, one could hold the row that the other needs next, and the reverse.
"""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial, wraps
from threading import Lock
from typing import Any, Final, Generic, ParamSpec, TypeVar

from django.db import DatabaseError, connection, transaction
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")


class Call(Generic[R]):
    """One call of an action, and what came of it."""

    def __init__(self, action: Callable[[], R]) -> None:
        self._action = action
        # Whichever thread carries it out: a refusal is worded in the language of who asked.
        self._language = translation.get_language()
        self._result: list[R] = []
        self._fault: Exception | None = None
        #: Set once the transaction has ended: what was stored is on the disk.
        self.is_over = False

    def carry_out(self) -> None:
        """Call the action, which is `transaction.atomic`, and keep what it says."""
        self._result, self._fault = [], None
        try:
            with translation.override(self._language):
                self._result = [self._action()]
        except Exception as fault:  # noqa: BLE001 - raised again by `outcome`, where it belongs.
            self._fault = fault

    def outcome(self) -> R:
        """Return or raise what the action did."""
        if not self.is_over:
            raise DatabaseError("What this was to be committed with was not.")
        if self._fault is not None:
            raise self._fault
        return self._result[0]


#: Calls in the order in which they came. Only who holds the turn takes from it.
waiting: Final[deque[Call[Any]]] = deque()
turn: Final = Lock()


def commits_together(action: Callable[P, R]) -> Callable[P, R]:
    """Let calls of this action that wait together be committed together; stands above `atomic`."""

    @wraps(action)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        # Within a transaction, it is the one who began it that commits.
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            return action(*args, **kwargs)
        call = Call(partial(action, *args, **kwargs))
        waiting.append(call)
        with turn:
            if not call.is_over:
                _carry_out([waiting.popleft() for _ in range(len(waiting))])
        return call.outcome()

    return called


def _carry_out(calls: Sequence[Call[Any]]) -> None:
    if len(calls) == 1 or not _are_committed(calls):
        for call in calls:
            call.carry_out()
    for call in calls:
        call.is_over = True


def _are_committed(calls: Sequence[Call[Any]]) -> bool:
    """Carry out calls in one transaction, or tell that nothing of them is stored."""
    try:
        with transaction.atomic():
            for call in calls:
                call.carry_out()
            # Leaving `atomic` would then undo everything without a word.
            if transaction.get_rollback():
                raise DatabaseError("One call could not be undone alone.")
    except DatabaseError:
        return False
    return True
