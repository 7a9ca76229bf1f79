"""What is known of a dossier while it is checked: each check leaves here what later ones need."""

from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from hoeder.ledger.note import Verifier
from hoeder.ledger.policy import Policy
from hoeder_proof.verify.findings import Findings
from hoeder_proof.verify.sources import LARGEST_TEXT, Damaged, Source, read
from hoeder_proof.verify.states import State, Trust
from hoeder_proof.verify.texts import decoded

#: A chain's id and an event's number.
Place = tuple[str, int]


@dataclass
class Dossier:
    """A dossier whose `dossier.json` has the form of the schema."""

    findings: Findings
    source: Source
    trust: Trust
    document: dict[str, Any]
    #: Of the directory: who writes with which key, today or before.
    officers: dict[str, str] = field(default_factory=dict)
    #: The reporter's keys, as her rooms introduce them.
    reporters: set[str] = field(default_factory=set)
    verifier: Verifier | None = None
    policy: Policy | None = None
    state: State | None = None
    #: The exact texts of events, and the leaves that hold them.
    events: dict[Place, str] = field(default_factory=dict)
    leaves: dict[Place, bytes] = field(default_factory=dict)
    #: Keys of rooms that were read, by the names of their files.
    identities: dict[str, MLKEM768X25519PrivateKey | None] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Read a text; None with a finding where it is none, None without one where it is lost."""
        if name not in self.source.names:
            return None
        try:
            return decoded(read(self.source, name, LARGEST_TEXT))
        except UnicodeDecodeError:
            self.findings.fails("text.encoding", name)
        except Damaged:
            self.findings.fails("file.damaged", name)
        return None
