"""The figures of a yearly report, and why subtracting two of them gives nothing (law.md STA-02).

What is counted is cut up so that no figure is a sum of others that are published:

* each figure is of one body and one year, and no report covers two of either;
* a figure is published as its band of ten: 0-9, 10-19, and so on, nought among the first;
* of each way to divide the same whole, one part is always left out (`LEFT_OUT`), whatever was
  counted: it is chosen beforehand, so that what is missing tells nothing;
* a sum over bodies or years is a sum of published bands, and so tells no more than these do;
* a report is published once, after its year has ended, and never corrected.

Bands begin at multiples of ten and are ten wide, so a part that lies under a published whole is
never bounded to less than 0-9 by it. The proof is a test that attacks many generated years.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.oversight.rules import K


class Figure(models.TextChoices):
    """What is counted, in the order of the report."""

    REPORTS = "reports", _("reports received")
    TOLD_FIRST = "told_first", _("of these, first told to somebody, who registered them")
    OTHER_NAME = "other_name", _("of these, called something else than a report")
    INVESTIGATED = "investigated", _("of these, with an investigation")
    ACKNOWLEDGED_LATE = "acknowledged_late", _("of these, not acknowledged in time")
    FEEDBACK_LATE = "feedback_late", _("of these, without feedback in time")
    PLANNED = "planned", _("of these, with a protection plan that the reporter approved")
    HARM_SHARED = "harm_shared", _("things done to reporters that they shared")
    WEIGHED = "weighed", _("decisions against reporters that were weighed")
    NOT_JUSTIFIED = "not_justified", _("of these, with grounds that do not justify them")
    NO_GROUNDS = "no_grounds", _("of these, without grounds on record")
    NAMES_OUT = "names_out", _("alarms: a name got out")
    PROBING = "probing", _("alarms: repeated refused requests")
    PROMISES_MISSED = "promises_missed", _("promises and answers that were not kept in time")
    EMERGENCIES_MISSED = "emergencies_missed", _("requests in an emergency without an answer")
    CHECK_INS_MISSED = "check_ins_missed", _("check-ins without an answer")
    ASKED = "asked", _("reporters who went to the commission")
    PROTECTION_FAILED = "protection_failed", _("reviews: the body fell short in protection")
    CARE_FAILED = "care_failed", _("reviews: the body fell short in care")
    HINDERING = "hindering", _("established breaches: hindering a report")
    RETALIATION = "retaliation", _("established breaches: retaliation")
    VEXATIOUS = "vexatious", _("established breaches: vexatious proceedings")
    REVEALING = "revealing", _("established breaches: revealing the identity")


#: The ways in which a whole of a year is divided: the parts that are published of each. The rest of
#: each (acknowledged in time, with grounds that justify, and so on) is never published.
PARTS: Final[Mapping[Figure, tuple[tuple[Figure, ...], ...]]] = {
    Figure.REPORTS: (
        (Figure.TOLD_FIRST,),
        (Figure.OTHER_NAME,),
        (Figure.INVESTIGATED,),
        (Figure.ACKNOWLEDGED_LATE,),
        (Figure.FEEDBACK_LATE,),
        (Figure.PLANNED,),
    ),
    Figure.WEIGHED: ((Figure.NOT_JUSTIFIED, Figure.NO_GROUNDS),),
}
#: What stands for the rest in words.
LEFT_OUT: Final = _("The rest of each is left out, so that nothing follows from what is shown.")


def band(count: int) -> int:
    """Give the lowest number of the band of ten that a count is in."""
    if count < 0:
        raise ValueError("Nothing is counted below nought.")
    return count // K * K


def in_bands(counts: Mapping[Figure, int]) -> dict[str, int]:
    """Write what was counted as it is published. What was counted itself is kept nowhere."""
    return {str(figure): band(counts.get(figure, 0)) for figure in Figure}


def widest(low: int) -> int:
    """Give the highest number of a band."""
    return low + K - 1


def together(reports: Iterable[Mapping[str, int]]) -> dict[str, tuple[int, int]]:
    """Add published bands up: the least and the most that they can come to. It tells no more."""
    found = dict.fromkeys(map(str, Figure), (0, 0))
    for one in reports:
        for name, low in one.items():
            if name in found:
                least, most = found[name]
                found[name] = (least + low, most + widest(low))
    return found
