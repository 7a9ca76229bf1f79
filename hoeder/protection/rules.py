"""What an incident is, what it sets in motion, and the numbers with their sources."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.clocks.rules import ClockKind


class IncidentKind(models.TextChoices):
    """Why an incident was opened."""

    #: Somebody learned, or may have learned, who reported (law.md IDC-07).
    NAME_OUT = "name-out", _("the name is out")
    #: Somebody asked again and again for what is not theirs.
    PROBING = "probing", _("repeated refused requests")


class Notification(models.TextChoices):
    """What the data protection officer decided about the supervisory authority."""

    MADE = "made", _("the authority was notified")
    #: GDPR art. 33(1): unless the breach is unlikely to result in a risk. The reasons are sealed.
    NO_RISK = "no-risk", _("a risk is unlikely")


#: What an incident starts, for each kind. The terms and their sources stand in clocks/rules.py.
STARTS: Final[Mapping[IncidentKind, tuple[ClockKind, ...]]] = {
    IncidentKind.NAME_OUT: (ClockKind.BREACH_MEASURES, ClockKind.BREACH_NOTICE),
    # Nothing is out yet: somebody must look, and nobody must be notified.
    IncidentKind.PROBING: (ClockKind.BREACH_MEASURES,),
}

#: On so many days one officer was refused for one case. An open page that asks again all day long
#: is one day, so that nobody is suspected for leaving a window open.
PROBING_TRIES: Final = 3
#: They are counted over this many days.
PROBING_DAYS: Final = 30
