"""The log asks its witnesses, whatever they answer, and never waits for them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger import asking, witnessed, witnessing
from hoeder.ledger.models import Checkpoint, Cosignature, Witness, WrittenOnceError
from hoeder.ledger.policy import Policy, read_policy
from hoeder.ledger.rules import Outcome
from hoeder_proof.witness import judging
from tests.ledger.build import SYSTEM, clock
from tests.ledger.witnesses import COMMISSION, COUNCIL, POLICY, STRANGER, Pen

pytestmark = pytest.mark.django_db

Reply = tuple[int, str, bytes]
SIZE = asking.SIZE_TYPE


@contextmanager
def a_witness(reply: Callable[[bytes], Reply]) -> Iterator[str]:
    """A machine that answers what it is told to."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, answer = reply(body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/w"
    server.shutdown()
    thread.join()
    server.server_close()


def policy_at(url: str | None, pen: Pen = COMMISSION, quorum: str = "w") -> Policy:
    """A policy of one witness at an address."""
    return read_policy(f"witness w {pen.cosigner.text()} {url or ''}\nquorum {quorum}\n")


def outcome_of(reply: Callable[[bytes], Reply]) -> Outcome:
    """Ask a witness that answers so."""
    with a_witness(reply) as url:
        return witnessing.submit(policy=policy_at(url), by=SYSTEM)["w"]


def signed(body: bytes, pen: Pen = COMMISSION, at: int | None = None) -> Reply:
    """The answer of a witness that signs whatever it gets."""
    return 200, "text/plain", pen.line(judging.read_request(body).note, at).encode()


def test_without_a_batch_nobody_is_asked() -> None:
    assert witnessing.submit(policy=policy_at("http://127.0.0.1:9/"), by=SYSTEM) == {}


@pytest.mark.parametrize("pen", [COMMISSION, COUNCIL], ids=["ed25519", "ml-dsa-44"])
def test_what_a_witness_signs_is_kept_and_served(pen: Pen) -> None:
    ledger.publish(by=SYSTEM)
    asked: list[judging.Request] = []

    def reply(body: bytes) -> Reply:
        asked.append(judging.read_request(body))
        return signed(body, pen)

    with a_witness(reply) as url:
        policy = policy_at(url, pen)
        assert witnessed.newest_that_counts(policy) is None
        assert witnessing.submit(policy=policy, by=SYSTEM) == {"w": Outcome.COSIGNED}
        note = witnessed.newest_that_counts(policy)
        assert note == witnessed.newest() is not None
        assert set(policy.cosigned(note or "", now=int(time.time()))) == {"w"}
        # Asked once; who has signed is left in peace.
        assert witnessing.submit(policy=policy, by=SYSTEM) == {}

        ledger.publish(by=SYSTEM, at_once=True)
        # Until it has signed the new one, the old one counts.
        assert witnessed.newest_that_counts(policy) == note
        assert witnessing.submit(policy=policy, by=SYSTEM) == {"w": Outcome.COSIGNED}
        assert witnessed.newest_that_counts(policy) == witnessed.newest() != note
    assert [one.older for one in asked] == [0, 64]
    assert len(asked[1].proof) == 1


def test_a_witness_that_is_elsewhere_says_so_and_is_asked_again() -> None:
    for _batch in range(3):
        ledger.publish(by=SYSTEM, at_once=True)
    asked: list[int] = []

    def reply(body: bytes) -> Reply:
        asked.append(judging.read_request(body).older)
        return signed(body) if asked[-1] == 128 else (409, SIZE, b"128\n")

    assert outcome_of(reply) == Outcome.COSIGNED
    assert asked == [0, 128]


def test_a_witness_that_never_makes_up_its_mind_is_left_alone() -> None:
    ledger.publish(by=SYSTEM)
    sizes = iter(range(1, 60))
    assert outcome_of(lambda body: (409, SIZE, f"{next(sizes)}\n".encode())) == Outcome.NONSENSE
    assert next(sizes) == witnessing.ROUNDS + 1


