"""Rooms: who holds a key to what, and the sealed items in it.

A *room* belongs to one case and has *members*. Its key lives in *epochs*: each time somebody
leaves, the next writer starts a new epoch with a new key. A *grant* is that key, sealed to one
member. An *item* is one sealed thing, numbered without gaps and chained by hash. An *attachment*
is a large sealed file, kept in *pieces*.

Promise: the server never opens anything here. It refuses what is not sealed to exactly one
post-quantum room key, hands ciphertext to members only, and journals every hand-over first.
"""
