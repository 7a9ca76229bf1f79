"""Verify again what the witnesses signed, and name each cosignature that is not as it came."""

from collections.abc import Callable
from datetime import UTC, datetime

from .cosignatures import Cosigner, cosignatures, read_cosigner
from .models import Cosignature, Witness
from .note import split_note


def verify_cosignatures(fault: Callable[[str], None]) -> int:
    """Check every cosignature and how many there must be; return how many there are."""
    seen = 0
    for witness in Witness.objects.order_by("id"):
        try:
            cosigner = read_cosigner(witness.key)
        except ValueError as error:
            fault(f"Witness {witness.pk}: {error}.")
            continue
        found = 0
        rows = Cosignature.objects.filter(witness=witness).select_related("checkpoint")
        for row in rows.order_by("id").iterator():
            found += 1
            if problem := _problem_of(row, cosigner):
                fault(
                    f"The cosignature of {cosigner.name} under checkpoint"
                    f" {row.checkpoint.number} {problem}."
                )
        seen += found
        if found != witness.kept:
            fault(f"Witness {cosigner.name} has {found} cosignatures; {witness.kept} were kept.")
    if strays := Cosignature.objects.exclude(witness__in=Witness.objects.all()).count():
        fault(f"{strays} cosignatures are of a witness that is gone.")
    return seen


def _problem_of(row: Cosignature, cosigner: Cosigner) -> str | None:
    try:
        text, _ = split_note(row.checkpoint.note)
        read = cosignatures(row.checkpoint.note + row.line)
    except ValueError:
        return "is damaged, or its checkpoint is"
    if not read or read[-1].line() != row.line:
        return "is damaged"
    if not cosigner.holds(text, read[-1]):
        return "does not hold"
    if row.signed_at != datetime.fromtimestamp(read[-1].time, UTC):
        return "says another time than its row"
    return None
