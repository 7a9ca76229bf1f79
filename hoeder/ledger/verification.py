"""Recompute everything that the ledger says, and name each place where it is not so.

The checkpoints are what others may have seen, so they are the measure: where the leaves and the
tree's hashes differ, the side that leads to the signed root is right and the other is named. The
journal is then held against the leaves, with the keys that still exist.

Two things cannot be seen from inside: an event that was removed together with its chain's key
before anybody noticed (its reporter sees it), and a rewritten history signed with the same key
(whoever kept an older checkpoint sees it: give it to `verify_ledger --from`).
"""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from uuid import UUID

from django.conf import settings

from . import leaves, tree
from .countersigned import verify_cosignatures
from .events import detail_in
from .models import NO_CASE, Chain, Checkpoint, Journal, Log, Tile
from .note import Verifier, open_checkpoint, read_verifier
from .released import verify_releases
from .stamps import verify_stamps
from .tree import ENTRIES, HASH_SIZE, TILE_WIDTH

#: How many numbers past its end a chain is searched for leaves whose rows are gone.
BEYOND = 3
#: How many missing events in a row are named.
WIDEST_GAP = 100


@dataclass
class Findings:
    """What was checked and what is wrong, a sentence each."""

    checkpoints: int = 0
    cosignatures: int = 0
    leaves: int = 0
    events: int = 0
    stamps: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        """Note a fault."""
        self.faults.append(text)


@dataclass(frozen=True)
class _Said:
    """What a checkpoint says: its root is None where its signature does not hold."""

    label: str
    size: int
    root: bytes | None
    #: The day of its batch; None for a checkpoint from outside, which is no batch of its own.
    day: date | None


def verify(outside: Sequence[tuple[str, str]] = ()) -> Findings:
    """Verify the whole ledger, also against checkpoints that others kept (a name and the note)."""
    findings = Findings()
    log = Log.objects.first()
    if log is None:
        if Checkpoint.objects.exists() or Tile.objects.exists() or outside:
            findings.fault("The database holds no log, but checkpoints or tiles of one exist.")
    else:
        _verify_log(findings, log, outside)
    _verify_chains(findings)
    findings.cosignatures = verify_cosignatures(findings.fault)
    verify_releases(findings.fault)
    findings.stamps = verify_stamps(findings.fault, settings.TIMESTAMP_ROOT)
    return findings


def _verify_log(findings: Findings, log: Log, outside: Sequence[tuple[str, str]]) -> None:
    try:
        verifier = read_verifier(log.key)
    except ValueError as error:
        findings.fault(f"The row of the log does not hold its key: {error}.")
        return
    if log.origin != verifier.name:
        findings.fault(f"The log is called {log.origin}; its key is that of {verifier.name}.")
    own = _own_checkpoints(findings, verifier)
    _Walk(findings, own, _outside_checkpoints(findings, verifier, outside)).run()


def _own_checkpoints(findings: Findings, verifier: Verifier) -> list[_Said]:
    said: list[_Said] = []
    expected, size, day = 0, 0, date.min
    for row in Checkpoint.objects.order_by("number").iterator():
        findings.checkpoints += 1
        for missing in range(expected, row.number):
            findings.fault(f"Checkpoint {missing} is missing.")
        expected, label = row.number + 1, f"Checkpoint {row.number}"
        if row.size <= size or row.published_at.date() < day:
            findings.fault(f"{label} does not follow the one before it in size and day.")
            continue
        size, day = row.size, row.published_at.date()
        root = None
        try:
            statement = open_checkpoint(row.note, verifier)
        except ValueError as error:
            findings.fault(f"{label}: {error}.")
        else:
            root = statement.root
            if statement.size != size:
                findings.fault(f"{label}: its row says {size} leaves, its note {statement.size}.")
        said.append(_Said(label, size, root, day))
    return said


def _outside_checkpoints(
    findings: Findings, verifier: Verifier, outside: Sequence[tuple[str, str]]
) -> list[_Said]:
    said = []
    for name, note in outside:
        label = f"The checkpoint in {name}"
        try:
            statement = open_checkpoint(note, verifier)
        except ValueError as error:
            findings.fault(f"{label}: {error}.")
            continue
        said.append(_Said(label, statement.size, statement.root, None))
    return said


