"""The law as dated data: one table per regime, each row with its source and its status.

A changed law is a new row, and the old one gets its last day; nothing else of a row is ever edited.
`table.py` says what a row is, `everywhere.py` holds what counts under every regime, `lookup.py`
finds. A lawyer reads the same rows in docs/law.md, which is drawn from them.
"""
