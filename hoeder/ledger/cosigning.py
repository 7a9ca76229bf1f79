"""Take in what witnesses signed: only the policy's own, only under a checkpoint of ours."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.errors import NotNow, NotValid

from .cosignatures import CLOCK_ALLOWANCE, Cosignature, cosignatures
from .models import Checkpoint
from .note import read_statement, split_note
from .policy import Policy, Witness


class WrongClock(NotValid):
    """A witness says a time that cannot be."""


def checkpoint_of(note: str) -> Checkpoint:
    """Find the checkpoint of ours that a note repeats, or refuse. Its signatures are not read."""
    try:
        text, _signatures = split_note(note)
        size = read_statement(text).size
    except ValueError as error:
        raise NotValid(_("This is not a checkpoint with cosignatures.")) from error
    found = Checkpoint.objects.filter(size=size).first()
    if found is None or split_note(found.note)[0] != text:
        raise NotNow(_("This is not a checkpoint of this log."))
    return found


def holding(
    checkpoint: Checkpoint, note: str, policy: Policy
) -> Iterator[tuple[Witness, Cosignature]]:
    """Give each cosignature under a note that counts, or refuse where one is wrong."""
    text, _signatures = split_note(checkpoint.note)
    for one in cosignatures(note):
        for witness in policy.witnesses:
            if not witness.cosigner.made(one):
                continue
            if not witness.cosigner.holds(text, one):
                raise NotValid(
                    _("The signature of %(name)s does not hold.") % {"name": witness.name}
                )
            _check_time(checkpoint, one, witness)
            yield witness, one


def _check_time(checkpoint: Checkpoint, one: Cosignature, witness: Witness) -> None:
    # Nobody can have signed a checkpoint before it was there, or will have signed it tomorrow.
    earliest = checkpoint.published_at.timestamp() - CLOCK_ALLOWANCE
    if not earliest <= one.time <= timezone.now().timestamp() + CLOCK_ALLOWANCE:
        raise WrongClock(
            _("The clock of %(name)s is wrong: it says %(time)s (UTC).")
            % {"name": witness.name, "time": _moment(one.time)}
        )


def _moment(time: int) -> str:
    try:
        return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}"
    except (OverflowError, ValueError, OSError):
        return str(time)
