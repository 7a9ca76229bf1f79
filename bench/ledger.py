"""The log grows without slowing down: a batch, a proof, and verifying what there is.

The database is a real one on disk. It is filled up to each size with random hashes, as many dummies
would give; then batches of 64 leaves with 32 events each are published and timed.
"""

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import Row

SIZES = [10**3, 10**4, 10**5, 10**6, 10**7]
STEP = 1 << 18
BATCHES = 60
EVENTS = 32
FLAT = 1.5
PROOF_MS = 2.0


def measure() -> list[Row]:
    """Measure in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="hoeder-bench-") as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATA_DIR": folder,
            "SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "hoeder.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.ledger"],
            env=environment,
            cwd=Path(__file__).resolve().parents[1],
            capture_output=True,
            text=True,
            check=True,
        )
    figures = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    return rows(figures)


def rows(figures: list[tuple[float, ...]]) -> list[Row]:
    """Turn sizes, milliseconds per batch and per proof into rows."""
    batches = [batch for _, batch, _ in figures]
    proofs = [proof for _, _, proof in figures]
    ratio = max(batches) / batches[0]
    between = f"{figures[0][0]:.0e} to {figures[-1][0]:.0e} leaves".replace("e+0", "e")
    return [
        Row(
            f"ledger: batch of 64 leaves with signed checkpoint, {between}",
            f"ratio ≤ {FLAT}",
            f"{ratio:.2f} ({', '.join(f'{batch:.1f}' for batch in batches)} ms)",
            ratio <= FLAT,
        ),
        Row(
            f"ledger: inclusion proof, {between}",
            f"≤ {PROOF_MS:.0f} ms",
            f"{max(proofs):.2f} ms",
            max(proofs) <= PROOF_MS,
        ),
    ]


def run() -> None:
    """Grow a log to each size and print: leaves, milliseconds per batch, milliseconds per proof."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for size in SIZES:
        grow_to(size)
        print(size, batch_time(), proof_time(), flush=True)


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

    times = []
    for _ in range(BATCHES):
        with transaction.atomic():
            for _ in range(EVENTS):
                ledger.append(kind="bench.event", by=SYSTEM)
        times.append(timed(lambda: ledger.publish(by=SYSTEM, at_once=True)))
    return statistics.median(times)


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
    run()
