"""What incidents, plans and check-ins can be, and the numbers with their sources."""

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


class DetrimentForm(models.TextChoices):
    """How somebody is harmed for reporting: Dir. 19 (a) to (o), and what it does not name.

    The directive's list says "in particular", so `other` stays (law.md RET-03, A7-bis).
    """

    A = "a", _("suspension, lay-off, dismissal or the like")
    B = "b", _("demotion, or a promotion withheld")
    C = "c", _("other duties, place, hours or less pay")
    D = "d", _("training withheld")
    E = "e", _("a negative assessment or reference")
    F = "f", _("a disciplinary measure, reprimand or fine")
    G = "g", _("coercion, intimidation, harassment or shutting out")
    H = "h", _("discrimination or unfair treatment")
    I = "i", _("no permanent contract where one was to be expected")  # noqa: E741
    J = "j", _("a temporary contract not renewed or ended early")
    K = "k", _("harm to the reputation, or financial loss")
    L = "l", _("blacklisting")
    M = "m", _("a contract for goods or services ended early")
    N = "n", _("a licence or permit cancelled")
    O = "o", _("sent to a doctor or psychiatrist")  # noqa: E741
    THREAT = "threat", _("a threat")
    ATTEMPT = "attempt", _("an attempt")
    OMISSION_WITHHELD_CARE = "omission_withheld_care", _("nothing done, care withheld")
    IDENTITY_REVEALED = "identity_revealed", _("the name was revealed")
    VEXATIOUS_PROCEEDINGS = "vexatious_proceedings", _("proceedings meant to harm")
    DENIED_RETURN_OR_PROPERTY = (
        "denied_return_or_property",
        _("return or own belongings refused"),
    )
    OTHER = "other", _("something else")


#: What an incident starts, for each kind. The terms and their sources stand in clocks/law/.
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


class PlanState(models.TextChoices):
    """How the protection plan of a case stands (law.md RET-01)."""

    NEEDED = "needed", _("a plan is needed")
    PROPOSED = "proposed", _("a plan is proposed")
    APPROVED = "approved", _("the reporter approved the plan")
    #: She sent a proposal back: another one is owed.
    REFUSED = "refused", _("the reporter refused the plan")
    #: She documented that she wants none.
    DECLINED = "declined", _("the reporter wants no plan")
    #: Her name was opened, or she raised the alarm, after it was agreed.
    OUTDATED = "outdated", _("the plan is out of date")


class Settled(models.TextChoices):
    """By what a case may leave assessment."""

    APPROVED = "approved", _("a plan that she approved")
    DECLINED = "declined", _("her documented refusal")
    #: It was her turn, and she did not answer in time. The reasons are sealed to her.
    NO_ANSWER = "no-answer", _("no answer from the reporter")
    #: Whoever owed her a plan made none. The handling goes on, and the default is on record.
    NO_PLAN = "no-plan", _("no plan was made in time")


#: States in which whoever protects her owes a plan, once she has chosen who that is.
PLAN_IS_OWED: Final = frozenset({PlanState.NEEDED, PlanState.REFUSED, PlanState.OUTDATED})


class Way(models.TextChoices):
    """How a reporter wants to be asked how she is."""

    PAGE = "page", _("on her page")
    #: As she said in a sealed item: by telephone, in a café, through her sister.
    OFFICER = "officer", _("by the protection officer, as she said")
    NONE = "none", _("not at all")


class Answer(models.TextChoices):
    """What a reporter answers when she is asked how she is."""

    WELL = "well", _("well")
    WORRIED = "worried", _("worried")
    #: Retaliation: the level above is told at once.
    BEGUN = "begun", _("it has begun")
    NO_ANSWER = "no-answer", _("no answer wanted")


class OfferCause(models.TextChoices):
    """Why support must be offered (law.md SUP-04)."""

    INTAKE = "intake", _("she chose who protects her")
    LEAK = "leak", _("her name is out")
    DETRIMENT = "detriment", _("she shared what was done to her")


class Weighed(models.TextChoices):
    """What a review of a decision against a reporter came to (law.md RET-05).

    Directive (EU) 2019/1937, art. 21(5): once she reported and was harmed, it is presumed to be for
    that; whoever took the decision proves that it was based on duly justified grounds.
    """

    JUSTIFIED = "justified", _("grounds that justify it, from before the report")
    NOT_JUSTIFIED = "not-justified", _("grounds that do not justify it")
    #: Nothing of it is on record: the decision was taken without a review.
    NO_GROUNDS = "no-grounds", _("no grounds on record")


class Risk(models.TextChoices):
    """What the list of cases says of a reporter's protection: all that the server may know."""

    BEGUN = "begun", _("it has begun")
    WORRIED = "worried", _("worried")
    SILENT = "silent", _("no answer")
    OUTDATED = "outdated", _("plan out of date")
    NEEDED = "needed", _("plan needed")
    REFUSED = "refused", _("plan refused")
    PROPOSED = "proposed", _("plan proposed")
    WITHOUT = "without", _("without a plan")
    DECLINED = "declined", _("no plan wanted")
    APPROVED = "approved", _("plan agreed")
