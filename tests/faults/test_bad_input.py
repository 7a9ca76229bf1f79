"""Bad input on raw connections: refused, nothing half stored, and others are served meanwhile."""

import hashlib
import json
import socket
import threading
import time

import pytest

from hoeder.rooms.rules import PIECE_SIZE
from tests.faults.devices import Sender, a_place, ask
from tests.faults.tables import tables
from tests.rooms.sealing import a_file, new_id
from tools.service import Service


def raw(service: Service, *parts: bytes, close: bool = False, timeout: float = 15) -> bytes:
    """Send bytes as they are; return all that comes back until the server ends or is silent."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=timeout) as line:
        said = b""
        try:
            for part in parts:
                line.sendall(part)
            if close:
                line.shutdown(socket.SHUT_WR)
            while part := line.recv(65_536):
                said += part
                if b"\r\n\r\n" in said and not close:
                    break
        except OSError:
            pass
        return said


def head_of(sender: Sender, path: str, body: bytes, length: int, *, method: str = "POST") -> bytes:
    """The head of a signed request that says how long its body is, truly or not."""
    headers = {"Host": "127.0.0.1", "Content-Length": str(length)}
    headers |= sender.headers(method, path, body)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()


def reports(service: Service) -> int:
    """How many reports are stored."""
    with tables(service) as asked:
        return int(asked("SELECT count(*) FROM reports_report")[0][0])


def status(said: bytes) -> int:
    """The status of an answer; 0 when the server only hung up."""
    return int(said.split()[1]) if said else 0


def test_a_body_that_ends_too_soon_stores_nothing(place: Service) -> None:
    """The line is lost in the middle of a report: it was not sent, and can be sent again."""
    sender, before = Sender(place), reports(place)
    body = sender.sent(a_place(place))
    said = raw(
        place, head_of(sender, "/api/reports", body, len(body)), body[: len(body) // 2], close=True
    )
    assert status(said) in {0, 400}
    assert reports(place) == before
    assert sender.ask("POST", "/api/reports", body).status == 201


def test_a_body_that_is_longer_than_it_says_is_refused(place: Service) -> None:
    """What lies beyond is no part of the report, and the report's digest does not fit."""
    sender, before = Sender(place), reports(place)
    body = sender.sent(a_place(place))
    said = raw(place, head_of(sender, "/api/reports", body, len(body) - 10), body)
    assert status(said) == 400
    assert reports(place) == before


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999999999999", "9000000", "5, 6"])
def test_a_length_that_is_none_or_too_large_is_refused(place: Service, length: str) -> None:
    """Before the body is read."""
    head = f"POST /api/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n"
    assert 400 <= (status(raw(place, head.encode())) or 400) < 500


def test_huge_headers_are_refused(place: Service) -> None:
    """A hundred kilobytes of header, in one line and in many."""
    start = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for huge in (b"X-A: " + b"a" * 100_000, b"\r\n".join(b"X-%d: a" % n for n in range(8_000))):
        assert status(raw(place, start, huge, b"\r\n\r\n")) in {0, 400, 431}
    assert ask(place, "GET", "/healthz").status == 200


def test_whoever_sends_a_header_slowly_is_let_go_and_keeps_nobody_waiting(place: Service) -> None:
    """Two hundred connections that never finish their first line."""
    lines = [socket.create_connection(("127.0.0.1", place.port)) for _ in range(200)]
    try:
        for line in lines:
            line.sendall(b"GET / HT")
        began = time.monotonic()
        sender = Sender(place)
        assert sender.ask("POST", "/api/reports", sender.sent(a_place(place))).status == 201
        assert time.monotonic() - began < 5
        lines[0].settimeout(15)
        try:
            said = lines[0].recv(100)
        except ConnectionResetError:
            said = b""
        assert status(said) in {0, 400, 408}
    finally:
        for line in lines:
            line.close()


def test_whoever_sends_bodies_slowly_keeps_nobody_waiting(place: Service) -> None:
    """Sixty reports whose bodies never come: more than the server has threads."""
    senders = [Sender(place) for _ in range(60)]
    where = a_place(place)
    lines = [socket.create_connection(("127.0.0.1", place.port)) for _ in senders]
    try:
        for line, sender in zip(lines, senders, strict=True):
            body = sender.sent(where)
            line.sendall(head_of(sender, "/api/reports", body, len(body)) + body[:100])
        began = time.monotonic()
        honest = Sender(place)
        assert honest.ask("POST", "/api/reports", honest.sent(where)).status == 201
        assert time.monotonic() - began < 5
    finally:
        for line in lines:
            line.close()


