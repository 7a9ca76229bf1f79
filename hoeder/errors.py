"""All the ways an action can refuse.

One middleware in `hoeder.web` turns these into RFC 9457 problem details. The message is shown to
the visitor: it is translated, says what to do next, and never holds content or a name.
"""

from collections.abc import Mapping


class Refusal(Exception):
    """An action said no. Nothing was changed."""

    #: The last part of the problem's type URI: stable, and never translated.
    kind = "refused"

    def __init__(
        self, message: str, *, kind: str | None = None, extras: Mapping[str, object] | None = None
    ) -> None:
        """Refuse with `message`; `extras` become further members of the problem's JSON."""
        super().__init__(message)
        self.message = message
        self.extras = extras or {}
        if kind is not None:
            self.kind = kind


class NotAllowed(Refusal):
    """This actor may never do this."""

    kind = "not-allowed"


class NotNow(Refusal):
    """The actor may do this, but the state does not allow it (any more)."""

    kind = "not-now"


class NotValid(Refusal):
    """What was sent is not well-formed; the message says what is wrong with it."""

    kind = "not-valid"
