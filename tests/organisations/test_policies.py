"""Who must witness the log is said by the directory that the root key signed."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError

from hoeder.ledger.note import Verifier
from hoeder.organisations import policies
from hoeder.organisations.models import Organisation
from tests import build
from tests.ledger.witnesses import COMMISSION, POLICY
from tests.organisations.test_commands import ministry, run

__all__ = ["ministry"]


def published(tmp_path: Path, *options: str) -> str:
    """Draft, sign and publish a directory; return the draft."""
    document = run("draft_directory", "ministerie", *options)
    signature = build.root_key().sign(b"hoeder-directory-v1\n" + document.encode()).hex()
    signed = tmp_path / "signed.json"
    signed.write_text(json.dumps({"document": document, "signature": signature}))
    run("publish_directory", str(signed))
    return document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policy as somebody wrote it."""
    path = tmp_path / "policy.txt"
    path.write_text(POLICY)
    return path


def test_a_policy_comes_with_a_directory_stays_and_goes(
    ministry: Organisation, tmp_path: Path, file: Path
) -> None:
    assert "policy" not in json.loads(published(tmp_path))["log"]
    assert policies.in_force() is None

    assert json.loads(published(tmp_path, "--policy", str(file)))["log"]["policy"] == POLICY
    # A later draft keeps it without being told.
    assert json.loads(published(tmp_path))["log"]["policy"] == POLICY
    found = policies.in_force()
    assert found is not None
    text, policy = found
    assert text == POLICY
    assert [one.name for one in policy.witnesses] == ["commissie", "or"]

    published(tmp_path, "--no-policy")
    assert policies.in_force() is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (POLICY.replace("all commissie", "3 commissie"), "Line 3 of the policy: 3 of 2"),
        (POLICY[:-1], "does not end in a line feed"),
    ],
)
def test_a_policy_that_cannot_hold_here_is_refused_before_anybody_signs(
    ministry: Organisation, file: Path, text: str, problem: str
) -> None:
    file.write_text(text)
    with pytest.raises(CommandError, match=problem):
        run("draft_directory", "ministerie", "--policy", str(file))


def test_a_policy_of_another_log_is_refused(ministry: Organisation, file: Path) -> None:
    run("draft_directory", "ministerie")
    other = Verifier("other.example/log", bytes(32)).text()
    file.write_text(f"log {other}\n{POLICY}")
    with pytest.raises(CommandError, match="of another log"):
        run("draft_directory", "ministerie", "--policy", str(file))


def test_the_signed_policy_is_the_one_that_counts(
    ministry: Organisation, tmp_path: Path, file: Path
) -> None:
    document = run("draft_directory", "ministerie", "--policy", str(file))
    changed = json.loads(document)
    changed["log"]["policy"] = f"witness x {COMMISSION.cosigner.text()}\nquorum none\n"
    signed = tmp_path / "signed.json"
    signature = build.root_key().sign(b"hoeder-directory-v1\n" + document.encode()).hex()
    signed.write_text(json.dumps({"document": json.dumps(changed), "signature": signature}))
    with pytest.raises(CommandError, match="root key"):
        run("publish_directory", str(signed))
