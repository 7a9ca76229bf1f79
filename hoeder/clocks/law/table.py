"""The shape of a row: one parameter of one regime, for days from one day up to another."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto


class Unit(StrEnum):
    """How an amount is counted."""

    DAYS = "days"
    #: Monday to Friday without public holidays of the country.
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    #: Hours run on through nights, weekends and holidays.
    HOURS = "hours"
    PEOPLE = "people"
    #: An amount of 1 is yes, of 0 no.
    RULE = "rule"
    #: No number: the words alone.
    WORDS = "words"


class Status(StrEnum):
    """How sure a row is, and whether it counts."""

    IN_FORCE = "in force"
    #: Passed or drafted and not in force: shown to a lawyer, counted for nothing.
    PENDING = "pending"
    #: No law sets it.
    BEST_PRACTICE = "best practice"
    #: It counts, and a lawyer must confirm it before this regime is used.
    TO_CONFIRM = "to be confirmed"


class Parameter(StrEnum):
    """What a row is about. Names of deadlines are those of the clocks that they start."""

    ACKNOWLEDGEMENT = auto()
    FEEDBACK = auto()
    FEEDBACK_FROM = auto()
    NEXT_FEEDBACK = auto()
    INTERNAL_EXTENSION = auto()
    EXTERNAL_ACKNOWLEDGEMENT = auto()
    EXTERNAL_FEEDBACK = auto()
    EXTERNAL_FEEDBACK_EXTENDED = auto()
    MEETING = auto()
    MEETING_WARNING = auto()
    MISDIRECTED_FORWARD = auto()
    ENDS_ON_WORKING_DAY = auto()
    FIRST_CONTACT = auto()
    ANONYMOUS_INTERNAL = auto()
    INTERNAL_FIRST = auto()
    THRESHOLD = auto()
    #: Years after closing by which all records go; words where the law gives a criterion.
    RETENTION = auto()
    RETENTION_DECISION = auto()
    RETENTION_OFFER = auto()
    RETENTION_CATEGORY = auto()
    KEEP_IDENTITY = auto()
    KEEP_CONTENT = auto()
    KEEP_PROTECTION = auto()
    KEEP_CIRCLE = auto()
    KEEP_EVIDENCE = auto()
    KEEP_STATISTICS = auto()
    REVIEW = auto()
    ORAL = auto()
    AUDIO = auto()
    WORKS_COUNCIL = auto()
    PROOF = auto()
    EXTERNAL_BODIES = auto()
    PENALTIES = auto()
    DISCLOSURE = auto()
    BREACH_NOTICE = auto()
    BREACH_MEASURES = auto()
    ACCESS = auto()
    ACCESS_EXTENSION = auto()
    PROCEDURE_REVIEW = auto()
    PROCEDURE_WARNING = auto()
    STATISTICS = auto()
    CHECK_IN_WEEKS = auto()
    CHECK_IN_MONTHS = auto()
    CHECK_IN_OPENS = auto()
    PLAN_ANSWER = auto()
    PLAN_YIELDS = auto()
    EMERGENCY = auto()
    ANSWER = auto()
    DUTY = auto()
    OUTCOME_ANSWER = auto()
    POSTPONEMENT = auto()
    OVERRIDE_WAIT = auto()
    OVERRIDE_USE = auto()
    DEFERRED_NOTICE = auto()
    DUTIES_ACCEPTED = auto()
    CONSENT = auto()
    CONSENT_USUAL = auto()
    SMALLEST_GROUP = auto()
    SMALLEST_PUBLISHED = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One parameter with its source, for days from `valid_from` to `valid_to`, both included."""

    parameter: Parameter
    unit: Unit
    source: str
    status: Status
    #: None only for what is pending: nobody knows the day yet.
    valid_from: date | None
    valid_to: date | None = None
    amount: int = 0
    #: For what happens several times: weeks 2, 4 and 8.
    amounts: tuple[int, ...] = ()
    words: str = ""

    def counts_on(self, day: date) -> bool:
        """Tell whether this row is to be kept to on that day."""
        return self.overlaps(day, day)

    def overlaps(self, first: date, last: date) -> bool:
        """Tell whether it is to be kept to on some day from `first` to `last`."""
        if self.status == Status.PENDING or self.valid_from is None or self.valid_from > last:
            return False
        return self.valid_to is None or first <= self.valid_to

    @property
    def days(self) -> int:
        """Its calendar days, weeks counted as seven; 0 when it is counted otherwise."""
        return {Unit.DAYS: self.amount, Unit.WEEKS: self.amount * 7}.get(self.unit, 0)

    @property
    def working_days(self) -> int:
        """Its working days; 0 when it is counted otherwise."""
        return self.amount if self.unit == Unit.WORKING_DAYS else 0

    @property
    def months(self) -> int:
        """Its months, years counted as twelve; 0 when it is counted otherwise."""
        return {Unit.MONTHS: self.amount, Unit.YEARS: self.amount * 12}.get(self.unit, 0)

    @property
    def hours(self) -> int:
        """Its hours; 0 when it is counted otherwise."""
        return self.amount if self.unit == Unit.HOURS else 0


@dataclass(frozen=True, slots=True)
class Regime:
    """The law of one country, or the floor of the European Union."""

    code: str
    name: str
    act: str
    #: Whose public holidays count, ISO 3166; None where only weekends do.
    holidays: str | None
    rows: tuple[Row, ...]
    #: Which lists of the library `holidays` the law counts.
    holiday_kinds: tuple[str, ...] = ("public",)
