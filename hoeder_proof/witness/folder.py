"""What a witness must never forget, on disk: how far it has cosigned each log.

    witness.key     its key
    witness.json    the logs that it knows, and the last checkpoint of each that it cosigned
    witness.mark    how far `witness.json` was when a cosignature last left: it is never behind this
    evidence/       two signed notes of one log that contradict each other

A file is written beside its place, flushed to the disk and then renamed, so that after a power cut
it is there whole, as it was or as it is. Where the parts do not fit together the witness stops: a
witness that forgot what it signed would sign a second history.
"""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hoeder.ledger.note import Verifier, read_verifier
from hoeder_proof.witness import keys
from hoeder_proof.witness.problems import Stop

STATE_FILE = "witness.json"
MARK_FILE = "witness.mark"
LOCK_FILE = "witness.lock"
EVIDENCE = "evidence"
#: However often a log contradicts itself, the disk is not filled with it.
MOST_EVIDENCE = 100


@dataclass(frozen=True)
class Known:
    """A log that this witness knows, and the last of its checkpoints that it cosigned."""

    key: str
    size: int = 0
    root: str = ""
    #: With the log's signature and ours; "" before the first.
    note: str = ""

    @property
    def verifier(self) -> Verifier:
        """The log's key."""
        return read_verifier(self.key)


class Folder:
    """The folder of one witness, open in this process alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pen = keys.read(path / keys.KEY_FILE)
        self.logs = self._read_state()
        self._check_mark()

    def know(self, verifier: Verifier) -> None:
        """Begin to witness a log. One that is known stays as far as it is."""
        found = self.logs.get(verifier.name)
        if found and found.key != verifier.text():
            raise Stop(
                f"{verifier.name} is known here by another key. A log never changes its key."
            )
        if not found:
            self._write_state({**self.logs, verifier.name: Known(verifier.text())})

    def remember(self, origin: str, known: Known) -> None:
        """Keep how far a log was cosigned. Only after this may the cosignature leave."""
        self._write_state({**self.logs, origin: known})
        self._write_mark()

    def keep_evidence(self, earlier: str, later: str) -> Path:
        """Keep two signed notes that contradict each other."""
        folder = self.path / EVIDENCE
        folder.mkdir(mode=0o700, exist_ok=True)
        text = f"{earlier}\n--- the same log also signed:\n\n{later}"
        path = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt"
        if not path.exists() and len(self.evidence()) < MOST_EVIDENCE:
            write_whole(path, text)
        return path

    def evidence(self) -> list[Path]:
        """Return what is kept of logs that contradict themselves."""
        return sorted((self.path / EVIDENCE).glob("*.txt"))

    def _read_state(self) -> dict[str, Known]:
        path = self.path / STATE_FILE
        if not path.exists():
            raise Stop(
                f"{path} is gone, so this witness does not know what it signed. It must not sign"
                " again with this key: make a new witness in a new folder, and have its key put in"
                " the policy."
            )
        state = _read_json(path)
        try:
            if state["v"] != 1 or state["key"] != self.pen.cosigner.text():
                raise Stop(f"{path} is not of the key beside it: put the right one back.")
            return {origin: Known(**known) for origin, known in state["logs"].items()}
        except (KeyError, TypeError, AttributeError) as error:
            raise Stop(f"{path} is damaged: make a new witness in a new folder.") from error

    def _check_mark(self) -> None:
        path = self.path / MARK_FILE
        marked = _read_json(path) if path.exists() else None
        if not isinstance(marked, dict) or any(
            origin not in self.logs or self.logs[origin].size < size
            for origin, size in marked.items()
        ):
            raise Stop(
                f"{self.path / STATE_FILE} is older than what this witness has signed: put back the"
                " newest one, or make a new witness in a new folder."
            )

    def _write_state(self, logs: dict[str, Known]) -> None:
        state = {
            "v": 1,
            "key": self.pen.cosigner.text(),
            "logs": {origin: asdict(known) for origin, known in logs.items()},
        }
        write_whole(self.path / STATE_FILE, json.dumps(state, indent=1, ensure_ascii=False))
        self.logs = logs

    def _write_mark(self) -> None:
        sizes = {origin: known.size for origin, known in self.logs.items()}
        write_whole(self.path / MARK_FILE, json.dumps(sizes))


def make(path: Path, pen: keys.Pen) -> None:
    """Make the folder of a new witness; never touch one that is there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(one.name != LOCK_FILE for one in path.iterdir()):
        raise Stop(f"{path} is not empty. A new witness needs a folder of its own.")
    state = {"v": 1, "key": pen.cosigner.text(), "logs": {}}
    # The key comes last: without it nothing can have been signed.
    write_whole(path / STATE_FILE, json.dumps(state))
    write_whole(path / MARK_FILE, "{}")
    write_whole(path / keys.KEY_FILE, pen.text())


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """Open the folder for this process alone, or stop with one sentence."""
    if not (path / keys.KEY_FILE).exists():
        raise Stop(f"There is no witness in {path}. Make one: init.")
    with open(path / LOCK_FILE, "a+b") as file:
        if not _locked(file):
            raise Stop(f"A witness already runs in {path}.")
        yield Folder(path)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that after a power cut it is there whole or as it was."""
    scratch = path.with_name(f".{path.name}.new")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(f"{path} cannot be read: make a new witness in a new folder.") from error


def _locked(file: Any) -> bool:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
