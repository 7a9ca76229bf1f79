"""Sealed reports accepted per second, against what the bare database commits on the same disk.

One report is really sealed by the client. It is then repeated with new ids and new keys, which the
server cannot tell from other reports; each request is signed before the clock starts. The load
comes from a process of its own. The rate is that of this machine with all that it does; what a
report costs the server in processor time hardly depends on that.
"""

import asyncio
import base64
import hashlib
import json
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench import Row
from bench.running import service
from demo.filling import bundle
from tools.service import Service

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = [1, 8, 32, 128]
SECONDS = 5
REPORTS = {1: 800, 8: 1600, 32: 1600, 128: 1600}
BUDGET = 0.5


def measure() -> list[Row]:
    """Measure at 1, 8, 32 and 128 clients."""
    running = service()
    template = sealed_report(running)
    rows = []
    for clients in CLIENTS:
        requests = [a_request(template) for _ in range(REPORTS[clients])]
        # Before each load, because a disk's speed changes with what else uses it.
        bare = bare_rate(running.data_dir / "bare.sqlite3", len(json.dumps(template)))
        before = running.processor_seconds()
        rate, failures = load(running.port, clients, requests)
        each = (running.processor_seconds() - before) / len(requests)
        rows.append(row(clients, bare, rate, failures, each))
    return rows


def row(clients: int, bare: float, rate: float, failures: int, each: float) -> Row:
    """One line of the table."""
    return Row(
        f"sealed reports accepted, {clients} client{'s' if clients > 1 else ''}",
        f"≥ {BUDGET:.0%} of {bare:.0f}/s bare commits, 0 failures",
        f"{rate:.0f}/s = {rate / bare:.0%}, {failures} failures; {each * 1000:.1f} ms of CPU each",
        rate / bare >= BUDGET and failures == 0,
    )


def sealed_report(running: Service) -> dict[str, object]:
    """One report to every reader of the demo's channel, sealed by the client's own code."""
    demo = running.demo
    plan = {
        "origin": running.origin,
        "deployment": demo.deployment,
        "organisation": demo.organisation,
        "root": demo.root,
        "channel": "integriteit",
    }
    file = running.data_dir / "preseal.json"
    file.write_text(json.dumps(plan))
    script = bundle(ROOT / "bench" / "preseal.ts")
    node = subprocess.run(["node", script, file], check=True, capture_output=True)  # noqa: S603, S607
    report: dict[str, object] = json.loads(node.stdout)
    return report


def bare_rate(path: Path, size: int) -> float:
    """Rows of `size` bytes that SQLite commits per second, one per transaction, as durably."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS report (id INTEGER PRIMARY KEY, sealed BLOB)")
    sealed = secrets.token_bytes(size)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO report (sealed) VALUES (?)", (sealed,))
        connection.execute("COMMIT")
        count += 1
    connection.close()
    return count / SECONDS


def a_request(template: dict[str, object]) -> bytes:
    """The same report under new ids and keys, as the bytes of one signed HTTP request."""
    lookup = secrets.token_hex(32)
    signing = Ed25519PrivateKey.generate()
    public = signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    receipt, room, item = (dict(template[name]) for name in ("receipt", "room", "item"))  # type: ignore[call-overload]
    receipt |= {"lookup": lookup, "request_key": public, "ledger_key": secrets.token_hex(32)}
    room |= {"id": secrets.token_hex(16)}
    item |= {"id": secrets.token_hex(16)}
    # A box is signed for one case, with a key that only its reporter has: copies go without.
    report = {**template, "case": secrets.token_hex(16), "box": None}
    body = json.dumps({**report, "receipt": receipt, "room": room, "item": item}).encode()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    params = (
        f'("@method" "@path" "@query" "content-digest");created={int(time.time())}'
        f';keyid="{lookup}";alg="ed25519"'
    )
    base = "\n".join(
        [
            '"@method": POST',
            '"@path": /api/reports',
            '"@query": ?',
            f'"content-digest": sha-256=:{digest}:',
            f'"@signature-params": {params}',
        ]
    )
    signature = base64.b64encode(signing.sign(base.encode())).decode()
    head = (
        "POST /api/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nContent-Digest: sha-256=:{digest}:\r\n"
        f"Signature-Input: hoeder={params}\r\nSignature: hoeder=:{signature}:\r\n\r\n"
    )
    return head.encode() + body


def load(port: int, clients: int, requests: list[bytes]) -> tuple[float, int]:
    """Send the requests from a process of its own; return reports per second and failures."""
    with tempfile.TemporaryDirectory(prefix="hoeder-load-") as folder:
        file = Path(folder) / "requests"
        file.write_bytes(b"".join(len(one).to_bytes(4, "big") + one for one in requests))
        command = [sys.executable, "-m", "bench.accepting", str(port), str(clients), str(file)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    rate, failures = done.stdout.split()
    return float(rate), int(failures)


async def drive(port: int, clients: int, requests: list[bytes]) -> tuple[float, int]:
    """Send from `clients` connections, each with one request under way."""
    waiting = iter(requests)
    failures = 0

    async def one_client() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            )
            await reader.readexactly(length)
            failures += b" 201 " not in head.split(b"\r\n")[0]
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_client() for _ in range(clients)))
    return len(requests) / (time.perf_counter() - began), failures


def main() -> None:
    """The load process: `python -m bench.accepting PORT CLIENTS FILE`."""
    port, clients, file = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    data, requests = file.read_bytes(), []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        requests.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    print(*asyncio.run(drive(port, clients, requests)))


if __name__ == "__main__":
    main()
