"""The offline root key tool, as the person at the keyboard uses it."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hoeder.signatures import verifies
from hoeder_root import key, shares, summary


def root_tool(*arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the tool."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "hoeder_root", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A key file without passphrase."""
    path = tmp_path / "root.key"
    assert root_tool("new", "--key", str(path), "--no-passphrase").returncode == 0
    return path


def a_draft(file: Path) -> Path:
    """A draft for this root key."""
    root = key.public(key.read(file, ""))
    draft = {
        "organisation": {"names": {"nl": "Ministerie"}, "root": root},
        "version": 1,
        "day": "2026-11-23",
        "bodies": [{"id": "b", "names": {"nl": "Kustdienst"}}],
        "officers": [
            {"id": "a", "name": "Ada", "body": "b", "roles": ["handler"], "key": {"verify": "c0"}}
        ],
        "channels": [{"body": "b", "slug": "integriteit", "readers": ["a"]}],
    }
    path = file.with_name("draft.json")
    path.write_text(json.dumps(draft))
    return path


def test_a_key_file_is_for_its_owner_only(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_is_never_written_over(file: Path) -> None:
    before = file.read_bytes()
    refused = root_tool("new", "--key", str(file), "--no-passphrase")
    assert refused.returncode != 0
    assert "never replaced" in refused.stderr
    assert file.read_bytes() == before


def test_a_signed_draft_verifies_on_the_server(file: Path) -> None:
    draft = a_draft(file)
    done = root_tool("sign", str(draft), "--key", str(file), "--no-passphrase", "--yes")
    signed = json.loads(done.stdout)
    root = bytes.fromhex(key.public(key.read(file, "")))
    message = key.PREFIX + signed["document"].encode()
    assert verifies(key=root, signature=bytes.fromhex(signed["signature"]), message=message)
    assert "Ada (Kustdienst): handler" in done.stderr


def test_nothing_is_signed_without_a_yes(file: Path) -> None:
    asked = root_tool("sign", str(a_draft(file)), "--key", str(file), "--no-passphrase", typed="n")
    assert asked.returncode != 0
    assert asked.stdout == ""


def test_a_draft_for_another_root_is_refused(file: Path) -> None:
    draft = a_draft(file)
    draft.write_text(draft.read_text().replace(key.public(key.read(file, "")), "00" * 32))
    refused = root_tool("sign", str(draft), "--key", str(file), "--no-passphrase", "--yes")
    assert "another root key" in refused.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"organisation": 3}'])
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(key.RootRefused):
        summary.parse(text, "00" * 32)


def test_any_three_of_five_shares_restore_the_key(file: Path, tmp_path: Path) -> None:
    printed = root_tool("shares", "--key", str(file), "--no-passphrase").stdout
    words = [line for line in printed.splitlines() if len(line.split()) == 33]
    assert len(words) == 5
    again = tmp_path / "again.key"
    typed = "\n".join([words[4], words[0], words[2], ""])
    done = root_tool("restore", "--key", str(again), "--no-passphrase", typed=typed)
    assert done.stdout.strip() == key.public(key.read(file, ""))


def test_two_shares_or_a_misspelt_one_restore_nothing() -> None:
    words = shares.split(key.new(), 3, 5)
    with pytest.raises(key.RootRefused):
        shares.join(words[:2])
    with pytest.raises(key.RootRefused):
        shares.join([words[0], words[1], words[2].replace(" ", " academic ", 1)])


@pytest.mark.parametrize(("threshold", "count"), [(1, 5), (6, 5), (2, 17)])
def test_shares_that_protect_nothing_are_refused(threshold: int, count: int) -> None:
    with pytest.raises(key.RootRefused):
        shares.split(key.new(), threshold, count)


def test_a_passphrase_protects_the_file(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    key.write(path, key.new(), "laat niemand dit lezen")
    with pytest.raises(key.RootRefused, match="does not open"):
        key.read(path, "raden")
    with pytest.raises(key.RootRefused, match="does not open"):
        key.read(path, "")
    assert key.read(path, "laat niemand dit lezen")