def test_a_witness_that_has_seen_more_than_there_is_contradicts_the_log() -> None:
    ledger.publish(by=SYSTEM)
    assert outcome_of(lambda body: (409, SIZE, b"6400\n")) == Outcome.OTHER_HISTORY
    (row,) = Witness.objects.all()
    assert Outcome(row.outcome).contradicts


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ((422, "text/plain", b"no"), Outcome.OTHER_HISTORY),
        ((403, "text/plain", b""), Outcome.WRONG_KEY),
        ((404, "text/plain", b""), Outcome.UNKNOWN_LOG),
        ((400, "text/html", b"<p>no"), Outcome.MALFORMED),
        ((500, "text/plain", b""), Outcome.UNREACHABLE),
        ((503, "text/plain", b""), Outcome.UNREACHABLE),
        ((301, "text/plain", b""), Outcome.NONSENSE),
        ((409, "text/plain", b"64\n"), Outcome.NONSENSE),
        ((409, SIZE, b"064\n"), Outcome.NONSENSE),
        ((409, SIZE, b"0\n"), Outcome.NONSENSE),
        ((409, SIZE, b"9" * 100 + b"\n"), Outcome.NONSENSE),
        ((200, "text/plain", b""), Outcome.NONSENSE),
        ((200, "text/plain", b"\xff\x00\xfe"), Outcome.NONSENSE),
        ((200, "text/plain", b"\xe2\x80\x94 x AAAA\n"), Outcome.NONSENSE),
        ((200, "text/plain", b"a" * 1_000_000), Outcome.NONSENSE),
    ],
)
def test_whatever_a_witness_answers_is_noted_and_nothing_is_kept(
    reply: Reply, outcome: Outcome
) -> None:
    ledger.publish(by=SYSTEM)
    assert outcome_of(lambda body: reply) == outcome
    assert not Cosignature.objects.exists()
    (row,) = Witness.objects.all()
    assert row.outcome == outcome
    assert row.asked_at


def test_only_the_right_key_over_the_right_checkpoint_counts() -> None:
    ledger.publish(by=SYSTEM)
    with pytest.MonkeyPatch.context():
        assert outcome_of(lambda body: signed(body, STRANGER)) == Outcome.NONSENSE
    other = "meldpunt.example/log\n64\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
    line = COMMISSION.line(other + "\u2014 x AAAA\n").encode()
    assert outcome_of(lambda body: (200, "text/plain", line)) == Outcome.NONSENSE
    assert not Cosignature.objects.exists()


@pytest.mark.parametrize("hours", [-3, 3, 24 * 365 * 100])
def test_a_witness_that_lies_about_the_time_does_not_count(hours: int) -> None:
    ledger.publish(by=SYSTEM)
    at = int(time.time()) + hours * 3600
    assert outcome_of(lambda body: signed(body, at=at)) == Outcome.WRONG_CLOCK
    assert not Cosignature.objects.exists()


def test_a_witness_that_is_gone_or_never_finishes_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger.publish(by=SYSTEM)
    monkeypatch.setattr(asking, "STEP", 0.3)
    monkeypatch.setattr(asking, "WHOLE", 0.5)
    stop = Event()

    def drip(body: bytes) -> Reply:
        stop.wait(5)
        return signed(body)

    with a_witness(drip) as slow, a_witness(signed) as good:
        policy = read_policy(
            f"witness gone {COUNCIL.cosigner.text()} http://127.0.0.1:9/\n"
            f"witness slow {STRANGER.cosigner.text()} {slow}\n"
            f"witness good {COMMISSION.cosigner.text()} {good}\n"
            "quorum good\n"
        )
        began = time.monotonic()
        outcomes = witnessing.submit(policy=policy, by=SYSTEM)
        assert time.monotonic() - began < 3
        stop.set()
    assert outcomes == {
        "gone": Outcome.UNREACHABLE,
        "slow": Outcome.UNREACHABLE,
        "good": Outcome.COSIGNED,
    }


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://getuige.example/w", True),
        ("http://127.0.0.1:7380", True),
        ("http://localhost/", True),
        ("http://[::1]:80", True),
        ("http://getuige.example", False),
        ("http://10.0.0.7", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://a:b@getuige.example", False),
        ("https://getuige.example/?x", False),
        ("https://getuige.example:x", False),
        ("http://127.0.0.1.getuige.example", False),
    ],
)
def test_only_safe_addresses_are_asked(url: str, may: bool) -> None:
    assert asking.may_be_asked(url) is may
    if not may:
        assert asking.ask(url, b"") == asking.NOTHING


