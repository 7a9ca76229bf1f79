"""What a confidential adviser sees: talks in which reporters ask advice, and nothing of cases."""

from collections.abc import Iterable
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.organisations.models import Officer
from hoeder.reports.models import Advice
from hoeder.rooms.models import Room
from hoeder.web import shapes
from hoeder.web.interface import operation
from hoeder.web.officer import forms

#: As many talks are listed; older ones are still opened by their address.
MOST_LISTED = 200


@operation("officer", gives=forms.Talks)
def list_talks(officer: Officer) -> forms.Talks:
    """List the talks in which this officer advises."""
    found = Advice.objects.visible_to(officer).select_related("receipt")
    return forms.Talks(_shown(officer, found.order_by("-begun_on", "pk")[:MOST_LISTED]))


@operation("officer", gives=forms.OpenedTalk)
def see_talk(officer: Officer, talk: UUID) -> forms.OpenedTalk:
    """Open a talk. Whether it became a report is not told."""
    found = get_object_or_404(
        Advice.objects.visible_to(officer).select_related("receipt"), receipt__talk=talk
    )
    (shown,) = _shown(officer, [found])
    rooms = Room.objects.visible_to(officer).filter(case=talk)
    return forms.OpenedTalk(shown, shapes.rooms_seen_by(rooms, officer))


def _shown(officer: Officer, found: Iterable[Advice]) -> list[forms.Talk]:
    begun = {advice.talk: advice.begun_on for advice in found}
    rooms = Room.objects.visible_to(officer).filter(case__in=list(begun))
    read = rooms.seen_so_far(officer)
    talks = [
        forms.Talk(
            id=room.case,
            begun_on=begun[room.case],
            unread=max(0, room.head_sequence - read.get(room.pk, 0)),
            last_on=room.head_on,
        )
        for room in rooms
    ]
    # What was not read yet comes first, then the newest words.
    return sorted(
        talks, key=lambda one: (one.unread > 0, str(one.last_on), one.id.hex), reverse=True
    )
