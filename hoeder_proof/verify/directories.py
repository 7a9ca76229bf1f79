"""The signed directory: from the root key to the log's key, its policy, and whose a key is."""

from typing import Any

from hoeder.organisations.canonical import parse
from hoeder.signatures import verifies
from hoeder_proof.verify import states
from hoeder_proof.verify.dossier import Dossier

DIRECTORY = "log/directory.json"
#: docs/spec/rooms.md §5.
_PREFIX = b"hoeder-directory-v1\n"


def read_directory(text: str, root: str) -> dict[str, Any]:
    """Check a directory under a root key and read it, or raise ValueError."""
    whole: Any = parse(text)
    try:
        document, signature = whole["document"], bytes.fromhex(whole["signature"])
        if not verifies(
            key=bytes.fromhex(root), signature=signature, message=_PREFIX + document.encode()
        ):
            raise ValueError("the root key did not sign it")
        read: Any = parse(document)
        if read["v"] != 1 or read["organisation"]["root"] != root:
            raise ValueError("it is not a directory of this root key")
        _ = [read["version"], read["log"]["origin"], read["log"]["key"], officers_of(read)]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is not a directory") from error
    return dict(read)


def officers_of(directory: dict[str, Any]) -> dict[str, str]:
    """Return whose each signing key is, of today and of before."""
    return {
        **{row["verify"]: row["officer"] for row in directory.get("former", [])},
        **{
            row["key"]["verify"]: row["id"]
            for row in directory["officers"]
            if row["key"] is not None
        },
    }


def check_directory(dossier: Dossier) -> None:
    """Check the directory of a dossier; learn the log's key, the policy and the officers' keys."""
    findings, trust = dossier.findings, dossier.trust
    root = trust.root or dossier.document["root"]
    if root != dossier.document["root"]:
        findings.fails("directory.other_root", "dossier.json", root=dossier.document["root"])
    text = dossier.text(DIRECTORY)
    directory = None
    if text is None:
        findings.fails("directory.lost", DIRECTORY)
    else:
        try:
            directory = read_directory(text.removesuffix("\n"), root)
        except ValueError as error:
            findings.fails("directory.wrong", DIRECTORY, reason=error)
    if directory is not None:
        _take(dossier, directory)
    if trust.root is None:
        findings.open("directory.root_unknown", DIRECTORY, root=root)
    log: dict[str, Any] = directory["log"] if directory else {}
    dossier.verifier = _log_key(dossier, log)
    dossier.policy = _policy(dossier, log)


def _take(dossier: Dossier, directory: dict[str, Any]) -> None:
    findings = dossier.findings
    dossier.officers = officers_of(directory)
    own, said = dossier.document["organisation"], directory["organisation"]
    if (said.get("id"), said.get("names")) != (own["id"], own["names"]):
        findings.fails("directory.other_organisation", "dossier.json")
        return
    findings.holds(
        "directory.signed",
        DIRECTORY,
        version=directory["version"],
        organisation=own["names"][dossier.document["language"]],
    )


def _log_key(dossier: Dossier, log: dict[str, Any]) -> Any:
    text = dossier.text("log/key")
    verifier = states.log_key(dossier.findings, dossier.trust, text, "log/key")
    if text is None:
        dossier.findings.fails("key.missing", "log/key")
    if log and verifier is not None and verifier.text() != log["key"]:
        dossier.findings.fails("key.not_of_directory", "log/key")
    return verifier


def _policy(dossier: Dossier, log: dict[str, Any]) -> Any:
    """Take the policy that the root signed: the file beside it must say the same."""
    text, signed = dossier.text("log/policy"), log.get("policy")
    if log and text != signed:
        dossier.findings.fails("policy.not_of_directory", "log/policy")
    said = signed if isinstance(signed, str) else text
    return states.policy_of(dossier.findings, dossier.trust, said, "log/policy")
