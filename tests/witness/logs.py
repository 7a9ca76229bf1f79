"""Logs for the tests of witnesses: honest ones, and one that says two things."""

from base64 import b64encode
from dataclasses import dataclass, field

from hoeder.ledger import tree
from hoeder.ledger.checkpoint import LogKey
from hoeder.ledger.note import Statement

ORIGIN = "meldpunt.example/log"


@dataclass
class Log:
    """A log in memory."""

    seed: bytes = bytes(32)
    leaves: list[bytes] = field(default_factory=list)

    @property
    def key(self) -> LogKey:
        """What it signs with."""
        return LogKey(ORIGIN, self.seed)

    def grow(self, count: int, what: str = "leaf") -> None:
        """Add leaves."""
        self.leaves += [
            tree.leaf_hash(f"{what} {len(self.leaves) + at}".encode()) for at in range(count)
        ]

    def note(self, size: int | None = None) -> str:
        """Sign a checkpoint."""
        size = len(self.leaves) if size is None else size
        return self.key.sign(Statement(ORIGIN, size, tree.root(size, self._reader())))

    def body(self, older: int, size: int | None = None) -> bytes:
        """Write what `add-checkpoint` asks."""
        newer = len(self.leaves) if size is None else size
        proof = tree.consistency_proof(older, newer, self._reader()) if older <= newer else []
        lines = [f"old {older}", *(b64encode(one).decode() for one in proof), "", self.note(size)]
        return "\n".join(lines).encode()

    def _reader(self) -> tree.ReadTile:
        tiles = tree.extend(0, self.leaves, lambda level, number: b"")
        return lambda level, number: tiles.get((level, number), b"")


def forked(log: Log, at: int, to: int) -> Log:
    """The same log, but with another history from some leaf on."""
    other = Log(log.seed, log.leaves[:at])
    other.grow(to - at, "rewritten")
    return other
