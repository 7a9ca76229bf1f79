"""What notices owe the journal: nothing (see `hoeder.ledger.records`)."""

from hoeder.ledger.records import Table

TABLES: list[Table] = []
SAYS_NOTHING = {
    "notices.Notice": "who is told by mail that there is something to read, and how that went: what"
    " there is to read stands in other tables",
    "notices.Round": "which hour's mail has begun, so that two nodes send one",
}
