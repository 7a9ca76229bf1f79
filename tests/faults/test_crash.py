"""What was acknowledged survives that all processes of the server are killed: whole, and once."""

import hashlib
import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hoeder.rooms.rules import PIECE_SIZE
from tests.faults.conftest import Serve
from tests.faults.devices import Answer, Sender, a_place
from tests.faults.tables import tables
from tests.reader import erasure
from tests.rooms.sealing import a_file, new_id
from tools.service import Service

REPORTS = 208
CLIENTS = 6
CRASHES = 3
#: Each so many reports have a file, in two pieces.
WITH_FILE = 26

#: Nobody answered. Nothing is known about what the server did.
LOST = (OSError, http.client.HTTPException)


@dataclass
class Load:
    """Reporters who send, and send again until each has an answer."""

    service: Service
    place: dict[str, Any]
    lock: threading.Lock = field(default_factory=threading.Lock)
    senders: list[Sender] = field(default_factory=list)
    #: What the first answer said, by the number of the sender.
    accepted: dict[int, Any] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    #: How often an answer was lost, and which reports had been stored although it was.
    lost: int = 0
    stored_unseen: int = 0
    faults: list[str] = field(default_factory=list)

    def run(self) -> list[threading.Thread]:
        """Begin, from several clients at once."""
        self.senders = [Sender(self.service) for _ in range(REPORTS)]
        waiting = iter(range(REPORTS))

        def client() -> None:
            while True:
                with self.lock:
                    number = next(waiting, None)
                if number is None:
                    return
                try:
                    self.report(number)
                except AssertionError as fault:
                    self.faults.append(str(fault))

        threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    def report(self, number: int) -> None:
        """Send one report, and a file with some."""
        sender = self.senders[number]
        body = sender.sent(self.place)
        answer = self.insist(lambda: sender.ask("POST", "/api/reports", body))
        assert answer.status in {200, 201}, answer
        with self.lock:
            self.stored_unseen += answer.status == 200
            self.accepted[number] = answer.json
        if number % WITH_FILE == 0:
            self.send_file(number)

    def send_file(self, number: int) -> None:
        """Send a file that goes in two pieces."""
        sender, file = self.senders[number], new_id().hex
        pieces = a_file(PIECE_SIZE + 1)
        path = f"/api/my/rooms/{sender.room.hex}/attachments"
        sizes = {"sealed_size": sum(map(len, pieces)), "pieces": len(pieces)}
        begin = json.dumps({"id": file, "epoch": 1, **sizes}).encode()
        begun = self.insist(lambda: sender.ask("POST", path, begin))
        assert begun.status == 201, begun
        for at, piece in enumerate(pieces):
            put = f"{path}/{file}/pieces/{at}"
            stored = self.insist(lambda put=put, piece=piece: sender.ask("PUT", put, piece))  # type: ignore[misc]
            assert stored.status == 204, stored
        with self.lock:
            self.files[number] = file

    def insist(self, send: Callable[[], Answer]) -> Answer:
        """Send until there is an answer."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            try:
                return send()
            except LOST:
                with self.lock:
                    self.lost += 1
                time.sleep(0.05)
        raise AssertionError("no answer for a minute")


def test_what_was_acknowledged_is_there_whole_and_once(serve: Serve) -> None:
    """All processes are killed three times while 208 reports and eight files come in.

    Afterwards: each acknowledged report is answered as before when it is sent again; every report
    has all of its rows and none has half; every file that was taken is whole; the ledger holds.
    """
    service = serve()
    place = a_place(service)
    load = Load(service, place)
    chance = random.Random(20)  # noqa: S311
    threads = load.run()
    for crash in range(CRASHES):
        reached = REPORTS * (crash + 1) // (CRASHES + 2)
        while len(load.accepted) < reached and any(thread.is_alive() for thread in threads):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1))
        service.crash()
        service.restart()
    for thread in threads:
        thread.join(timeout=90)
    assert load.faults == []
    assert len(load.accepted) == REPORTS
    assert load.lost > 0, "no crash met a request"

    for number in range(0, REPORTS, 8):
        sender = load.senders[number]
        again = sender.ask("POST", "/api/reports", sender.sent(place))
        assert (again.status, again.json) == (200, load.accepted[number])
    for number, file in load.files.items():
        sender = load.senders[number]
        path = f"/api/my/rooms/{sender.room.hex}/attachments/{file}"
        seen = sender.ask("GET", path).json
        assert (seen["missing"], len(seen["pieces"])) == ([], 2)
        for piece in seen["pieces"]:
            octets = sender.ask("GET", f"{path}/pieces/{piece['number']}").body
            assert hashlib.sha256(octets).hexdigest() == piece["digest"]
    whole_and_once(service, load)
    # It ends with an error, and `manage` raises, when anything does not hold.
    service.manage("publish_ledger", "--now")
    service.manage("verify_ledger")


def whole_and_once(service: Service, load: Load) -> None:
    """Hold the rows of the database against what the reporters know."""
    with tables(service) as ask:
        held = {str(case).replace("-", "") for (case,) in ask("SELECT id FROM cases_case")}
        assert held == {sender.case.hex for sender in load.senders}
        items = ask("SELECT hash, sealed FROM rooms_item")
        assert sorted(row[0] for row in items) == sorted(
            hashlib.sha256(sender.item).hexdigest() for sender in load.senders
        )
        keys = (service.data_dir / "erasure" / "keys").read_text()
        assert all(
            hashlib.sha256(erasure.open_stored(bytes(sealed), keys)).hexdigest() == digest
            for digest, sealed in items
        )
        each = len(load.senders)
        counts = {
            "reports_receipt": each,
            "reports_report": each,
            "rooms_room": each,
            "rooms_epoch": each,
            "rooms_member": 3 * each,
            "rooms_grant": 3 * each,
            "rooms_attachment": len(load.files),
            "rooms_piece": 2 * len(load.files),
        }
        found = {
            table: ask(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608
            for table in counts
        }
        assert found == counts
        # The body has clocks of its own besides, and each hour may have come to ask how she is.
        clocks = (
            'SELECT count(*) FROM clocks_clock WHERE "case" IN (SELECT id FROM cases_case)'
            " AND kind IN ('acknowledgement', 'feedback')"
        )
        assert ask(clocks) == [(2 * each,)]
        received = ask(
            "SELECT count(DISTINCT chain) FROM ledger_journal WHERE kind = 'case.received'"
        )
        assert received == [(each,)]
        numbers = ask("SELECT count(DISTINCT number), max(number) FROM cases_case")
        assert numbers == [(each, each)], "case numbers have gaps"
    # A crash may leave bytes that no row names, never a row that names no bytes.
    pieces = {
        str(path.relative_to(service.data_dir / "attachments"))
        for path in (service.data_dir / "attachments").rglob("*")
    }
    for number, file in load.files.items():
        assert {f"{file}/0", f"{file}/1"} <= pieces, number
