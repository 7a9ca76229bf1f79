"""Find what somebody names on the command line, or refuse in one sentence."""

import sys
from pathlib import Path

from hoeder.errors import NotValid
from hoeder.organisations.models import Body, Channel, Officer, Organisation


def organisation(slug: str) -> Organisation:
    """Find an organisation by its short name."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotValid(f"There is no organisation {slug}.")
    return found


def body(name: str) -> Body:
    """Find a body by its short name, or by `organisation/body` where two share one."""
    parent, _, slug = name.rpartition("/")
    found = Body.objects.filter(slug=slug)
    if parent:
        found = found.filter(organisation__slug=parent)
    match list(found[:2]):
        case [one]:
            return one
        case []:
            raise NotValid(f"There is no body {name}.")
    raise NotValid(f"Two organisations have a body {slug}: write organisation/{slug}.")


def channel(of: Body, slug: str) -> Channel:
    """Find a channel of a body."""
    found = of.channels.filter(slug=slug).first()
    if found is None:
        raise NotValid(f"There is no channel {slug} at {of.slug}.")
    return found


def officer(email: str) -> Officer:
    """Find an officer by e-mail address."""
    found = Officer.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise NotValid(f"Nobody here has the address {email}.")
    return found


def text_of(file: str) -> str:
    """Read a file, or what is piped in when its name is `-`."""
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise NotValid(f"The file {file} cannot be read.") from None
