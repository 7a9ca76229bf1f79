"""Who must witness the log: the policy (C2SP tlog-policy) in the newest signed directory.

It is signed with everything else by the root key, so a server cannot drop a witness by itself.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from hoeder.errors import NotValid
from hoeder.ledger.note import Verifier
from hoeder.ledger.policy import Policy, read_policy
from hoeder.organisations.canonical import parse
from hoeder.organisations.models import DirectoryVersion, Organisation


def must_be_of(text: str, verifier: Verifier) -> Policy:
    """Read a policy, or refuse one that cannot be read or that is not of this log."""
    try:
        policy = read_policy(text)
    except ValueError as error:
        raise NotValid(_("This is not a policy for witnesses: %(why)s") % {"why": error}) from error
    if policy.logs and all(one.verifier != verifier for one in policy.logs):
        raise NotValid(_("This policy is of another log: its line does not name ours."))
    return policy


def text_in(version: DirectoryVersion | None) -> str | None:
    """Return the policy in a published directory, None where it names no witnesses."""
    return _text_in(version.document) if version else None


def in_force() -> tuple[str, Policy] | None:
    """Return the policy in force, as text and read; None while there is none.

    Where several organisations share this server, it is that of the directory published last.
    """
    newest = [one.newest_directory() for one in Organisation.objects.all()]
    published = [one for one in newest if one and text_in(one) is not None]
    text = text_in(max(published, key=lambda one: one.pk, default=None))
    return None if text is None else (text, _read(text))


@lru_cache(maxsize=16)
def _text_in(document: str) -> str | None:
    whole = parse(document)
    log = whole.get("log") if isinstance(whole, Mapping) else None
    text = log.get("policy") if isinstance(log, Mapping) else None
    return text if isinstance(text, str) else None


@lru_cache(maxsize=4)
def _read(text: str) -> Policy:
    return read_policy(text)
