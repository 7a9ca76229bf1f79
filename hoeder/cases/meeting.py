"""A meeting that a reporter asks for, as tables: where it stands, and who may do what next.

Directive (EU) 2019/1937, art. 9(2): on request, within a reasonable time; art. 18(4): whoever
reports in a meeting may check, correct and agree the minutes by signing them. What is asked, which
days are proposed and what was said is sealed: these are only the steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    """Where a request to meet stands."""

    ASKED = "asked", _("asked for")
    PROPOSED = "proposed", _("days are proposed")
    AGREED = "agreed", _("a day is agreed")
    RECORDED = "recorded", _("minutes wait for the reporter")
    CORRECTED = "corrected", _("the reporter corrects the minutes")
    SIGNED = "signed", _("the reporter agreed to the minutes")
    UNSIGNED = "unsigned", _("the reporter does not agree to the minutes")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: The reporter may ask for another meeting.
OVER: Final = frozenset({MeetingState.SIGNED, MeetingState.UNSIGNED, MeetingState.WITHDRAWN})


class MeetingStep(models.TextChoices):
    """What somebody does about a meeting that was asked for."""

    # By the handler.
    PROPOSES = "proposes"
    MINUTES = "minutes"
    # By the reporter.
    PICKS = "picks"
    NONE_SUITS = "none_suits"
    NOT_HELD = "not_held"
    AGREES = "agrees"
    CORRECTS = "corrects"
    DISAGREES = "disagrees"
    WITHDRAWS = "withdraws"


class Term(models.TextChoices):
    """What a step does to the clock of the request."""

    NOTHING = "nothing"
    STARTS = "starts"
    MEETS = "meets"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Move:
    """From which states a step leads where, and what it does to the clock."""

    before: frozenset[MeetingState]
    after: MeetingState
    term: Term = Term.NOTHING


_BEFORE_IT: Final = frozenset({MeetingState.ASKED, MeetingState.PROPOSED, MeetingState.AGREED})

#: That no day suits, or that it did not take place, is a new request with a whole term: the one
#: before was met. Minutes that change after she signed wait for her again (law.md INT-09).
STEPS: Final[Mapping[MeetingStep, Move]] = {
    MeetingStep.PROPOSES: Move(_BEFORE_IT, MeetingState.PROPOSED, Term.MEETS),
    MeetingStep.MINUTES: Move(
        frozenset(
            {
                MeetingState.AGREED,
                MeetingState.RECORDED,
                MeetingState.CORRECTED,
                MeetingState.SIGNED,
                MeetingState.UNSIGNED,
            }
        ),
        MeetingState.RECORDED,
    ),
    MeetingStep.PICKS: Move(frozenset({MeetingState.PROPOSED}), MeetingState.AGREED),
    MeetingStep.NONE_SUITS: Move(
        frozenset({MeetingState.PROPOSED}), MeetingState.ASKED, Term.STARTS
    ),
    MeetingStep.NOT_HELD: Move(frozenset({MeetingState.AGREED}), MeetingState.ASKED, Term.STARTS),
    MeetingStep.AGREES: Move(frozenset({MeetingState.RECORDED}), MeetingState.SIGNED),
    MeetingStep.CORRECTS: Move(frozenset({MeetingState.RECORDED}), MeetingState.CORRECTED),
    MeetingStep.DISAGREES: Move(
        frozenset({MeetingState.RECORDED, MeetingState.CORRECTED}), MeetingState.UNSIGNED
    ),
    MeetingStep.WITHDRAWS: Move(_BEFORE_IT, MeetingState.WITHDRAWN, Term.ENDS),
}

HANDLERS_STEPS: Final = frozenset({MeetingStep.PROPOSES, MeetingStep.MINUTES})
REPORTERS_STEPS: Final = frozenset(MeetingStep) - HANDLERS_STEPS
#: They are about one version of the minutes, which the step names by its hash.
ABOUT_MINUTES: Final = frozenset({MeetingStep.AGREES, MeetingStep.CORRECTS, MeetingStep.DISAGREES})
