"""Destroying who a reporter is, and who knows it, as part of the action that decides it."""

from uuid import UUID

from hoeder.identities.models import Alias, Approval, Box, CircleRow, Letter, Opening, Pledge, Share
from hoeder.identities.rules import LIVE, State
from hoeder.rooms.models import today


def erase_box(case: UUID) -> int:
    """Blank the box of a case and all that could open it; return how many boxes there were."""
    box = Box.objects.select_for_update().filter(case=case).first()
    if box is None:
        return 0
    openings = Opening.objects.filter(box=box)
    openings.filter(state__in=LIVE).update(state=State.ENDED, ended_on=today(), half=None)
    Letter.objects.filter(opening__box=box).delete()
    Approval.objects.filter(opening__box=box).update(sealed=None)
    Share.objects.filter(box=box).update(sealed=b"")
    Share.objects.filter(box=box, ended_on=None, waiting=True).update(ended_on=today())
    Share.objects.filter(box=box, ended_on=None).update(ended_on=today())
    Box.objects.filter(pk=box.pk).update(
        content=b"", authority_sealed=b"", statement="", signature="", erased_on=today()
    )
    return 1


def erase_circle(case: UUID) -> int:
    """Delete who knows, under which names they see her, and what was asked; return how many rows.

    What an officer promised about secrecy goes too: it says of whom they knew.
    """
    rows = 0
    for model in (CircleRow, Alias, Pledge):
        gone, _each = model.objects.filter(case=case).delete()
        rows += gone
    Opening.objects.filter(box__case=case, box__erased_on__isnull=False).delete()
    return rows