def test_an_honest_reporter_gets_through_while_receipts_are_guessed(place: Service) -> None:
    """For two seconds four machines try words; meanwhile Noor reports and comes back."""
    wrong: list[int] = []
    ends = time.monotonic() + 2

    def guess() -> None:
        while time.monotonic() < ends:
            wrong.append(Sender(place).ask("GET", "/api/my/case").status)

    guessers = [threading.Thread(target=guess) for _ in range(4)]
    for one in guessers:
        one.start()
    noor = Sender(place)
    body = noor.sent(a_place(place))
    assert noor.ask("POST", "/api/reports", body).status == 201
    for _ in range(5):
        mine = noor.ask("GET", "/api/my/case")
        assert (mine.status, mine.json["case"]["id"]) == (200, noor.case.hex)
    for one in guessers:
        one.join()
    assert set(wrong) == {401}
    assert len(wrong) > 10


def test_send_pressed_twice_at_the_same_instant_makes_one_report(place: Service) -> None:
    """Six connections send the very same request when a gate opens."""
    sender, before = Sender(place), reports(place)
    body = sender.sent(a_place(place))
    gate = threading.Barrier(6)
    said: list[tuple[int, bytes]] = []

    def press() -> None:
        gate.wait()
        answer = sender.ask("POST", "/api/reports", body)
        said.append((answer.status, answer.body))

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _body in said) == [200] * 5 + [201]
    assert len({body for _status, body in said}) == 1
    assert reports(place) == before + 1


@pytest.fixture
def reporter(place: Service) -> Sender:
    """Somebody who has reported."""
    sender = Sender(place)
    assert sender.ask("POST", "/api/reports", sender.sent(a_place(place))).status == 201
    return sender


def announced(sender: Sender, pieces: list[bytes]) -> tuple[str, bytes]:
    """Announce a file; return its path, and the body that announced it."""
    file, path = new_id().hex, f"/api/my/rooms/{sender.room.hex}/attachments"
    sizes = {"sealed_size": sum(map(len, pieces)), "pieces": len(pieces)}
    begin = json.dumps({"id": file, "epoch": 1, **sizes}).encode()
    answer = sender.ask("POST", path, begin)
    assert (answer.status, answer.json) == (201, {"missing": list(range(len(pieces)))})
    return f"{path}/{file}", begin


def test_a_file_that_was_cut_off_half_way_goes_on_where_it_was(
    place: Service, reporter: Sender
) -> None:
    """The line is lost within the second of three pieces; announcing again says what is missing."""
    pieces = a_file(2 * PIECE_SIZE + 1)
    path, begin = announced(reporter, pieces)
    assert reporter.ask("PUT", f"{path}/pieces/0", pieces[0]).status == 204
    put = f"{path}/pieces/1"
    head = head_of(reporter, put, pieces[1], len(pieces[1]), method="PUT")
    raw(place, head, pieces[1][: PIECE_SIZE // 2], close=True)
    unfinished = reporter.ask("GET", f"{path}/pieces/0")
    assert (unfinished.status, unfinished.kind) == (409, "attachment-incomplete")
    again = reporter.ask("POST", path.rpartition("/")[0], begin)
    assert (again.status, again.json) == (201, {"missing": [1, 2]})
    for number in again.json["missing"]:
        stored = reporter.ask("PUT", f"{path}/pieces/{number}", pieces[number])
        assert stored.status == 204
    whole = [reporter.ask("GET", f"{path}/pieces/{number}").body for number in range(3)]
    assert whole == pieces


def peak(service: Service) -> dict[int, tuple[int, int]]:
    """For each process: what it holds now and what it held at most, in kilobytes."""
    found = {}
    for pid in service.processes():
        with open(f"/proc/{pid}/status") as file:
            lines = dict(line.split(":", 1) for line in file)
        found[pid] = (int(lines["VmRSS"].split()[0]), int(lines["VmHWM"].split()[0]))
    return found


def test_a_large_upload_takes_no_more_memory_than_a_small_one(
    place: Service, reporter: Sender
) -> None:
    """A hundred megabytes, after a few pieces have warmed all threads up: at most 20 MB more."""
    first = a_file(8 * PIECE_SIZE - 10_000)
    path, _begin = announced(reporter, first)
    for number, piece in enumerate(first):
        assert reporter.ask("PUT", f"{path}/pieces/{number}", piece).status == 204
    before = peak(place)
    pieces = a_file(24 * PIECE_SIZE)
    path, _begin = announced(reporter, pieces)
    for number, piece in enumerate(pieces):
        assert reporter.ask("PUT", f"{path}/pieces/{number}", piece).status == 204
    seen = reporter.ask("GET", path).json
    assert seen["missing"] == []
    assert [one["digest"] for one in seen["pieces"]] == [
        hashlib.sha256(piece).hexdigest() for piece in pieces
    ]
    after = peak(place)
    grown = {pid: after[pid][1] - max(before[pid]) for pid in before.keys() & after.keys()}
    assert max(grown.values()) <= 20 * 1024, grown
