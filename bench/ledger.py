"""The log grows without slowing down: a batch, a proof, and verifying what there is.

Each log is a real database on disk, in a process of its own. One is filled up to each size with
random hashes, as many dummies would give; beside it stands a new one of the smallest size. Batches
of 64 leaves with 32 events each are published in turns in the one and in the other, so that what
else the machine does meanwhile slows both: the ratio is theirs, not the machine's.
"""

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

from bench import Row

SIZES = [10**3, 10**4, 10**5, 10**6, 10**7]
STEP = 1 << 18
BATCHES = 60
EVENTS = 32
FLAT = 1.5
PROOF_MS = 2.0


@dataclass(frozen=True)
class Measured:
    """What a log of one size needs, in milliseconds."""

    size: int
    batch: float
    #: A batch of the smallest log, timed in turns with these.
    beside: float
    proof: float

    @property
    def ratio(self) -> float:
        """How many times as long as in the smallest log."""
        return self.batch / self.beside


class Log:
    """A log in a process and a folder of its own: does one thing at a time, when it is asked."""

    def __enter__(self) -> "Log":
        self.folder = tempfile.TemporaryDirectory(prefix="hoeder-bench-")
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATA_DIR": self.folder.name,
            "SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "hoeder.config.settings",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.ledger"],
            env=environment,
            cwd=Path(__file__).resolve().parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.communicate()
        self.folder.cleanup()

    def ask(self, what: str) -> float:
        """Have it do something and say how many milliseconds that took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def measure() -> list[Row]:
    """Grow one log to each size and compare it with a small one."""
    with Log() as log:
        return rows([compared(log, size) for size in SIZES])


def compared(log: Log, size: int) -> Measured:
    """Time batches of a log of that size and of the smallest, in turns."""
    log.ask(f"grow {size}")
    with Log() as smallest:
        smallest.ask(f"grow {SIZES[0]}")
        pairs = [(log.ask("batch"), smallest.ask("batch")) for _ in range(BATCHES)]
    batch, beside = (quick(times) for times in zip(*pairs, strict=True))
    return Measured(size, batch, beside, log.ask("proof"))


def quick(times: Sequence[float]) -> float:
    """The lower quartile: what else the machine does only ever adds to a time."""
    return statistics.quantiles(times, n=4)[0]


def rows(measured: list[Measured]) -> list[Row]:
    """Turn what was measured into rows."""
    ratio = max(one.ratio for one in measured)
    proof = max(one.proof for one in measured)
    each = ", ".join(f"{one.batch:.1f} beside {one.beside:.1f}" for one in measured)
    between = f"{measured[0].size:.0e} to {measured[-1].size:.0e} leaves".replace("e+0", "e")
    return [
        Row(
            f"ledger: batch of 64 leaves with signed checkpoint, {between}",
            f"ratio ≤ {FLAT}",
            f"{ratio:.2f} ({each} ms)",
            ratio <= FLAT,
        ),
        Row(
            f"ledger: inclusion proof, {between}",
            f"≤ {PROOF_MS:.0f} ms",
            f"{proof:.2f} ms",
            proof <= PROOF_MS,
        ),
    ]


def main() -> None:
    """The process of one log: reads what to do, a line each, and prints milliseconds."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for line in sys.stdin:
        what, _, size = line.strip().partition(" ")
        match what:
            case "grow":
                took = timed(partial(grow_to, int(size)))
            case "batch":
                took = batch_time()
            case _:
                took = proof_time()
        print(took, flush=True)


def grow_to(size: int) -> None:
    """Fill the tree up to a size. Only the leaves that the next batch stands beside are stored."""
    from django.db import connection
    from django.utils import timezone

    from hoeder.clocks.rules import SYSTEM
    from hoeder.ledger import actions as ledger
    from hoeder.ledger import leaves, tree
    from hoeder.ledger.models import Checkpoint
    from hoeder.ledger.tiles import Tiles

    ledger.begin_log(by=SYSTEM)
    last = Checkpoint.objects.order_by("-number").first()
    have = last.size if last else 0
    while have < size:
        added = min(size - have, STEP)
        tiles = Tiles()
        hashes = tree.split_hashes(os.urandom(added * tree.HASH_SIZE))
        tiles.write(tree.extend(have, hashes, tiles.read))
        have += added
    edge, width = divmod(size, tree.TILE_WIDTH)
    if width:
        Tiles().write({(tree.ENTRIES, edge): os.urandom(width * leaves.LEAF_SIZE)})
    Checkpoint.objects.create(
        number=last.number + 1 if last else 0, size=size, note="", published_at=timezone.now()
    )
    if connection.vendor == "sqlite":
        # Otherwise the first small batch would pay for moving the large ones out of the journal.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def batch_time() -> float:
    """Milliseconds to publish a batch in which something happened; the events are not counted."""
    from django.db import transaction

    from hoeder.clocks.rules import SYSTEM
    from hoeder.ledger import actions as ledger

    with transaction.atomic():
        for _ in range(EVENTS):
            ledger.append(kind="bench.event", by=SYSTEM)
    return timed(lambda: ledger.publish(by=SYSTEM, at_once=True))


def proof_time() -> float:
    """Milliseconds to prove that a leaf anywhere is in the log."""
    from hoeder.ledger import reading
    from hoeder.ledger.models import Checkpoint

    size = Checkpoint.objects.order_by("-number")[0].size
    return statistics.median(
        timed(lambda: reading.prove(secrets.randbelow(size), size)) for _ in range(200)
    )


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
