"""Runs the verifier as it is run from a terminal, and reads what it says to scripts."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from hoeder_proof.verify.program import main
from tests.hoeder_proof import story

DAY = "2026-11-27"


@dataclass(frozen=True)
class Said:
    """What the verifier said: its exit status, and its findings by code."""

    status: int
    rows: tuple[dict[str, str], ...]
    text: str

    def codes(self, verdict: str) -> set[str]:
        """The codes of what holds, fails or stays open."""
        return {row["code"] for row in self.rows if row["verdict"] == verdict}

    @property
    def failing(self) -> set[tuple[str, str]]:
        """What fails, with its file."""
        return {(row["code"], row["file"]) for row in self.rows if row["verdict"] == "fails"}

    def names(self, file: str) -> bool:
        """Tell whether something that fails names a file."""
        return any(
            file in f"{row['file']} {row['text']}" for row in self.rows if row["verdict"] == "fails"
        )


class Verifier:
    """Verifies files of the story in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys, self.count = folder, capsys, 0

    def put(self, files: story.Files) -> Path:
        """Write files into a new folder."""
        self.count += 1
        return story.write_folder(files, self.folder / str(self.count))

    def visit(self, address: str, *options: str) -> Said:
        """Verify a running service."""
        return self.run(address, "--site", *options)

    def run(self, target: Path | str, *options: str) -> Said:
        """Verify a file or a folder, as on the day of the story."""
        status = main([str(target), "--at", DAY, "--json", *options])
        out, err = self.capsys.readouterr()
        rows = json.loads(out)["findings"] if out else []
        return Said(status, tuple(rows), out + err)

    def files(self, files: story.Files, *options: str) -> Said:
        """Verify these files."""
        return self.run(self.put(files), *options)