def test_both_must_have_signed_where_the_policy_says_both() -> None:
    policy = read_policy(POLICY)
    ledger.publish(by=SYSTEM)
    note = witnessed.newest() or ""
    for pen, counts in [(COMMISSION, False), (COUNCIL, True)]:
        names = ledger.keep_cosignatures(note=note + pen.line(note), policy=policy, by=SYSTEM)
        assert len(names) == 1
        assert (witnessed.newest_that_counts(policy) is not None) is counts
    # Brought once more, nothing is counted twice.
    brought = note + COMMISSION.line(note)
    assert ledger.keep_cosignatures(note=brought, policy=policy, by=SYSTEM) == ["commissie"]
    assert [row.kept for row in Witness.objects.all()] == [1, 1]
    assert Cosignature.objects.count() == 2


def test_what_is_no_checkpoint_of_ours_is_refused() -> None:
    policy = read_policy(POLICY)
    ledger.publish(by=SYSTEM)
    note = witnessed.newest() or ""
    other = note.replace("\n64\n", "\n65\n")
    rewritten = note.split("\n")
    rewritten[2] = 43 * "A" + "="
    for text, refusal in [
        ("", NotValid),
        (note[:-1], NotValid),
        (other, NotNow),
        ("\n".join(rewritten), NotNow),
        (note.replace("meldpunt", "andere"), NotNow),
        (note + COMMISSION.line(other), NotValid),
    ]:
        with pytest.raises(refusal):
            ledger.keep_cosignatures(note=text, policy=policy, by=SYSTEM)
    assert ledger.keep_cosignatures(note=note + STRANGER.line(note), policy=policy, by=SYSTEM) == []
    assert not Cosignature.objects.exists()


def test_a_month_of_silence_is_seen_and_ends() -> None:
    policy = policy_at(None)
    begin = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with clock(begin):
        ledger.publish(by=SYSTEM)
        (state,) = witnessed.states(policy)
        assert (state.size, state.cosigned_at, state.silent_since) == (0, None, None)
        note = witnessed.newest() or ""
        line = COMMISSION.line(note, int(begin.timestamp()))
        ledger.keep_cosignatures(note=note + line, policy=policy, by=SYSTEM)
    for day in range(1, 31):
        with clock(begin + timedelta(days=day)):
            ledger.publish(by=SYSTEM)
    with clock(begin + timedelta(days=1, hours=2)):
        assert witnessed.states(policy)[0].silent_since is None
    back = begin + timedelta(days=30, hours=1)
    with clock(back):
        (state,) = witnessed.states(policy)
        assert state.size == 64
        assert state.cosigned_at == begin
        assert state.silent_since == begin + timedelta(days=1)
        # A report comes in and is published all the while.
        assert Checkpoint.objects.count() == 31
        assert witnessed.newest_that_counts(policy) == note + line

        note = witnessed.newest() or ""
        line = COMMISSION.line(note, int(back.timestamp()))
        ledger.keep_cosignatures(note=note + line, policy=policy, by=SYSTEM)
        (state,) = witnessed.states(policy)
        assert (state.size, state.silent_since) == (31 * 64, None)


def test_what_a_witness_signed_is_never_changed() -> None:
    policy = read_policy(POLICY)
    ledger.publish(by=SYSTEM)
    note = witnessed.newest() or ""
    ledger.keep_cosignatures(note=note + COMMISSION.line(note), policy=policy, by=SYSTEM)
    row = Cosignature.objects.get()
    assert str(row) == f"cosignature of {COMMISSION.cosigner.name} under checkpoint 0 (size 64)"
    with pytest.raises(WrittenOnceError):
        row.save()
    with pytest.raises(WrittenOnceError):
        Cosignature.objects.update(line="")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute("UPDATE ledger_cosignature SET line = ''")
