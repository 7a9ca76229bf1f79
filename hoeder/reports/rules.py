"""How long things around reports hold, with their reasons."""

from typing import Final

#: A join code is passed from hand to hand within weeks; after this it opens nothing.
JOIN_DAYS: Final = 90
