"""`python -m hoeder witness`: make a witness, let it serve or visit, and see how far it is."""

import argparse
import ssl
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hoeder.ledger.cosignatures import cosignatures, read_cosigner
from hoeder.ledger.note import read_verifier
from hoeder_proof.witness import folder, keys, serving, visiting
from hoeder_proof.witness.judging import Witness
from hoeder_proof.witness.problems import Contradiction, Refused, Stop

#: What the program ends with: all is well; it could not; the log contradicts itself.
GOOD, COULD_NOT, CONTRADICTED = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Do what the command line says, or say in one sentence why not."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.act(arguments))
    except Contradiction as contradiction:
        print(contradiction, end="", file=sys.stderr)
        return CONTRADICTED
    except (Stop, Refused) as problem:
        print(str(problem).strip(), file=sys.stderr)
        return COULD_NOT
    except KeyboardInterrupt:
        return GOOD


def parser() -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(prog="hoeder witness", description=__doc__)
    steps = whole.add_subparsers(required=True, metavar="STEP")

    step = steps.add_parser("init", help="make a witness and print its line for the policy")
    step.add_argument(
        "--name", required=True, help="such as or.example.org/witness; it is for good"
    )
    step.add_argument("--algorithm", choices=list(keys.ALGORITHMS), default="ed25519")
    step.set_defaults(act=init)

    step = steps.add_parser("trust", help="witness one more log")
    step.add_argument(
        "key", help="the log's key, from paper or the signed directory; not from the log"
    )
    step.set_defaults(act=trust)

    step = steps.add_parser("serve", help="wait for checkpoints (C2SP tlog-witness)")
    step.add_argument("--host", default="127.0.0.1")
    step.add_argument("--port", type=int, default=7380)
    step.set_defaults(act=serve)

    step = steps.add_parser("run", help="visit the log, from behind a firewall")
    step.add_argument(
        "--log", required=True, metavar="URL", help="such as https://meldpunt.example"
    )
    step.add_argument("--every", type=int, metavar="SECONDS", help="again and again, such as 3600")
    step.set_defaults(act=run)

    step = steps.add_parser("status", help="say how far it is, and what it found wrong")
    step.set_defaults(act=status)

    for step in steps.choices.values():
        step.add_argument("--folder", type=Path, default=Path("witness"), help="its own folder")
    return whole


def init(arguments: argparse.Namespace) -> int:
    """Make a witness."""
    pen = keys.new(arguments.name, keys.ALGORITHMS[arguments.algorithm])
    try:
        read_cosigner(pen.cosigner.text())
    except ValueError as error:
        raise Stop(
            "A name has no spaces and no plus sign, such as or.example.org/witness."
        ) from error
    folder.make(arguments.folder, pen)
    print(pen.cosigner.text())
    print(
        "This is the key of the new witness, for the policy. Compare it by telephone with who"
        f" signs the directory: {pen.cosigner.fingerprint()}",
        file=sys.stderr,
    )
    return GOOD


def trust(arguments: argparse.Namespace) -> int:
    """Begin to witness a log."""
    try:
        verifier = read_verifier(arguments.key.strip())
    except ValueError as error:
        raise Stop(f"This is not the key of a log: {error}.") from error
    with folder.opened(arguments.folder) as found:
        found.know(verifier)
    print(f"From now on it witnesses {verifier.name}.")
    return GOOD


def serve(arguments: argparse.Namespace) -> int:
    """Wait for checkpoints until somebody stops it."""
    with folder.opened(arguments.folder) as found:
        try:
            server = serving.server(Witness(found), arguments.host, arguments.port)
        except OSError as error:
            raise Stop(
                f"It cannot listen on {arguments.host}:{arguments.port}: {error}."
            ) from error
        with server:
            print(f"Waiting on http://{arguments.host}:{server.server_port}", flush=True)
            server.serve_forever()
    return GOOD


def run(arguments: argparse.Namespace) -> int:
    """Visit the log once, or again and again."""
    log = visiting.Log(arguments.log)
    with folder.opened(arguments.folder) as found:
        witness = Witness(found)
        while arguments.every:
            _visit_and_go_on(witness, log)
            time.sleep(max(1, arguments.every))
        print(f"Signed {visiting.visit(witness, log)} leaves.")
    return GOOD


def status(arguments: argparse.Namespace) -> int:
    """Say how far it is."""
    with folder.opened(arguments.folder) as found:
        own = found.pen.cosigner
        print(f"{own.text()}\nFingerprint: {own.fingerprint()}")
        print(f"Clock of this computer: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
        for origin, known in found.logs.items():
            print(f"{origin}: {_progress(known)}")
        for path in found.evidence():
            print(f"A log contradicts itself. Two notes that it signed: {path}")
        return CONTRADICTED if found.evidence() else GOOD


def _visit_and_go_on(witness: Witness, log: visiting.Log) -> None:
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    try:
        print(f"{now} Signed {visiting.visit(witness, log)} leaves.", flush=True)
    except (Refused, Stop, ssl.SSLError) as problem:
        print(f"{now} {str(problem).strip()}", flush=True)


def _progress(known: folder.Known) -> str:
    if not known.note:
        return "nothing signed yet"
    last = cosignatures(known.note)[-1]
    moment = datetime.fromtimestamp(last.time, UTC)
    return f"signed up to {known.size} leaves, last on {moment:%Y-%m-%d %H:%M} UTC"