class _Walk:
    """One pass over the leaves, in order, beside the hashes of level 0 and the journal."""

    def __init__(self, findings: Findings, own: list[_Said], outside: list[_Said]) -> None:
        self.findings = findings
        self.own = own
        #: Our own come first: by them is decided which side is right.
        self.said = sorted([*own, *outside], key=lambda one: one.size)
        #: Up to here the leaves are those of a signed root; once lost, no further is looked.
        self.sound = 0
        self.lost = False
        self.by_leaves = tree.Frontier()
        self.by_hashes = tree.Frontier()
        #: Where leaf and hash differ, since the last checkpoint that settled which is right.
        self.differing: list[int] = []
        #: The roots of full tiles, level by level, as the leaves make them.
        self.upper: list[list[bytes]] = []
        self.filling: list[bytes] = []
        self.keys = {case: bytes(key) for case, key in _keys()}
        self.beyond = dict(_handles_beyond(self.keys))
        #: The handles of rows that say to wait for their batch, with their names.
        self.waiting = dict(_handles_waiting(self.keys))
        self.journal = Journal.objects.filter(leaf__isnull=False).order_by("leaf").iterator()
        self.row = next(self.journal, None)

    def run(self) -> None:
        """Walk, and hold everything against everything."""
        size = self.own[-1].size if self.own else 0
        days = _days_by_batch(self.own)
        waiting = deque(self.said)
        for index, (leaf, hashed) in enumerate(self._pairs(size)):
            self._take(index, leaf, hashed, next(days))
            while waiting and waiting[0].size == index + 1:
                self._settle(waiting.popleft())
        for one in waiting:
            if one.size > size:
                self.findings.fault(f"{one.label} says {one.size} leaves; there are {size}.")
        while self.row:
            name = _name(self.row)
            self.findings.fault(f"{name} names leaf {self.row.leaf}, which is not there.")
            self.row = next(self.journal, None)
        self._check_upper_tiles(size)

    def _pairs(self, size: int) -> Iterator[tuple[bytes | None, bytes | None]]:
        """Give each leaf and its hash in level 0; None for what is missing or too short."""
        for number in range(-(-size // TILE_WIDTH)):
            width = min(TILE_WIDTH, size - number * TILE_WIDTH)
            bundle = self._items(ENTRIES, number, width, leaves.LEAF_SIZE)
            hashes = self._items(0, number, width, HASH_SIZE)
            yield from zip(bundle, hashes, strict=True)

    def _items(self, level: int, number: int, width: int, item: int) -> Sequence[bytes | None]:
        row = Tile.objects.filter(level=level, number=number).first()
        label = f"Tile {tree.tile_path(level, number, width)}"
        if row is None:
            self.findings.fault(f"{label} is missing.")
            return [None] * width
        data = bytes(row.data)
        if row.width != width or len(data) != width * item:
            self.findings.fault(f"{label} does not have the length that its checkpoint asks for.")
        cut = [data[at : at + item] for at in range(0, width * item, item)]
        return [one if len(one) == item else None for one in cut]

    def _take(self, index: int, leaf: bytes | None, hashed: bytes | None, day: date) -> None:
        self.findings.leaves += 1
        own = tree.leaf_hash(leaf) if leaf is not None else hashed
        own = own if own is not None else bytes(HASH_SIZE)
        if leaf is None or hashed is None or own != hashed:
            self.differing.append(index)
        self.by_leaves.add(own)
        self.by_hashes.add(hashed if hashed is not None else own)
        self._note_upper(hashed if hashed is not None else own)
        if leaf is not None:
            self._check_leaf(index, leaf, day)
        self._check_row(index, leaf)

    def _check_leaf(self, index: int, leaf: bytes, day: date) -> None:
        try:
            read = leaves.read_leaf(leaf)
        except ValueError as error:
            self.findings.fault(f"Leaf {index} ({_bundle(index)}): {error}.")
            return
        if read.day != day:
            self.findings.fault(
                f"Leaf {index} ({_bundle(index)}) says {read.day}; its batch was published {day}."
            )
        if read.handle in self.waiting:
            self.findings.fault(
                f"{self.waiting[read.handle]} says that it was never published, but it is leaf"
                f" {index} ({_bundle(index)})."
            )
        if read.handle in self.beyond:
            case, n = self.beyond[read.handle]
            self.findings.fault(
                f"Leaf {index} is event {n} of {_chain(case)}, but that journal row is missing."
            )

    def _check_row(self, index: int, leaf: bytes | None) -> None:
        while self.row and self.row.leaf is not None and self.row.leaf <= index:
            row, self.row = self.row, next(self.journal, None)
            key = self.keys.get(row.chain)
            if key is None or leaf is None:
                continue
            expected = leaves.handle(key, row.n) + leaves.commit(key, row.n, row.event.encode())
            if leaf[32:] != expected:
                self.findings.fault(
                    f"{_name(row)} is not what leaf {index} ({_bundle(index)}) holds."
                )

    def _settle(self, said: _Said) -> None:
        """Decide by a signed root which side is right, and go on from that side."""
        if said.root is None or (self.lost and said.day is not None):
            return
        if said.root not in {self.by_leaves.root(), self.by_hashes.root()}:
            self._note_other_root(said)
            return
        if said.root == self.by_hashes.root():
            self._name_differing("leaf {0} in tile {1}", ENTRIES)
            self.by_leaves = self.by_hashes.copy()
        else:
            self._name_differing("the hash of leaf {0} in tile {1}", 0)
            self.by_hashes = self.by_leaves.copy()
        self.sound = said.size

    def _note_other_root(self, said: _Said) -> None:
        if said.day is None:
            self.findings.fault(f"{said.label} is of another history than this log's.")
            return
        self.lost = True
        self.findings.fault(
            f"{said.label}: its root is not that of the leaves. Leaves {self.sound} to"
            f" {said.size - 1} are not those that were published."
        )
        self._name_differing("leaf {0} in tile {1}, or its hash,", ENTRIES)

    def _name_differing(self, what: str, level: int) -> None:
        for index in self.differing:
            place = tree.tile_path(level, index // TILE_WIDTH)
            text = what.format(index, place)
            self.findings.fault(f"{text[0].upper()}{text[1:]} is not what was published.")
        self.differing = []

    def _note_upper(self, hashed: bytes) -> None:
        self.filling.append(hashed)
        if len(self.filling) < TILE_WIDTH:
            return
        if not self.upper:
            self.upper.append([])
        self.upper[0].append(tree.complete_root(self.filling))
        self.filling = []

    def _check_upper_tiles(self, size: int) -> None:
        """Check every tile above level 0, and that there are none but those."""
        expected: set[tuple[int, int]] = set()
        for number in range(-(-size // TILE_WIDTH)):
            expected |= {(ENTRIES, number), (0, number)}
        level, hashes = 1, self.upper[0] if self.upper else []
        while hashes:
            above = []
            for number in range(-(-len(hashes) // TILE_WIDTH)):
                wanted = hashes[number * TILE_WIDTH : (number + 1) * TILE_WIDTH]
                expected.add((level, number))
                found = self._items(level, number, len(wanted), HASH_SIZE)
                # A missing tile has been named; only what is there can be wrong.
                wrong = [
                    at
                    for at, (one, other) in enumerate(zip(found, wanted, strict=True))
                    if one is not None and one != other
                ]
                for at in wrong:
                    path = tree.tile_path(level, number, len(wanted))
                    self.findings.fault(f"Hash {at} in tile {path} is not that of the tile below.")
                if len(wanted) == TILE_WIDTH:
                    above.append(tree.complete_root(wanted))
            level, hashes = level + 1, above
        for place in Tile.objects.order_by("level", "number").values_list("level", "number"):
            if place not in expected:
                self.findings.fault(f"Tile {tree.tile_path(*place)} belongs to no checkpoint.")


def _verify_chains(findings: Findings) -> None:
    """Check that each chain counts without gaps, and that each row says what its event says."""
    lengths: dict[UUID, int] = {}
    previous = Checkpoint.objects.order_by("-number")[1:2].first()
    settled = previous.published_at.date() if previous else date.min
    for row in Journal.objects.order_by("chain", "n").iterator():
        findings.events += 1
        expected = lengths.get(row.chain, 0)
        for missing in range(expected, min(row.n, expected + WIDEST_GAP)):
            findings.fault(f"Event {missing} of {_chain(row.chain)} is missing from the journal.")
        lengths[row.chain] = row.n + 1
        if not _says_what_its_event_says(row):
            findings.fault(f"{_name(row)}: its columns are not what its event says.")
        if row.leaf is None and row.day < settled:
            findings.fault(f"{_name(row)} was never published.")
    forgotten = _forgotten()
    for chain in Chain.objects.order_by("case").iterator():
        found = lengths.pop(chain.case, 0)
        if chain.key is None:
            counted = forgotten.pop(chain.case.hex, None)
            if counted is None:
                findings.fault(f"The key of {_chain(chain.case)} is gone; no event says so.")
            elif counted != chain.length:
                findings.fault(
                    f"{_chain(chain.case)} had {counted} events when it was forgotten; it counted"
                    f" {chain.length}."
                )
        elif len(chain.key) != leaves.KEY_SIZE:
            # HMAC takes a key with zeros behind it for the same key.
            findings.fault(f"The key of {_chain(chain.case)} does not have its length.")
        if chain.key is not None and found != chain.length:
            findings.fault(f"{_chain(chain.case)} has {found} events; it counted {chain.length}.")
    for case_hex in forgotten:
        findings.fault(f"Case {case_hex} was forgotten, but the count of its events is gone.")
    for case in lengths:
        findings.fault(f"{_chain(case)} has events, but its key and its count are gone.")


def _says_what_its_event_says(row: Journal) -> bool:
    try:
        event = json.loads(row.event)
        at = event.get("at")
        said = (event["n"], event["kind"], event["actor"], event["day"], event.get("case"))
    except (ValueError, KeyError, AttributeError):
        return False
    case = None if row.chain == NO_CASE else row.chain.hex
    own_at = row.at.strftime("%Y-%m-%dT%H:%M:%SZ") if row.at else None
    return said == (row.n, row.kind, row.actor, row.day.isoformat(), case) and at == own_at


def _forgotten() -> dict[str, int]:
    """Return how many events each forgotten case had. What is no such event was named already."""
    found: dict[str, int] = {}
    events = Journal.objects.filter(chain=NO_CASE, kind="ledger.case_forgotten")
    for text in events.values_list("event", flat=True):
        detail = detail_in(text)
        count = detail.get("events")
        if isinstance(count, int):
            found[str(detail.get("case"))] = count
    return found


def _keys() -> list[tuple[UUID, bytes]]:
    chains = Chain.objects.filter(key__isnull=False).values_list("case", "key")
    return [(case, bytes(key)) for case, key in chains if key is not None]


def _handles_beyond(keys: dict[UUID, bytes]) -> Iterator[tuple[bytes, tuple[UUID, int]]]:
    """Give the handles of events that no row holds: gaps, and the numbers after the last row."""
    lengths: dict[UUID, int] = {}
    for case, n in Journal.objects.order_by("chain", "n").values_list("chain", "n").iterator():
        expected = lengths.get(case, 0)
        if case in keys:
            for gap in range(expected, min(n, expected + WIDEST_GAP)):
                yield leaves.handle(keys[case], gap), (case, gap)
        lengths[case] = n + 1
    for case, key in keys.items():
        for n in range(lengths.get(case, 0), lengths.get(case, 0) + BEYOND):
            yield leaves.handle(key, n), (case, n)


def _handles_waiting(keys: dict[UUID, bytes]) -> Iterator[tuple[bytes, str]]:
    """Give the handles of rows that have no place in the log yet."""
    for row in Journal.objects.filter(leaf__isnull=True).iterator():
        if row.chain in keys:
            yield leaves.handle(keys[row.chain], row.n), _name(row)


def _days_by_batch(own: Sequence[_Said]) -> Iterator[date]:
    """Give the day of each leaf: the day on which its batch was published."""
    size = 0
    for one in own:
        assert one.day is not None  # noqa: S101
        yield from repeat(one.day, one.size - size)
        size = one.size


def _chain(case: UUID) -> str:
    return "The chain without a case" if case == NO_CASE else f"Case {case.hex}"


def _name(row: Journal) -> str:
    chain = _chain(row.chain)
    return f"Journal row {row.pk} (event {row.n} of {chain[0].lower()}{chain[1:]})"


def _bundle(index: int) -> str:
    return f"tile {tree.tile_path(ENTRIES, index // TILE_WIDTH)}"
