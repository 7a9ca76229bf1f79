"""How long things around reports hold, with their reasons."""

from typing import Final

#: A join code is passed from hand to hand within weeks; after this it opens nothing.
JOIN_DAYS: Final = 90
#: A report that was first told somebody else counts from that day (Dir. 12(3)). A day further back
#: than a year is more often a slip of the pen than a first contact.
LONGEST_AGO: Final = 366
