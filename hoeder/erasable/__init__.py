"""What is stored so that it can be made unreadable everywhere at once, in every backup too.

A *head* is the beginning of a sealed file: the wrapped key without which nothing of it opens. Heads
are stored masked, with a key for each case and *part* of it. These keys lie in one file outside
the database; destroying one makes every copy of what it masked useless, whoever holds personal
keys. The masks protect nothing from the server: sealing does. See docs/spec/erasure.md and
decision 0010.
"""
