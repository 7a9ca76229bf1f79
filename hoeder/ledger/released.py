"""What was released: the newest, and whether each list is still as the log has its hash."""

from collections.abc import Callable
from hashlib import sha256

from .events import detail_in
from .models import SITE, Journal, Release


def newest() -> Journal | None:
    """Find the event of the newest release."""
    return Journal.objects.filter(chain=SITE, kind="site.released").order_by("-n").first()


def digest_of(event: Journal) -> str:
    """Say which list an event of a release names; nothing where it was damaged."""
    return str(detail_in(event.event).get("manifest", ""))


def verify_releases(fault: Callable[[str], None]) -> None:
    """Name each list that is gone, changed, or of which no event tells."""
    events = Journal.objects.filter(chain=SITE, kind="site.released")
    told = {digest for one in events if (digest := digest_of(one))}
    kept = {one.digest: one.manifest for one in Release.objects.all()}
    for digest in sorted(told - kept.keys()):
        fault(f"The list of release {digest} is missing.")
    for digest in sorted(kept.keys() - told):
        fault(f"No event tells of the list of release {digest}.")
    for digest, manifest in kept.items():
        if digest in told and sha256(manifest.encode()).hexdigest() != digest:
            fault(f"The list of release {digest} is not what was released.")
