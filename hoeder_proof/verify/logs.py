"""A whole log in files: its leaves lead to the signed root, and two copies tell one history.

A log folder has `checkpoint`, `key`, `policy`, `leaves.bin` (leaves of 96 bytes, one after the
other) and `stamps/`. Leaves are read piece by piece: the memory does not grow with the log.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from hoeder.ledger.leaves import LEAF_SIZE, read_leaf
from hoeder.ledger.note import Statement
from hoeder.ledger.tree import Frontier, leaf_hash
from hoeder_proof.verify import stamps, states
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.sources import Damaged, Source, pieces
from hoeder_proof.verify.states import State, Trust

LEAVES = "leaves.bin"
#: Leaves that are read at once.
_AT_ONCE = 4096 * LEAF_SIZE
#: How many leaves of a wrong form are named.
_NAMED = 10


@dataclass
class Walk:
    """One pass over the leaves, in order."""

    #: Sizes at which the root is wanted, and what it was.
    roots: dict[int, bytes] = field(default_factory=dict)
    #: Handles that were looked for, with the place and the day of the leaf.
    found: dict[bytes, tuple[int, date | None]] = field(default_factory=dict)
    size: int = 0
    last_day: date | None = None


@dataclass(frozen=True)
class Log:
    """A log folder that was looked at."""

    source: Source
    label: str
    state: State | None
    walk: Walk
    #: Checkpoints that were stamped, by their size.
    stamped: dict[int, Statement]

    @property
    def is_whole(self) -> bool:
        """Tell whether the leaves are those that the log signed."""
        said = self.state and self.state.statement
        return bool(
            said and (said.size, said.root) == (self.walk.size, self.walk.roots.get(said.size))
        )


def is_log(source: Source) -> bool:
    """Tell whether this is a log folder, perhaps with a part missing."""
    return LEAVES in source.names or {"checkpoint", "key"} <= set(source.names)


def check_log(
    findings: Findings,
    source: Source,
    trust: Trust,
    *,
    label: str = "",
    sizes: Collection[int] = (),
    handles: Collection[bytes] = (),
) -> Log:
    """Check a log folder by itself; note the roots at `sizes` and the leaves with `handles`."""
    key_text = states.text_in(findings, source, "key", label)
    verifier = states.log_key(findings, trust, key_text, f"{label}key")
    if verifier is None:
        findings.fails("key.missing", f"{label}key")
    elif trust.key is None:
        findings.open("key.unknown", f"{label}key", key=verifier.text())
    policy_text = states.text_in(findings, source, "policy", label)
    policy = states.policy_of(findings, trust, policy_text, f"{label}policy")
    note = states.text_in(findings, source, "checkpoint", label)
    if note is None:
        findings.fails("checkpoint.missing", f"{label}checkpoint")
    state, stamped = None, {}
    if verifier is not None:
        if note is not None:
            name = f"{label}checkpoint"
            state = states.signed_state(findings, note, name, verifier, policy, trust)
        stamped = stamps.check_stamps(findings, source, "stamps/", verifier, trust, label)
    if LEAVES not in source.names:
        findings.fails("leaves.lost", label + LEAVES)
        return Log(source, label, state, Walk(), stamped)
    wanted = {*sizes, *stamped, *([state.statement.size] if state else [])}
    try:
        walk = walk_leaves(findings, source, label, wanted, handles)
    except Damaged:
        findings.fails("file.damaged", label + LEAVES)
        return Log(source, label, state, Walk(), stamped)
    if state is not None:
        _compare_root(findings, label, walk, state.statement)
    for size, statement in stamped.items():
        if walk.roots.get(size) != statement.root:
            findings.fails("stamp.other_history", f"{label}stamps/{size}.checkpoint", size=size)
    return Log(source, label, state, walk, stamped)


def walk_leaves(
    findings: Findings,
    source: Source,
    label: str,
    sizes: Collection[int],
    handles: Collection[bytes] = (),
) -> Walk:
    """Read all leaves once: their form, their days, and the roots that they lead to."""
    walk, frontier, wrong = Walk(), Frontier(), 0
    wanted, looked_for, head = set(sizes), set(handles), b""
    if 0 in wanted:
        walk.roots[0] = frontier.root()
    for leaf in leaves_of(source):
        if leaf[:32] != head:
            # All leaves of a day begin alike, so the form is looked at when the day changes.
            try:
                day = read_leaf(leaf).day
            except ValueError as error:
                wrong += 1
                if wrong <= _NAMED:
                    findings.fails("leaves.form", label + LEAVES, leaf=frontier.size, reason=error)
            else:
                if walk.last_day is not None and day < walk.last_day:
                    findings.fails("leaves.back_dated", label + LEAVES, leaf=frontier.size, day=day)
                head, walk.last_day = leaf[:32], day
        if leaf[32:64] in looked_for:
            walk.found.setdefault(leaf[32:64], (frontier.size, walk.last_day))
        frontier.add(leaf_hash(leaf))
        if frontier.size in wanted:
            walk.roots[frontier.size] = frontier.root()
    walk.size = frontier.size
    if source.size(LEAVES) % LEAF_SIZE:
        findings.fails("leaves.cut", label + LEAVES, bytes=source.size(LEAVES) % LEAF_SIZE)
    return walk


def leaves_of(source: Source) -> Iterator[bytes]:
    """Give the whole leaves of a log folder, in order."""
    for piece in pieces(source, LEAVES, _AT_ONCE):
        for at in range(0, len(piece) - LEAF_SIZE + 1, LEAF_SIZE):
            yield piece[at : at + LEAF_SIZE]


def _compare_root(findings: Findings, label: str, walk: Walk, statement: Statement) -> None:
    if walk.size < statement.size:
        findings.fails("leaves.missing", label + LEAVES, found=walk.size, signed=statement.size)
    elif walk.roots[statement.size] != statement.root:
        findings.fails("leaves.changed", label + LEAVES, size=statement.size)
    elif walk.size > statement.size:
        findings.fails("leaves.unsigned", label + LEAVES, found=walk.size, signed=statement.size)
    else:
        findings.holds("leaves.whole", label + LEAVES, size=walk.size)


def compare_logs(findings: Findings, one: Log, other: Log) -> None:
    """Compare two copies: one is the beginning of the other, or the first leaf that differs."""
    shorter, longer = sorted((one, other), key=lambda log: log.walk.size)
    at = _first_difference(one.source, other.source)
    if at is not None and at < shorter.walk.size:
        _say_fork(findings, one, other, at)
        return
    size = shorter.walk.size
    if _shrank(shorter, longer):
        findings.fails("copy.shrank", shorter.label + LEAVES, shorter=size, longer=longer.walk.size)
    elif size == longer.walk.size:
        findings.holds("copy.equal", other.label + LEAVES, size=size)
    else:
        findings.holds("copy.grew", longer.label + LEAVES, shorter=size, longer=longer.walk.size)


def compare_checkpoint(
    findings: Findings, log: Log, statement: Statement, file: str, seen: Collection[int] = ()
) -> None:
    """Compare a log with a checkpoint of it that somebody kept."""
    if statement.size > log.walk.size:
        own = log.state.seen.values() if log.state else ()
        if seen and own and max(own) > max(seen):
            findings.fails("copy.shrank", file, shorter=log.walk.size, longer=statement.size)
        else:
            findings.open("copy.newer", file, size=statement.size, found=log.walk.size)
    elif log.walk.roots.get(statement.size) != statement.root:
        findings.fails("copy.other_history", file, size=statement.size)
    else:
        findings.holds("copy.same_history", file, size=statement.size)


def _say_fork(findings: Findings, one: Log, other: Log, at: int) -> None:
    # A damaged copy is no second history: only leaves that lead to a signed root are the log's.
    signed = [log.is_whole and log.walk.size > at for log in (one, other)]
    code = "copy.fork" if all(signed) else "copy.differs"
    findings.fails(code, other.label + LEAVES, leaf=at)


def _shrank(shorter: Log, longer: Log) -> bool:
    """Tell whether witnesses saw the shorter one after the longer one."""
    if shorter.walk.size == longer.walk.size or not shorter.state or not longer.state:
        return False
    after, before = shorter.state.seen.values(), longer.state.seen.values()
    return bool(after and before) and max(after) > max(before)


def _first_difference(one: Source, other: Source) -> int | None:
    """Return the number of the first leaf in which two files of leaves differ."""
    at = 0
    if not {LEAVES} <= set(one.names) & set(other.names):
        return None
    for mine, theirs in zip(
        pieces(one, LEAVES, _AT_ONCE), pieces(other, LEAVES, _AT_ONCE), strict=False
    ):
        if mine != theirs:
            length = min(len(mine), len(theirs))
            for inside in range(0, length, LEAF_SIZE):
                end = inside + LEAF_SIZE
                if mine[inside:end] != theirs[inside:end]:
                    return (at + inside) // LEAF_SIZE
            return None
        at += len(mine)
    return None
