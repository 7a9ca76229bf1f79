"""The ledger: what happened, in a form that nobody can quietly change afterwards.

*Journal*: one row per event, written in the same transaction as the change it describes. It holds
the kind of the event, the case, a label of the actor and the day; never a name, never content.

*Log*: an RFC 6962 tree with one blinded leaf of 96 bytes per event, published in batches of a
fixed size among dummies that nobody can tell apart from events. Its checkpoints are signed.

It promises that an event which was published cannot be removed, changed, moved or back-dated
without `manage.py verify_ledger`, a reporter's browser or an outside witness seeing it, and that
the log tells a stranger nothing, not even whether something happened. Exact bytes:
`docs/spec/ledger.md`.
"""
