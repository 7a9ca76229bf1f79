"""What comes of asking a witness."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """What came of the last time that a witness was asked."""

    COSIGNED = "cosigned", _("It has cosigned.")
    UNREACHABLE = "unreachable", _("It cannot be reached.")
    NONSENSE = "nonsense", _("Its answer is not that of a witness, or its signature is wrong.")
    UNKNOWN_LOG = "unknown_log", _("It does not know this log.")
    WRONG_KEY = "wrong_key", _("It knows this log by another key.")
    MALFORMED = "malformed", _("It does not understand what it was sent.")
    WRONG_CLOCK = "wrong_clock", _("Its clock is wrong.")
    OTHER_HISTORY = "other_history", _("It refuses: it has seen another history of this log.")

    @property
    def contradicts(self) -> bool:
        """Tell whether the witness says that the log was rewritten or set back."""
        return self is Outcome.OTHER_HISTORY
